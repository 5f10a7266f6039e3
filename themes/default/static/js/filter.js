// Narrows a timeline to one stakeholder or topic. Without it, the whole list is simply there.
for (const form of document.querySelectorAll("form[data-filter]")) {
  const list = document.getElementById(form.dataset.filter);
  const count = form.querySelector("[data-count]");
  const items = [...list.querySelectorAll(".occurrence")];
  const has = (text, id) => !id || (text || "").split(" ").includes(id);
  const value = (name) => form.elements.namedItem(name)?.value ?? "";

  const hideEmpty = (selector) => {
    for (const group of list.querySelectorAll(selector)) {
      group.hidden = !group.querySelector(".occurrence:not([hidden])");
    }
  };

  const apply = () => {
    for (const item of items) {
      item.hidden = !(has(item.dataset.who, value("who")) && has(item.dataset.about, value("about")));
    }
    hideEmpty(".timeline-months > li");
    hideEmpty(".timeline-year");
    const shown = items.filter((item) => !item.hidden).length;
    count.textContent = shown === items.length ? "" : `${shown} of ${items.length} events`;
  };

  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = !form.querySelector("select");
  apply();
}
