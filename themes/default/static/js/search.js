// Answers while the reader types. Without it, the page is an index of all names.
import { load, pageText, textsOf } from "./search/lookup.js";
import { addMarked, excerpt } from "./search/marking.js";
import { find, has, NEAR, prepare, TEXT } from "./search/ranking.js";
import { asked } from "./search/terms.js";

const STEP = 20; // results that are shown at once
const CALM = 400; // milliseconds without typing until the count is told and the address changed

const form = document.querySelector("form[data-names]");
const input = form.elements.namedItem("q");
const count = form.querySelector("[data-count]");
const results = document.querySelector("[data-results]");
const more = document.querySelector("[data-more]");
const index = document.querySelector("[data-index]");
const address = new URL(form.dataset.names, location.href);

// -- results -------------------------------------------------------------------------------------

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.append(text);
  return made;
}

function marked(tag, name, text, wanted) {
  const made = element(tag, name);
  addMarked(made, text, wanted);
  return made;
}

function link(href, text, wanted) {
  const made = marked("a", "", text, wanted);
  made.href = href;
  return made;
}

function titleLine(item, wanted) {
  const line = element("p", "line-title");
  line.append(link(item.url, item.title, wanted));
  for (const mark of item.marks ?? []) line.append(" ", element("span", "mark", mark));
  return line;
}

// What it is, of when, and the alias that answers where the title does not.
function factsLine(item, wanted) {
  const facts = [item.type, item.value, item.date].filter(Boolean).join(" · ");
  const alias =
    !wanted.some((term) => has(item.title, term)) &&
    item.aliases?.find((name) => wanted.some((term) => has(name, term)));
  const line = element("p", "line-facts label", alias ? `${facts} · also called ` : facts);
  if (alias) addMarked(line, alias, wanted);
  return line;
}

function sectionLine(item, wanted) {
  const section = item.sections?.find(([, title]) => wanted.every((term) => has(title, term)));
  if (!section) return "";
  const [anchor, title] = section;
  const line = element("p", "line-section label", "In: ");
  line.append(link(`${item.url}#${encodeURIComponent(anchor)}`, title, wanted));
  return line;
}

function resultRow({ item, at }, wanted) {
  const row = document.createElement("li");
  row.append(titleLine(item, wanted), factsLine(item, wanted));
  if (at[0] === NEAR) row.append(sectionLine(item, wanted));
  const summary = marked("p", "line-summary", excerpt(item.summary ?? "", wanted), wanted);
  if (item.summary || at[0] === TEXT) row.append(summary);
  if (at[0] === TEXT) quote(item, summary, wanted);
  return row;
}

// No index holds whole texts: once a line comes into view its page is asked for the words.
const unread = new Map();
const view = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (isIntersecting) {
      view.unobserve(target);
      unread.get(target)();
    }
  }
});

function quote(item, line, wanted) {
  unread.set(line, async () => {
    const text = await pageText(item.url, wanted);
    if (text) line.replaceWith(marked("p", "line-summary", excerpt(text, wanted), wanted));
  });
  view.observe(line);
}

let waiting = []; // results that are not shown yet

function showMore(wanted) {
  const rows = waiting.splice(0, STEP).map((found) => resultRow(found, wanted));
  results.append(...rows);
  results.hidden = !results.childElementCount;
  more.hidden = !waiting.length;
  rows[0]?.querySelector("a").focus();
}

function show(found, wanted) {
  view.disconnect();
  unread.clear();
  waiting = found.slice(STEP);
  results.replaceChildren(...found.slice(0, STEP).map((one) => resultRow(one, wanted)));
  results.hidden = !found.length;
  more.hidden = !waiting.length;
}

let telling;
function tell(text) {
  clearTimeout(telling);
  telling = setTimeout(() => {
    count.textContent = text;
  }, CALM);
}

// -- asking --------------------------------------------------------------------------------------

const current = () => input.value.trim();

let loading; // a promise of names.json
function names() {
  loading ??= load(address).then((site) => ({ ...site, names: site.names.map(prepare) }));
  return loading;
}

async function answer() {
  const query = current();
  if (!query) {
    show([], []);
    index.hidden = false;
    tell("");
    return;
  }
  let site;
  try {
    site = await names();
  } catch {
    loading = undefined; // so that the next letter tries again
    tell("The search could not be loaded. All names are in the index below.");
    return;
  }
  if (query !== current()) return;
  const wanted = asked(query);
  const { texts, missing } = textsOf(wanted, site, address);
  index.hidden = true;
  show(find(query, site.names, texts), wanted); // names at once, texts when they have come
  const complete = await missing;
  if (query !== current()) return;
  const found = find(query, site.names, texts);
  if (missing) show(found, wanted);
  const many = found.length === 1 ? "1 result" : `${found.length || "No"} results`;
  tell(`${many} for “${query}”${complete === false ? ". Not all texts could be searched." : ""}`);
}

// The address says what is looked for: it can be sent to somebody, and going back finds it again.
function note() {
  const here = new URL(location.href);
  const query = current();
  if (query) {
    here.searchParams.set("q", query);
    here.hash = "";
  } else {
    here.searchParams.delete("q");
  }
  history.replaceState(history.state, "", here);
}

function follow() {
  input.value = new URL(location.href).searchParams.get("q") ?? "";
  answer();
}

let noting;
input.addEventListener("input", () => {
  answer();
  clearTimeout(noting);
  noting = setTimeout(note, CALM); // browsers refuse to change it with every letter
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  note();
});
results.addEventListener("click", note);
more.querySelector("button").addEventListener("click", () => showMore(asked(current())));
addEventListener("popstate", follow);
form.hidden = false;
follow();
// Whoever comes to search can begin to type; on a phone the keyboard would cover the index.
if (!input.value && !location.hash && matchMedia("(hover: hover)").matches) {
  input.focus({ preventScroll: true });
}
