/* Search without loading the page anew: a changed filter asks at once on a wide screen, the focus
   stays where it was, and lists that were folded out stay so. On a phone the filters are a sheet
   and nothing is asked before its button is pressed. */
const WIDE = matchMedia("(min-width: 60rem)");
let unfolded = [];
let pressed = false;

function isQuick(control) {
  if (control.matches("[data-quick]")) return true;
  return WIDE.matches && control.matches("#filter-form input");
}

function askAtOnce(event) {
  const control = event.target;
  if (!control.closest?.("[data-quick-search]") || !isQuick(control)) return;
  control.form?.requestSubmit();
}

function rememberUnfolded() {
  unfolded = [...document.querySelectorAll("[data-quick-search] details[open]")].map(({ id }) => id);
}

/** A link that was pressed is gone with the old page; the number of hits is what it led to. */
function keepFocus() {
  if (document.activeElement && document.activeElement !== document.body) return;
  document.getElementById("hits-title")?.focus({ preventScroll: !pressed });
}

function settle({ target }) {
  if (target.id !== "search-page") return;
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
  keepFocus();
  if (pressed) document.getElementById("hits-title")?.scrollIntoView({ block: "start" });
  pressed = false;
}

/** Going to another page of hits starts at its top; other changes leave the reader in place. */
function notePageTurn(event) {
  pressed = Boolean(event.target.closest?.("[data-to-top] a"));
}

export function searchQuickly() {
  document.addEventListener("change", askAtOnce);
  document.addEventListener("click", notePageTurn);
  document.addEventListener("htmx:beforeRequest", rememberUnfolded);
  document.addEventListener("htmx:afterSettle", settle);
}
