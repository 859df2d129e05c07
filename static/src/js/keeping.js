/* A page of a listing is kept while one types; htmx sees to that after a short pause. Here it is
   kept at once when the page is left before the pause is over: by a link, another form, or closing. */
const MOST_LASTING = 60_000; // browsers refuse more than 64 KiB from a page that is gone
const PATIENCE = 4_000;
let form;
let kept; // as the server has it
let sending;
let leaving = false;

/** The page as it is sent, without the token that says it is ours. */
export function typedNow() {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("csrfmiddlewaretoken");
  return fields.toString();
}

function isUnkept() {
  return !leaving && typedNow() !== kept;
}

/** The token of now: logging in again in another window has changed the one in the page. */
function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? form.elements.csrfmiddlewaretoken.value;
}

/** Sends it as htmx would; the answer comes even where the page is gone by then. */
export async function send(typed) {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
    "HX-Request": "true",
    "X-CSRFToken": token(),
  };
  const keepalive = typed.length < MOST_LASTING;
  const address = form.getAttribute("hx-post");
  const answer = await fetch(address, { method: "POST", body: typed, headers, keepalive });
  if (!answer.ok) throw new Error(`${answer.status}`);
  kept = typed;
}

function keepAtOnce() {
  if (!isUnkept() || typedNow() === sending) return;
  sending = typedNow();
  send(sending).catch(() => (sending = undefined));
}

/** Resolves when it is kept, or when it has taken so long that people want to get on. */
async function keepBeforeLeaving() {
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([send(typedNow()).catch(() => {}), waited]);
  leaving = true;
}

function staysHere(event, link) {
  const isOwnWay = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  const isElsewhere = (link.target && link.target !== "_self") || link.hasAttribute("download");
  const isWithin = link.hash && link.href.split("#")[0] === window.location.href.split("#")[0];
  return isOwnWay || isElsewhere || isWithin || !link.protocol.startsWith("http");
}

async function followLater(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || staysHere(event, link) || !isUnkept()) return;
  event.preventDefault();
  await keepBeforeLeaving();
  window.location.assign(link.href);
}

/** Pressing a button of the page sends it all by itself; other forms wait until it is kept. */
async function submitLater(event) {
  if (event.target === form) {
    leaving = true;
    return;
  }
  if (event.defaultPrevented || !isUnkept()) return;
  event.preventDefault();
  await keepBeforeLeaving();
  event.target.requestSubmit(event.submitter);
}

function noteSending({ target }) {
  if (target === form) sending = typedNow();
}

function noteAnswer({ target, detail }) {
  if (target !== form) return;
  if (detail.successful) kept = sending;
  sending = undefined;
}

/** Takes care of the page's form, if it has one that is kept. */
export function keepTyped() {
  form = document.querySelector("form[data-keeps]");
  if (!form) return;
  kept = typedNow();
  form.addEventListener("input", () => (leaving = false));
  document.addEventListener("htmx:beforeSend", noteSending);
  document.addEventListener("htmx:afterRequest", noteAnswer);
  document.addEventListener("click", followLater);
  document.addEventListener("submit", submitLater);
  document.addEventListener("visibilitychange", () => document.hidden && keepAtOnce());
  window.addEventListener("pagehide", keepAtOnce);
}
