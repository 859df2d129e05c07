/* Listings of which only the county may be shown: a shaded county with a count, never a point. */
import L from "leaflet";
import { named, nameCloseButton, popupContent } from "./map-points.js";

const SHOWN_IN_POPUP = 5;

/** County number to {name, features}. */
export function countByCounty(features) {
  const counties = new Map();
  for (const { properties } of features) {
    const county = counties.get(properties.county) ?? { name: properties.county_name, hits: [] };
    county.hits.push(properties);
    counties.set(properties.county, county);
  }
  return counties;
}

function howMany(count, words) {
  return `${count} ${count === 1 ? words.one : words.count}`;
}

/** Everything in a county behind one link, when there are more than the pop-up holds. */
function linksFor(number, county, countyUrl, words) {
  const some = county.hits.slice(0, SHOWN_IN_POPUP);
  const links = some.map((hit) => ({ text: hit.title, url: hit.url }));
  if (countyUrl) links.push({ text: words.all, url: countyUrl + encodeURIComponent(number) });
  return links;
}

function countMarker(position, number, county, countyUrl, words) {
  const icon = L.divIcon({
    className: "map-county",
    html: String(county.hits.length),
    iconSize: [30, 24],
  });
  const marker = L.marker(position, { icon });
  const title = { text: `${county.name}: ${howMany(county.hits.length, words)}` };
  const links = linksFor(number, county, countyUrl, words);
  marker.bindPopup(popupContent(title, words.county, links));
  return nameCloseButton(named(marker, title.text), words);
}

function outlineClass(county) {
  if (!county) return "map-outline";
  return `map-outline map-outline--${Math.min(4, Math.ceil(Math.log2(county.hits.length + 1)))}`;
}

/** County number to {bounds, marker} of those with a count. */
function drawOutlines(map, outlines, counties, countyUrl, words) {
  const drawn = new Map();
  L.geoJSON(outlines, {
    interactive: false,
    style: ({ properties }) => ({ className: outlineClass(counties.get(properties.number)) }),
    onEachFeature: ({ properties }, layer) => {
      const county = counties.get(properties.number);
      if (!county) return;
      const bounds = layer.getBounds();
      const position = bounds.getCenter();
      const marker = countMarker(position, properties.number, county, countyUrl, words).addTo(map);
      drawn.set(properties.number, { bounds, marker });
    },
  }).addTo(map);
  return drawn;
}

function listInCorner(map, counties, countyUrl, words) {
  const list = document.createElement("ul");
  list.className = "map-list";
  for (const [number, county] of counties) {
    const item = document.createElement("li");
    const text = `${county.name}: ${howMany(county.hits.length, words)}`;
    const url = countyUrl ? countyUrl + encodeURIComponent(number) : county.hits[0].url;
    item.append(Object.assign(document.createElement("a"), { href: url, textContent: text }));
    list.append(item);
  }
  const corner = L.control({ position: "bottomleft" });
  corner.onAdd = () => list;
  corner.addTo(map);
}

/** Listings without a place that may be shown: said beneath the map's corner, drawn nowhere. */
function sayHowManyAreNowhere(map, count, words) {
  const text = document.createElement("p");
  text.className = "map-nowhere";
  text.textContent = `${howMany(count, words)}: ${words.nowhere}`;
  const corner = L.control({ position: "bottomright" });
  corner.onAdd = () => text;
  corner.addTo(map);
}

/** Shades counties that have an outline and lists the others in the corner; {bounds, marker} of the shaded. */
export function showCounties(map, outlines, counties, countyUrl, words) {
  const drawn = outlines ? drawOutlines(map, outlines, counties, countyUrl, words) : new Map();
  const rest = [...counties].filter(([number]) => number && !drawn.has(number));
  if (rest.length) listInCorner(map, rest, countyUrl, words);
  const nowhere = counties.get("");
  if (nowhere) sayHowManyAreNowhere(map, nowhere.hits.length, words);
  return [...drawn.values()];
}
