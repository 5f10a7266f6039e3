// Live reload of the preview: this module looks after the page that it was put into.
//
// Messages only say "look again"; what the page must do follows from the state that it asks
// for itself. So a missed message, a restarted server or a page out of the browser's cache
// are mended by the next look. Nothing of this is ever part of a published page.

import { follow } from "./stream.js";
import { showProblems } from "./overlay.js";

const script = document.querySelector("script[data-revision][data-page]");
const live = new URL(".", import.meta.url).pathname;
const page = script.dataset.page;
const revision = script.dataset.revision;
let styles = JSON.parse(script.dataset.styles);
let seen = "";
let busy = false;
let again = false;

/** A message came (or none can come): look, unless it tells what is known already. */
function hear(message) {
  if (message?.instance && name(message) === seen) return;
  look();
}

async function look() {
  again = true;
  if (busy) return;
  busy = true;
  while (again) {
    again = false;
    const state = await ask();
    if (state) act(state);
  }
  busy = false;
}

async function ask() {
  try {
    const answer = await fetch(`${live}revision?page=${encodeURIComponent(page)}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the server is away; the stream tells when it is back
  }
}

function act(state) {
  seen = name(state);
  if (state.page !== revision) {
    rememberScroll();
    location.reload();
    return;
  }
  swapStyles(state.styles);
  showProblems(state.problems, state.built);
}

function name(state) {
  return `${state.instance} ${state.revision}`;
}

/** Load changed style sheets beside the old ones, which go when the new ones are there. */
function swapStyles(fresh) {
  const changed = Object.keys(fresh).filter((path) => path in styles && styles[path] !== fresh[path]);
  styles = fresh;
  if (!changed.length) return;
  const links = [...document.querySelectorAll('link[rel~="stylesheet"][href]')];
  const digests = new Map(changed.map((path) => [new URL(path, location).pathname, fresh[path]]));
  const direct = links.filter((link) => digests.has(new URL(link.href).pathname));
  // A sheet that no link names may be imported by any of them.
  const touched = direct.length === digests.size ? direct : links.filter(isOurs);
  const stamp = [...digests.values()].join("");
  for (const link of touched) swap(link, stamp);
}

function isOurs(link) {
  return new URL(link.href).origin === location.origin;
}

function swap(link, stamp) {
  const address = new URL(link.href);
  address.searchParams.set("revision", stamp);
  const next = link.cloneNode();
  next.href = address.href;
  next.addEventListener("load", () => link.remove(), { once: true });
  next.addEventListener("error", () => next.remove(), { once: true });
  link.after(next);
}

const SCROLL = "briefgen-scroll";

function rememberScroll() {
  const place = { path: location.pathname, x: scrollX, y: scrollY };
  try {
    sessionStorage.setItem(SCROLL, JSON.stringify(place));
  } catch {
    // Storage may be switched off: then the browser's own memory has to do.
  }
}

function restoreScroll() {
  let place = null;
  try {
    place = JSON.parse(sessionStorage.getItem(SCROLL));
    sessionStorage.removeItem(SCROLL);
  } catch {
    return;
  }
  if (place?.path !== location.pathname) return;
  const go = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
  go();
  // Pictures make the page longer while they load.
  if (document.readyState !== "complete") addEventListener("load", go, { once: true });
}

restoreScroll();
follow(live, hear);
look();
addEventListener("pageshow", (event) => event.persisted && look());
document.addEventListener("visibilitychange", () => document.hidden || look());
