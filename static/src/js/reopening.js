/* A page of a form that the browser kept in memory and shows again may be older than what is saved. */

export function readAgainWhenReopened() {
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("input[name=opened]")) window.location.reload();
  });
}
