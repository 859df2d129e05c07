/* Drawing an area on a map, a corner at each press. The text field beside it, with a corner on each
   line as "latitude, longitude", is the thing itself and works alone. */
import L from "leaflet";

const DIGITS = 6;
const CORNER = /^\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*[NS]?\s*[,;\s]\s*([+-]?\d+(?:[.,]\d+)?)\s*°?\s*[EØW]?\s*,?\s*$/;

function cornersOfLines(text) {
  return text.split("\n").flatMap((line) => {
    const found = CORNER.exec(line);
    return found ? [[1, 2].map((part) => parseFloat(found[part].replace(",", ".")))] : [];
  });
}

/** The outer ring of a polygon, [latitude, longitude]; nothing while it is half written. */
function cornersOfGeoJson(text) {
  try {
    const data = JSON.parse(text);
    const first = data.features ? data.features[0] : data;
    const ring = (first.geometry ?? first).coordinates[0].slice(0, -1);
    return ring.map(([longitude, latitude]) => [latitude, longitude]);
  } catch {
    return [];
  }
}

function cornersIn({ value }) {
  return value.trimStart().startsWith("{") ? cornersOfGeoJson(value) : cornersOfLines(value);
}

function lines(corners) {
  return corners.map((corner) => corner.map((part) => part.toFixed(DIGITS)).join(", ")).join("\n");
}

/** Writes the corners, and says so, so that they are kept like anything typed. */
function write(field, corners) {
  field.value = lines(corners);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function cornerMark(corner) {
  const icon = L.divIcon({ className: "map-corner", iconSize: [12, 12] });
  return L.marker(corner, { icon, interactive: false, keyboard: false });
}

function start(map, { dataset }, corners) {
  const site = [parseFloat(dataset.latitude), parseFloat(dataset.longitude)];
  if (corners.length > 1) map.fitBounds(L.latLngBounds(corners).pad(0.3), { maxZoom: 15 });
  else if (site.every(Number.isFinite)) map.setView(site, 12);
}

/** Makes an empty map (see map.js) one on which an area can be drawn. */
export function pickOutline(map, element) {
  const field = document.getElementById(element.dataset.text);
  const undo = document.getElementById(element.dataset.undo);
  const clear = document.getElementById(element.dataset.clear);
  const layer = L.layerGroup().addTo(map);
  const show = () => {
    const corners = cornersIn(field);
    layer.clearLayers();
    if (corners.length > 1) layer.addLayer(L.polygon(corners, { className: "map-area", interactive: false }));
    for (const corner of corners) layer.addLayer(cornerMark(corner));
    undo.hidden = clear.hidden = corners.length === 0;
    element.dataset.corners = String(corners.length);
    return corners;
  };
  start(map, element, show());
  const change = (corners) => {
    write(field, corners);
    show();
  };
  map.on("click", ({ latlng }) => change([...cornersIn(field), [latlng.lat, latlng.lng]]));
  undo.addEventListener("click", () => change(cornersIn(field).slice(0, -1)));
  clear.addEventListener("click", () => change([]));
  field.addEventListener("input", show);
}
