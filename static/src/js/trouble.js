/* The notice beside a page that is typed on, which says that it could not be kept. Its words lie in
   the page as templates, so that they are there without the net. */
let said = "";

/** "logged-out", "failed" or "restored"; "" takes the notice away. */
export function say(trouble) {
  if (trouble === said) return;
  said = trouble;
  const words = trouble && document.getElementById(`keeping-${trouble}`);
  const place = document.getElementById("keeping");
  place.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
}

export function isInTrouble() {
  return said === "logged-out" || said === "failed";
}
