// What a typed text finds among the lines a field offers. A line is [value, text, word]: what is stored in the form,
// what the list shows, and the word that means it when it is typed in full.

const MOST = 60; // lines a list shows
const EXACT = 0, BEGINS = 1, WORDS = 2, WITHIN = 3, NEAR = 4, NONE = 9;

function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^\p{L}\p{N}+-]+/gu, " ").trim();
}

// The lines that fit, the best first, each with its rank.
function find(lines, typed) {
  const wanted = fold(typed);
  if (!wanted) return lines.slice(0, MOST).map((line) => ({ line, rank: NONE }));
  const hits = [];
  for (const line of lines) {
    const rank = rankOf(line, wanted, typed);
    if (rank < NONE) hits.push({ line, rank });
  }
  return hits.sort((a, b) => a.rank - b.rank || (a.rank && a.line[1].length - b.line[1].length)).slice(0, MOST);
}

function rankOf(line, wanted, typed) {
  const word = (line.folded ??= fold(line[2]));
  if (word === wanted || line[0] === typed || line[1] === typed) return EXACT;
  const text = (line.text ??= fold(line[1]));
  if (word.startsWith(wanted) || text.startsWith(wanted)) return BEGINS;
  const parts = (line.parts ??= text.split(/[ -]+/));
  if (wanted.split(" ").every((piece) => parts.some((part) => part.startsWith(piece)))) return WORDS;
  if (text.includes(wanted)) return WITHIN;
  return isNear(word, wanted) || parts.some((part) => part.length > 3 && isNear(part, wanted)) ? NEAR : NONE;
}

// One slip of the keys in every four letters, two at most.
function isNear(word, wanted) {
  const most = Math.min(2, Math.floor(wanted.length / 4));
  if (!most || Math.abs(word.length - wanted.length) > most) return false;
  let row = Array.from({ length: wanted.length + 1 }, (_, n) => n);
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= wanted.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (word[i - 1] === wanted[j - 1] ? 0 : 1));
    if (Math.min(...next) > most) return false;
    row = next;
  }
  return row[wanted.length] <= most;
}

// What Enter takes: a line that is meant beyond doubt, else the best that begins so. Where new entries are titles
// (`isTitle`), only what is typed in full means one that is there.
function choice(hits, isTitle) {
  const best = hits[0];
  if (!best) return null;
  if (best.rank === EXACT) return best.line;
  return !isTitle && best.rank <= WITHIN ? best.line : null;
}
