// What the search fetches of its own site: names, files of words, and pages to quote from.
import { fold, isUnspaced, shard } from "./terms.js";

const ENOUGH = 80; // letters of a text that say something

async function get(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

export const load = async (address) => (await get(address)).json();

// -- words of texts ------------------------------------------------------------------------------

const files = new Map(); // address → its rows: the terms of every document

// The documents that have a term: 0 where it is a word, 1 where a word begins with it.
function holders(rows, term) {
  const found = new Map();
  for (const [id, words] of Object.entries(rows)) {
    const text = ` ${words} `;
    if (text.includes(` ${term}`)) found.set(id, text.includes(` ${term} `) ? 0 : 1);
  }
  return found;
}

// For each term the documents that have it. Where files must be fetched for that, `missing` is a
// promise of whether all came, and `texts` is complete when it is kept.
export function textsOf(wanted, site, names) {
  const texts = new Map();
  const fetched = [];
  for (const term of wanted) {
    if (term.length < 2 && !isUnspaced(term)) continue; // no text is found by one letter
    const number = shard(term, site.letters, site.files);
    const { href } = new URL(`words/${number}.json`, names);
    if (files.has(href)) {
      texts.set(term, holders(files.get(href), term));
    } else {
      fetched.push(
        load(href).then((rows) => {
          files.set(href, rows);
          texts.set(term, holders(rows, term));
        }),
      );
    }
  }
  const all = Promise.allSettled(fetched).then((ends) => ends.every(({ status }) => status === "fulfilled"));
  return { texts, missing: fetched.length ? all : undefined };
}

// -- pages to quote from -------------------------------------------------------------------------

const pages = new Map(); // address → a promise of the paragraphs of a page

async function paragraphs(address) {
  const page = new DOMParser().parseFromString(await (await get(address)).text(), "text/html");
  const main = page.querySelector("main");
  const asides = main.querySelectorAll("nav, .visually-hidden, .heading-anchor, .footnote-ref, .cite");
  for (const aside of asides) aside.remove();
  const blocks = main.querySelectorAll(":is(p, li, dd, td, th, pre, figcaption):not(:has(p, li))");
  return [...blocks].map((block) => block.textContent.replace(/\s+/g, " ").trim());
}

// The paragraph that has most of the terms, and of those one that says something; empty where there
// is none, or the page cannot be had.
export async function pageText(address, wanted) {
  if (!pages.has(address)) pages.set(address, paragraphs(address).catch(() => []));
  let best = "";
  let most = 0;
  for (const text of await pages.get(address)) {
    const folded = ` ${fold(text)} ${fold(text).replaceAll("-", " ")} ${fold(text).replaceAll("-", "")}`;
    const count = wanted.filter((term) => folded.includes(isUnspaced(term) ? term : ` ${term}`)).length;
    const worth = count && count * ENOUGH + Math.min(text.length, ENOUGH - 1);
    if (worth > most) [best, most] = [text, worth];
  }
  return best;
}
