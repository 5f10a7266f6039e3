// Words as the search compares them. The build does the same in briefgen/terms.py: a change
// of one is a change of the other.
const LONGEST = 40;
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u00ad\u200c\u200d]/g;
const OTHERS = /[^\p{L}\p{N}\p{M}-]/gu;
const PIECES = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const BEGINS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const SPREAD = 131;

const isAscii = (text) => /^[\0-\x7f]*$/.test(text);
const cut = (letters, length) => [...letters].slice(0, length).join("");

export const isUnspaced = (text) => BEGINS_UNSPACED.test(text);

// The text without case and accents; what is no letter or digit is a space.
export function fold(text) {
  const plain = text.normalize("NFKD").replace(ACCENTS, "").replaceAll("\u2010", "-").replace(OTHERS, " ");
  return plain.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

// Letters without spaces in pairs. A text that can be found has its last letter alone, too:
// so whatever letter one looks for begins a pair. One that is looked for has only pairs.
function pieces(word, asked) {
  return word.match(PIECES).flatMap((piece) => {
    if (!isUnspaced(piece)) return [cut(piece, LONGEST)];
    const letters = [...piece];
    const pairs = letters.map((letter, place) => letter + (letters[place + 1] ?? ""));
    return asked && pairs.length > 1 ? pairs.slice(0, -1) : pairs;
  });
}

function found(text, asked) {
  const words = fold(text).split(/ +/).filter(Boolean);
  return new Set(words.flatMap((word) => {
    const parts = word.split("-").filter(Boolean);
    const compound = parts.length > 1 && !asked ? [parts.join("")] : [];
    return [...parts, ...compound].flatMap((part) => pieces(part, asked));
  }));
}

const says = (term) => term.length > 1 || !isAscii(term);

// The terms under which a text can be found.
export const terms = (text) => new Set([...found(text, false)].filter(says));

// The terms that a query asks for. Single letters count only if there is nothing else.
export function asked(query) {
  const all = [...found(query, true)];
  const saying = all.filter(says);
  return saying.length ? saying : all;
}

// The number, below `files`, of the file in which a term is looked up.
export function shard(term, letters, files) {
  const head = [...term].slice(0, isUnspaced(term) ? 1 : letters);
  return head.reduce((number, letter) => (number * SPREAD + letter.codePointAt(0)) % files, 0);
}
