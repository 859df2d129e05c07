/* What was typed and may not have arrived, kept by the tab: where the session had ended, it is found
   again on the same page once its writer has logged in. */
const PREFIX = "typed:";
const LONGEST = 12 * 3_600_000;

function key() {
  return PREFIX + window.location.pathname;
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, one) {
  try {
    sessionStorage.setItem(name, JSON.stringify(one));
  } catch {
    // A tab that has no room or may not keep anything is no worse off than before.
  }
}

/** `isStopped` where it is known that it did not arrive. */
export function remember(form, typed, isStopped = false) {
  write(key(), { typed, isStopped, author: form.dataset.author, at: Date.now() });
}

export function forget() {
  sessionStorage.removeItem(key());
}

/** The next page tells what became of it: one to log in on, which leads back, and it did not arrive. */
export function sortOut() {
  const back = PREFIX + new URLSearchParams(window.location.search).get("next");
  for (const name of Object.keys(sessionStorage).filter((one) => one.startsWith(PREFIX))) {
    const one = read(name);
    if (name === back && one) write(name, { ...one, isStopped: true });
    else if (!one?.isStopped) sessionStorage.removeItem(name);
  }
}

/** What its writer typed on this page and did not get through with, if anything. */
export function remembered(form) {
  const one = read(key());
  const isTheirs = one?.author === form.dataset.author && Date.now() - one.at < LONGEST;
  if (!isTheirs) forget();
  return isTheirs ? one : null;
}

export function noteSent(one) {
  write(key(), { ...one, isSent: true });
}
