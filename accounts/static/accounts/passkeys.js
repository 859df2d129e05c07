/* Says so when a passkey could not be made or used, in place of allauth's line in the console. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const box of document.querySelectorAll("[data-passkey-error]")) {
    box.hidden = false;
  }
});
