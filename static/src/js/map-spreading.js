/* Counts of counties lie beside each other and beside points, at every zoom. A count that had to
   move keeps a line to its county. */
import L from "leaflet";

const GAP = 3;
const STEP = 5;
const FARTHEST = 150;
const DIRECTIONS = 24;

function boxAt(map, marker) {
  const { offsetWidth: width, offsetHeight: height } = marker.getElement();
  return { at: map.latLngToLayerPoint(marker.getLatLng()), width, height };
}

function overlap(one, other) {
  const tooNearX = Math.abs(one.at.x - other.at.x) < (one.width + other.width) / 2 + GAP;
  return tooNearX && Math.abs(one.at.y - other.at.y) < (one.height + other.height) / 2 + GAP;
}

/** Where it stands, then places around it, the nearest first. */
function* placesAround(point) {
  yield point;
  for (let away = STEP; away <= FARTHEST; away += STEP) {
    for (let turn = 0; turn < DIRECTIONS; turn += 1) {
      const angle = (2 * Math.PI * turn) / DIRECTIONS;
      yield point.add([away * Math.cos(angle), away * Math.sin(angle)]);
    }
  }
}

/** Moves each in its turn to the nearest place that is free; where there is none it stays. */
function spread(boxes, fixed) {
  const taken = [...fixed];
  for (const box of boxes) {
    const home = box.at;
    for (const at of placesAround(home)) {
      box.at = at;
      if (!taken.some((other) => overlap(box, other))) break;
      box.at = home;
    }
    taken.push(box);
  }
}

/** Points and clusters that are drawn now. */
function drawnBeside(map, counts) {
  const own = new Set(counts.map(({ marker }) => marker));
  const found = [];
  map.eachLayer((layer) => {
    if (layer instanceof L.Marker && layer.getElement() && !own.has(layer)) found.push(layer);
  });
  return found;
}

function layOut(map, counts) {
  for (const { marker, home } of counts) marker.setLatLng(home);
  const boxes = counts.map(({ marker }) => boxAt(map, marker));
  spread(boxes, drawnBeside(map, counts).map((marker) => boxAt(map, marker)));
  counts.forEach(({ marker, home, line }, place) => {
    const there = map.layerPointToLatLng(boxes[place].at);
    marker.setLatLng(there);
    line.setLatLngs([home, there]);
  });
}

/** Keeps markers that may move clear of everything else whenever the map or its clusters change. */
export function keepApart(map, markers, clusters) {
  if (!markers.length) return;
  const counts = markers.map((marker) => {
    const home = marker.getLatLng();
    const line = L.polyline([home, home], { className: "map-county-line", interactive: false });
    return { marker, home, line: line.addTo(map) };
  });
  const again = () => layOut(map, counts);
  map.on("zoomend", again);
  clusters.on("animationend", again);
  again();
}
