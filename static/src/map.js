/* Hits on a map, for <div data-hit-map> (templates/components/map.html).

   data-points gives GeoJSON: a FeatureCollection whose features have properties {title, url, kind,
   summary, precision}. With precision "exact" the geometry is a Point, or the Polygon of its area. With precision "county" there
   is no geometry; properties.county is the county's number and county_name its name. Such a listing
   is never drawn as a point: its county is shaded and carries how many there are.
   data-outlines gives GeoJSON outlines of counties with properties {number, name}; when it cannot be
   read, the counties stand as a list in the corner.
   data-near: everything lies in one place and is shown from near. */
import L from "leaflet";
import "leaflet.markercluster";
import { countByCounty, showCounties } from "./js/map-counties.js";
import { hitMarker, clusterIcon } from "./js/map-points.js";
import { keepApart } from "./js/map-spreading.js";
import { pickOutline } from "./js/outline-picker.js";
import { pickPoint } from "./js/point-picker.js";

const USUAL_ZOOM = 10;
const NEAR_ZOOM = 12;
const CLOSE_ZOOM = 14;
const FINE_ZOOM = 0.25; // fills the frame; tiles would be blurred
const EDGE = [22, 22];
const NORWAY = [
  [57.8, 4.0],
  [71.3, 31.3],
];

async function readJson(url) {
  const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer.json();
}

/** The outlines, or nothing: the map is of use without them. */
async function readOutlines(url) {
  if (!url) return null;
  try {
    return await readJson(url);
  } catch {
    return null;
  }
}

function emptyMap(element) {
  const { words } = element;
  const { tiles, attribution } = element.dataset;
  const zoomSnap = tiles ? 1 : FINE_ZOOM;
  const map = L.map(element, { zoomControl: false, minZoom: 3, maxZoom: 17, zoomSnap });
  map.fitBounds(NORWAY);
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  if (tiles) L.tileLayer(tiles, { attribution }).addTo(map);
  return map;
}

function clustersOf(map, features, words) {
  const clusters = L.markerClusterGroup({
    iconCreateFunction: (cluster) => clusterIcon(cluster.getChildCount(), words),
    maxClusterRadius: 44,
    showCoverageOnHover: false,
  });
  clusters.addLayers(features.map((feature) => hitMarker(feature, words)));
  map.addLayer(clusters);
  return clusters;
}

/** Areas of listings whose exact place shows; each listing has its point besides. */
function addAreas(map, features) {
  return features.map((feature) =>
    L.geoJSON(feature, { interactive: false, style: { className: "map-area" } }).addTo(map).getBounds(),
  );
}

/** Shows all that there is, or the country when there is nothing. */
function fitAll(map, bounds, maxZoom) {
  if (!bounds.length) return;
  const all = bounds.reduce((sum, one) => sum.extend(one), L.latLngBounds([]));
  map.fitBounds(all, { maxZoom, padding: EDGE });
}

function wordsOf({ dataset }) {
  return {
    all: dataset.wordsAll,
    close: dataset.wordsClose,
    count: dataset.wordsCount,
    county: dataset.wordsCounty,
    failed: dataset.wordsFailed,
    nowhere: dataset.wordsNowhere,
    one: dataset.wordsOne,
    zoomIn: dataset.wordsZoomIn,
    zoomOut: dataset.wordsZoomOut,
  };
}

function sayItFailed(element) {
  const text = document.createElement("p");
  text.textContent = element.words.failed;
  element.replaceChildren(text);
  element.classList.add("hit-map--text");
}

async function show(element) {
  element.words = wordsOf(element);
  try {
    const { points, outlines, countyUrl } = element.dataset;
    const [hits, counties] = await Promise.all([readJson(points), readOutlines(outlines)]);
    const exact = hits.features.filter((feature) => feature.geometry?.type === "Point");
    const areas = hits.features.filter((feature) => feature.geometry?.type === "Polygon");
    const coarse = hits.features.filter((feature) => !feature.geometry);
    const map = emptyMap(element);
    const shaded = showCounties(map, counties, countByCounty(coarse), countyUrl, element.words);
    const drawn = addAreas(map, areas);
    const clusters = clustersOf(map, exact, element.words);
    const around = exact.length ? [clusters.getBounds()] : [];
    const all = [...shaded.map(({ bounds }) => bounds), ...drawn, ...around];
    fitAll(map, all, areas.length ? CLOSE_ZOOM : "near" in element.dataset ? NEAR_ZOOM : USUAL_ZOOM);
    keepApart(map, shaded.map(({ marker }) => marker), clusters);
    element.dataset.shown = String(hits.features.length);
  } catch {
    sayItFailed(element);
  }
}

/** A map to choose a place on, or to draw an area on: the country's outlines and what is chosen. */
async function showPicker(element, pick) {
  element.words = wordsOf(element);
  const map = emptyMap(element);
  pick(map, element);
  const outlines = await readOutlines(element.dataset.outlines);
  if (outlines) L.geoJSON(outlines, { interactive: false, style: { className: "map-outline" } }).addTo(map);
}

const PICKERS = { "[data-point-picker]": pickPoint, "[data-outline-picker]": pickOutline };

function showAll() {
  for (const [selector, pick] of Object.entries(PICKERS)) {
    for (const element of document.querySelectorAll(`${selector}:not([data-started])`)) {
      element.dataset.started = "";
      showPicker(element, pick);
    }
  }
  const fresh = document.querySelectorAll("[data-hit-map]:not([data-started])");
  for (const element of fresh) {
    element.dataset.started = "";
    show(element);
  }
}

showAll();
document.addEventListener("htmx:afterSettle", showAll);
