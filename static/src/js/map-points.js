/* Markers and pop-ups of listings whose place may be shown. */
import L from "leaflet";

const KINDS = ["material", "heat", "gas", "deposit"];

function link(text, url) {
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.textContent = text;
  return anchor;
}

function line(text) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph;
}

/** What opens on a marker or a county: title, text, links. All text is put in as text. */
export function popupContent(title, text, links) {
  const box = document.createElement("div");
  box.className = "map-popup";
  const heading = document.createElement("p");
  heading.className = "map-popup__title";
  heading.append(title.url ? link(title.text, title.url) : title.text);
  box.append(heading);
  if (text) box.append(line(text));
  for (const { text: label, url } of links) {
    const paragraph = document.createElement("p");
    paragraph.append(link(label, url));
    box.append(paragraph);
  }
  return box;
}

/** Leaflet names the closing button in English; say it in the page's language. */
export function nameCloseButton(layer, words) {
  layer.on("popupopen", ({ popup }) => {
    const button = popup.getElement().querySelector(".leaflet-popup-close-button");
    button?.setAttribute("aria-label", words.close);
  });
  return layer;
}

/** A marker that a screen reader can name. */
export function named(marker, label) {
  marker.on("add", () => marker.getElement()?.setAttribute("aria-label", label));
  return marker;
}

export function hitMarker({ geometry, properties }, words) {
  const kind = KINDS.includes(properties.kind) ? properties.kind : "material";
  const [longitude, latitude] = geometry.coordinates;
  const icon = L.divIcon({ className: `map-point map-point--${kind}`, iconSize: [22, 22] });
  const marker = L.marker([latitude, longitude], { icon, title: properties.title });
  const title = { text: properties.title, url: properties.url };
  marker.bindPopup(popupContent(title, properties.summary, []));
  return nameCloseButton(named(marker, properties.title), words);
}

export function clusterIcon(count, words) {
  const label = document.createElement("span");
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.textContent = ` ${words.count}`;
  label.append(String(count), word);
  return L.divIcon({ html: label, className: "map-cluster", iconSize: [38, 38] });
}
