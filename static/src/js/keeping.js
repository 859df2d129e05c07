/* A page of a listing is kept while one types; htmx sees to that after a short pause. Here it is
   kept at once when the page is left before the pause is over: by a link, another form, or closing. */
import { isInTrouble, say } from "./trouble.js";
import { forget, noteSent, remember, remembered, sortOut } from "./typed-again.js";

const MOST_LASTING = 60_000; // browsers refuse more than 64 KiB from a page that is gone
const PATIENCE = 4_000;
const LOGGED_OUT = 401;
const FIRST_PAUSE = 3_000;
const LONGEST_PAUSE = 30_000;
let form;
let kept; // as the server has it
let sending;
let leaving = false;
let again; // the timer of the next attempt after one that failed
let pause = FIRST_PAUSE;

/** The page as it is sent, without the token that says it is ours. */
function typedNow() {
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
async function send(typed) {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
    "HX-Request": "true",
    "X-CSRFToken": token(),
  };
  const keepalive = typed.length < MOST_LASTING;
  const address = form.getAttribute("hx-post");
  const answer = await fetch(address, { method: "POST", body: typed, headers, keepalive });
  if (!answer.ok) throw new Refused(answer.status);
  noteKept(typed);
}

class Refused extends Error {
  constructor(status) {
    super(`${status}`);
    this.status = status;
  }
}

function noteKept(typed) {
  kept = typed;
  forget();
  pause = FIRST_PAUSE;
  if (isInTrouble()) say("");
}

function noteFailure(typed, status) {
  remember(form, typed, true);
  say(status === LOGGED_OUT ? "logged-out" : "failed");
  clearTimeout(again);
  again = setTimeout(tryAgain, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function tryAgain() {
  if (isInTrouble() && !sending) window.htmx.trigger(form, "keep");
}

function keepAtOnce() {
  const typed = typedNow();
  if (!isUnkept() || typed === sending) return;
  sending = typed;
  remember(form, typed);
  send(typed)
    .catch((error) => noteFailure(typed, error.status))
    .finally(() => (sending = undefined));
}

function keepOnTheWayOut() {
  keepAtOnce();
  leaving = true;
}

/** Resolves when it is kept, or when it has taken so long that people want to get on. */
async function keepBeforeLeaving() {
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const typed = typedNow();
  remember(form, typed);
  await Promise.race([send(typed).catch((error) => noteFailure(typed, error.status)), waited]);
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
    form.elements.csrfmiddlewaretoken.value = token();
    remember(form, typedNow());
    return;
  }
  if (event.defaultPrevented || !isUnkept()) return;
  event.preventDefault();
  await keepBeforeLeaving();
  event.target.requestSubmit(event.submitter);
}

function freshenToken({ target, detail }) {
  if (target === form) detail.parameters.csrfmiddlewaretoken = token();
}

function noteSending({ target }) {
  if (target === form) sending = typedNow();
}

function noteAnswer({ target, detail }) {
  if (target !== form) return;
  if (detail.successful) noteKept(sending);
  else if (!leaving) noteFailure(typedNow(), detail.xhr.status); // else broken off by leaving
  sending = undefined;
}

/** Sends what had not arrived and shows the page as it is with it. */
async function putBack(one) {
  form.inert = true;
  try {
    await send(one.typed);
  } catch (error) {
    form.inert = false;
    noteFailure(one.typed, error.status);
    return;
  }
  noteSent(one);
  leaving = true;
  window.location.reload();
}

function showPutBack({ typed }) {
  const pasted = new URLSearchParams(typed).get("pasted");
  if (pasted) form.elements.pasted.value = pasted;
  forget();
  say("restored");
}

function putBackRemembered() {
  const one = remembered(form);
  if (one?.isSent) showPutBack(one);
  else if (one) putBack(one);
}

/** Takes care of the page's form, if it has one that is kept. */
export function keepTyped() {
  sortOut();
  form = document.querySelector("form[data-keeps]");
  if (!form) return;
  kept = typedNow();
  putBackRemembered();
  form.addEventListener("input", () => (leaving = false));
  document.addEventListener("htmx:configRequest", freshenToken);
  document.addEventListener("htmx:beforeSend", noteSending);
  document.addEventListener("htmx:afterRequest", noteAnswer);
  document.addEventListener("click", followLater);
  document.addEventListener("submit", submitLater);
  document.addEventListener("visibilitychange", () => document.hidden && keepAtOnce());
  for (const sign of ["focus", "online"]) window.addEventListener(sign, tryAgain);
  window.addEventListener("pagehide", keepOnTheWayOut);
}
