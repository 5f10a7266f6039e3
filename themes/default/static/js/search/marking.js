// The words of a query where they stand in a text.
import { fold, isUnspaced } from "./terms.js";

const LINE = 220; // letters of a line of text
const BEFORE = 70; // of them before the first word that was looked for

// The folded form of a text; for each of its letters where it stands, where it ends, and whether a
// word begins with it. Hyphens fall out: a compound is found as one word, and by its parts.
function folding(text) {
  let letters = "";
  let end = 0;
  let begins = true;
  const from = [];
  const to = [];
  const starts = [];
  for (const letter of text) {
    const start = end;
    end += letter.length;
    const folded = fold(letter).trim();
    if (folded === "-") {
      begins = true;
    } else if (!folded && to.length && /\p{M}/u.test(letter)) {
      to[to.length - 1] = end; // an accent belongs to the letter before it
    } else {
      for (const unit of folded || " ") {
        for (let place = 0; place < unit.length; place += 1) {
          from.push(start);
          to.push(end);
          starts.push(begins || isUnspaced(unit));
        }
        begins = !folded;
      }
      letters += folded || " ";
    }
  }
  return { letters, from, to, starts };
}

// Adds a text to an element, with what begins like one of the terms in <mark>.
export function addMarked(element, text, wanted) {
  const { letters, from, to, starts } = folding(text);
  let done = 0;
  for (let here = 0; here < letters.length; here += 1) {
    const term = starts[here] && wanted.find((word) => letters.startsWith(word, here));
    if (term && from[here] >= done) {
      const end = to[here + term.length - 1];
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from[here], end);
      element.append(text.slice(done, from[here]), mark);
      done = end;
    }
  }
  element.append(text.slice(done));
}

// The line of a text in which the first of the terms stands, cut between words.
export function excerpt(text, wanted) {
  const { letters, from, starts } = folding(text);
  const first = starts.findIndex((begins, here) => begins && wanted.some((term) => letters.startsWith(term, here)));
  const at = first < 0 ? 0 : from[first];
  const start = at <= BEFORE ? 0 : text.indexOf(" ", at - BEFORE) + 1;
  const cut = text.slice(Math.min(start, at));
  const line = cut.length <= LINE ? cut : `${cut.slice(0, cut.lastIndexOf(" ", LINE) + 1 || LINE).trim()} …`;
  return start ? `… ${line}` : line;
}
