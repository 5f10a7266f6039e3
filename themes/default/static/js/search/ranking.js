// What answers a query, best first: a whole name, the beginning of one, words of names, a part of
// a name, words of summaries and headings, words of texts. Every word must be found somewhere.
import { asked, fold, isUnspaced, terms } from "./terms.js";

const WHOLE = 0;
const BEGINNING = 1;
const WORDS = 2;
const INSIDE = 3;
export const NEAR = 4;
export const TEXT = 5;
const ENOUGH = 3; // letters that are looked for inside of words, too

const plain = (text) => fold(text).split(/[ -]+/).filter(Boolean).join(" ");

// A thing of names.json with what is compared of it.
export function prepare(item) {
  const called = [item.title, ...(item.aliases ?? [])];
  const headings = (item.sections ?? []).map(([, title]) => title);
  const near = [item.summary, item.type, item.value, item.date, ...headings].filter(Boolean);
  return {
    ...item,
    called: called.map(plain),
    words: [...terms(called.join("\n"))],
    near: [...terms(near.join("\n"))],
  };
}

// 0 where a term is one of the words, 1 where one begins with it, undefined for neither.
function degree(words, term) {
  if (words.includes(term)) return 0;
  return words.some((word) => word.startsWith(term)) ? 1 : undefined;
}

// True if a text has a word that begins with the term.
export const has = (text, term) => degree([...terms(text)], term) !== undefined;

// Where an item has a term at best, and to what degree; undefined where it has not.
function place(item, term, texts) {
  const inName = degree(item.words, term);
  if (inName !== undefined) return [WORDS, inName];
  const isLong = term.length >= ENOUGH || isUnspaced(term);
  if (isLong && item.called.some((name) => name.includes(term))) return [INSIDE, 1];
  const inNear = degree(item.near, term);
  if (inNear !== undefined) return [NEAR, inNear];
  const inText = texts.get(term)?.get(item.id);
  return inText === undefined ? undefined : [TEXT, inText];
}

function rank(item, name, wanted, texts) {
  if (item.called.includes(name)) return [WHOLE, 0];
  if (item.called.some((called) => called.startsWith(name))) return [BEGINNING, 0];
  const places = wanted.map((term) => place(item, term, texts));
  if (places.includes(undefined)) return undefined;
  const worst = Math.max(...places.map(([where]) => where));
  return [worst, places.reduce((sum, [, by]) => sum + by, 0)];
}

// The items that answer a query, each with its rank. `texts` has for every term the documents that
// have it. What is alike stays as the build has ordered it: newest first, then by title.
export function find(query, items, texts) {
  const name = plain(query);
  const wanted = asked(query);
  if (!wanted.length) return [];
  const found = items.map((item) => ({ item, at: rank(item, name, wanted, texts) })).filter(({ at }) => at);
  return found.sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1]);
}
