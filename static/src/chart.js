/* Pictures of figures, for pages that have any. The table beside each is the thing itself. */
import { showVolumeCharts } from "./js/volume-chart.js";

showVolumeCharts();
document.addEventListener("htmx:afterSettle", showVolumeCharts);
