/* Menus are <details class="menu">: they open without us, and close on Escape or a click outside. */

function closeAll(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function closeOnEscape(event) {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  closeAll();
  menu?.querySelector("summary").focus();
}

export function closeMenus() {
  document.addEventListener("keydown", closeOnEscape);
  document.addEventListener("click", (event) => closeAll(event.target.closest("details.menu")));
}
