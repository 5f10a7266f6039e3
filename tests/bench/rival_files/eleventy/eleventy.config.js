// Eleventy with its own template language: documents, section lists, tags, feed, sitemap.
const SECTIONS = ["briefs", "stakeholders", "events", "topics", "sources"];

export default function (config) {
  config.setQuietMode(true);
  config.addPassthroughCopy("content/assets");
  config.addGlobalData("base", "https://example.org/bench");
  config.addGlobalData("sections", SECTIONS);
  for (const name of SECTIONS) {
    config.addCollection(name, (all) => all.getFilteredByGlob(`content/${name}/*.md`));
  }
  config.addCollection("documents", (all) => all.getFilteredByGlob("content/*/*.md"));
  config.addCollection("words", (all) => [
    ...new Set(all.getFilteredByGlob("content/*/*.md").flatMap((item) => item.data.tags ?? [])),
  ].sort());
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("instant", (date) => date.toISOString());
  config.addFilter("newest", (items) => items.slice(-20).reverse());
  return { dir: { input: "content", includes: "../_includes", output: "output" } };
}
