/* What is ticked for comparison goes along when the search is asked anew without loading the page. */
const NAME = "v";

function withoutChoice(path) {
  const address = new URL(path, location.href);
  address.searchParams.delete(NAME);
  return address.pathname + address.search;
}

function carry({ target, detail }) {
  const form = document.getElementById("compare-form");
  if (!form || !target.closest?.("[data-quick-search]")) return;
  detail.path = withoutChoice(detail.path);
  detail.parameters.delete(NAME);
  for (const one of new FormData(form).getAll(NAME)) detail.parameters.append(NAME, one);
}

export function keepChosen() {
  document.addEventListener("htmx:configRequest", carry);
}
