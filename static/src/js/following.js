/* What follows at the fields of a page of a listing while one types: a message about what has been
   put right goes away, and a row that was written into one cell is shown in its cells. */

function wrongNow() {
  const said = document.querySelectorAll("#beside data.still-wrong");
  return new Map([...said].map((one) => [one.value, one.dataset]));
}

function putRight(id) {
  const control = document.getElementById(id);
  if (!control) return;
  control.removeAttribute("aria-invalid");
  const others = (control.getAttribute("aria-describedby") ?? "").replace(`${id}_error`, "").trim();
  if (others) control.setAttribute("aria-describedby", others);
  else control.removeAttribute("aria-describedby");
}

function followAtFields(form, wrong) {
  for (const errors of form.querySelectorAll(".field__errors")) {
    const id = errors.id.replace(/_error$/, "");
    if (wrong.has(id)) {
      errors.querySelector("p").textContent = wrong.get(id).text;
    } else {
      errors.remove();
      putRight(id);
    }
  }
  if (!wrong.has("")) form.querySelector("[data-page-errors]")?.remove();
}

function followInSummary(wrong) {
  const summary = document.querySelector("ds-error-summary");
  for (const line of summary?.querySelectorAll("li") ?? []) {
    const link = line.querySelector("a");
    const now = wrong.get(link?.hash.slice(1) ?? "");
    if (!now) line.remove();
    else if (link) link.textContent = `${now.label}: ${now.text}`;
  }
  if (summary && !summary.querySelector("li")) summary.remove();
}

/** Not in a row that somebody is writing in, or has changed since it was sent. */
function showInCells(form) {
  for (const row of document.querySelectorAll("#beside [data-rewritten]")) {
    const first = form.elements[row.dataset.rewritten];
    const isAsSent = first?.value === row.dataset.sent && first !== document.activeElement;
    for (const cell of isAsSent ? row.children : []) form.elements[cell.dataset.name].value = cell.value;
  }
}

export function followTyping() {
  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id !== "beside") return;
    const wrong = wrongNow();
    followAtFields(form, wrong);
    followInSummary(wrong);
    showInCells(form);
  });
}
