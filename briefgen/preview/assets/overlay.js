// What is wrong, over the last good page: a dialog in a shadow root, which no style of the
// page reaches, with text only, so that nothing in a message can become an element.

const DISMISSED = "briefgen-dismissed";
let host = null;
let current = "[]";

/** Show these problems; none of them: take the overlay away. built: was there ever a site? */
export function showProblems(problems, built) {
  const fingerprint = JSON.stringify(problems);
  if (fingerprint === current) return;
  current = fingerprint;
  remove();
  if (!problems.length) {
    remember("");
    return;
  }
  build(problems, built);
}

function remove() {
  host?.shadowRoot.querySelector("dialog").close();
  host?.remove();
  host = null;
}

function build(problems, built) {
  host = document.createElement("briefgen-overlay");
  const root = host.attachShadow({ mode: "open" });
  const sheet = element("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("overlay.css", import.meta.url).href;
  const badge = element("button", count(problems), "badge");
  const dialog = makeDialog(problems, built);
  root.append(sheet, dialog, badge);
  document.documentElement.append(host);
  badge.hidden = true;
  badge.addEventListener("click", () => open(dialog, badge));
  // Escape and the button both end in this event.
  dialog.addEventListener("close", () => {
    badge.hidden = false;
    if (host?.shadowRoot === root) remember(current);
  });
  if (remembered() === current) badge.hidden = false;
  else open(dialog, badge);
}

function open(dialog, badge) {
  badge.hidden = true;
  remember("");
  dialog.showModal(); // the browser moves the focus in, keeps it there, and gives it back
}

function makeDialog(problems, built) {
  const dialog = element("dialog");
  const shown = built ? "the last good version is shown" : "there is no good version yet";
  const title = element("h2", `${count(problems)}: ${shown}`);
  title.id = "title";
  dialog.setAttribute("aria-labelledby", "title");
  const close = element("button", "Close (Esc)", "close");
  close.type = "button";
  close.autofocus = true;
  close.addEventListener("click", () => dialog.close());
  const header = element("header");
  header.append(title, close);
  const list = element("ol");
  list.append(...problems.map(makeProblem));
  dialog.append(header, list);
  return dialog;
}

function makeProblem(problem) {
  const item = element("li");
  const heading = element("h3", problem.message);
  heading.append(" ", element("code", problem.code, "code"));
  item.append(heading);
  if (problem.place) item.append(element("p", problem.place, "place"));
  if (problem.excerpt.length) item.append(makeExcerpt(problem.excerpt));
  if (problem.hint) item.append(element("p", problem.hint, "hint"));
  for (const other of problem.related) {
    item.append(element("p", `${other.place}: ${other.message}`, "related"));
  }
  return item;
}

function makeExcerpt(lines) {
  const excerpt = element("pre");
  excerpt.tabIndex = 0; // long lines scroll, by the keyboard too
  const width = String(lines[lines.length - 1].number).length;
  for (const line of lines) {
    const row = element("span", "", line.carets ? "line meant" : "line");
    row.append(element("span", `${String(line.number).padStart(width)} | `, "number"), line.text, "\n");
    if (line.carets) row.append(element("span", `${" ".repeat(width)} | ${line.carets}\n`, "carets"));
    excerpt.append(row);
  }
  return excerpt;
}

function count(problems) {
  return problems.length === 1 ? "1 problem" : `${problems.length} problems`;
}

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Who closed the overlay need not close it again on every page, until something changes.
function remember(fingerprint) {
  try {
    sessionStorage.setItem(DISMISSED, fingerprint);
  } catch {
    // Storage may be switched off: then the overlay comes again on the next page.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(DISMISSED) ?? "";
  } catch {
    return "";
  }
}
