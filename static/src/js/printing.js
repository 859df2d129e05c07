/* Printing needs a script, so the button is hidden until we are here. */

export function offerPrinting() {
  for (const button of document.querySelectorAll("button[data-print][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
