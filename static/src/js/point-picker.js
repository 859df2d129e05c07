/* Choosing a place on a map; the two fields beside it are the thing itself and work alone. */
import L from "leaflet";

function fieldsOf({ dataset }) {
  return [dataset.latitude, dataset.longitude].map((id) => document.getElementById(id));
}

function pointIn(fields) {
  const [latitude, longitude] = fields.map((field) => parseFloat(field.value.replace(",", ".")));
  return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null;
}

/** Makes an empty map (see map.js) one on which a point can be chosen. */
export function pickPoint(map, element) {
  const fields = fieldsOf(element);
  const marker = L.marker([0, 0], {
    icon: L.divIcon({ className: "map-point map-point--material", iconSize: [22, 22] }),
    keyboard: false,
  });
  const show = () => {
    const point = pointIn(fields);
    if (point) marker.setLatLng(point).addTo(map);
    return point;
  };
  const start = show();
  if (start) map.setView(start, 9);
  map.on("click", ({ latlng }) => {
    fields[0].value = latlng.lat.toFixed(5);
    fields[1].value = latlng.lng.toFixed(5);
    show();
  });
  for (const field of fields) field.addEventListener("change", show);
}
