// The text of a report, in which a passage is chosen by mouse or by keys. What is written is only ever set as text.
// Places are counted as Python counts them, in code points; the browser counts UTF-16 units, hence `unit` and `point`.

const PAUSE = 200; // milliseconds of rest before a choice is sent

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const pane = parentElement.querySelector(".or-pane");
  // Streamlit may leave and come back while somebody types: the choice stays with the pane, ahead of the server's.
  const choosers = (document.onrecordChoosers ??= new Map());
  if (!choosers.has(data.key)) choosers.set(data.key, new Chooser());
  const chooser = (pane.chooser = choosers.get(data.key).at(pane));
  const steps = (pane.steps ??= new Steps(parentElement, chooser));
  chooser.send = (span) => setStateValue("span", span);
  chooser.open = (mark) => document.dispatchEvent(new CustomEvent("or-open", { detail: mark }));
  chooser.note = (text) => steps.say(text);
  steps.find = (text) => setTriggerValue("find", text);
  chooser.show(data);
  steps.show(data);
  chooser.listen();
  steps.listen();
  return () => {
    chooser.leave();
    steps.leave();
  };
}

class Chooser {
  constructor() {
    this.text = null;
    this.span = null; // what is chosen, [start, end)
    this.turn = null; // the last choice that came from the server
    this.saved = []; // passages that were saved and are not marked yet
    this.pressed = (event) => this.key(event);
    this.begun = () => (this.isMarking = true);
    this.released = () => this.mouse();
    this.hurry = () => this.flush();
  }

  at(pane) {
    if (pane !== this.pane) this.drawn = "";
    this.pane = pane;
    return this;
  }

  show(data) {
    if (data.text !== this.text) this.measure(data.text);
    this.data = data;
    this.saved = this.saved.filter(([start, end]) => !data.coded.some(([s, e]) => s === start && e === end));
    this.pane.lang = data.language;
    if (data.turn !== this.turn) {
      this.turn = data.turn;
      this.forget();
      this.span = data.span;
    }
    this.draw();
  }

  listen() {
    this.pane.addEventListener("keydown", this.pressed);
    this.pane.addEventListener("mousedown", this.begun);
    document.addEventListener("mouseup", this.released);
    // whatever is pressed elsewhere finds the choice already sent
    document.addEventListener("keydown", this.hurry, true);
    document.addEventListener("pointerdown", this.hurry, true);
  }

  leave() {
    this.flush();
    this.pane.removeEventListener("keydown", this.pressed);
    this.pane.removeEventListener("mousedown", this.begun);
    document.removeEventListener("mouseup", this.released);
    document.removeEventListener("keydown", this.hurry, true);
    document.removeEventListener("pointerdown", this.hurry, true);
  }

  measure(text) {
    this.text = text;
    this.units = [];
    let at = 0;
    for (const char of text) {
      this.units.push(at);
      at += char.length;
    }
    this.units.push(at);
  }

  point(unit) {
    let low = 0, high = this.units.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.units[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Not while somebody marks: a text that is drawn anew under the mouse loses what is marked in it.
  draw() {
    if (this.isMarking) return;
    const { coded, body } = this.data;
    const content = JSON.stringify([this.turn, this.text.length, coded, body, this.span]);
    if (content === this.drawn) return;
    this.drawn = content;
    document.dispatchEvent(new CustomEvent("or-span"));
    const edges = new Set([0, this.units.length - 1, ...body, ...(this.span ?? [])]);
    coded.forEach(([start, end]) => edges.add(start).add(end));
    const sorted = [...edges].sort((a, b) => a - b);
    const pieces = [];
    for (let n = 1; n < sorted.length; n++) pieces.push(this.piece(sorted[n - 1], sorted[n]));
    const top = this.pane.scrollTop;
    this.pane.replaceChildren(...pieces);
    this.pane.scrollTop = top;
    this.scroll();
  }

  piece(start, end) {
    const rows = this.data.coded.filter(([s, e]) => s <= start && end <= e);
    const is_hit = this.span && this.span[0] <= start && end <= this.span[1];
    const element = document.createElement(rows.length || is_hit ? "mark" : "span");
    element.textContent = this.text.slice(this.units[start], this.units[end]);
    if (is_hit) element.classList.add("or-hit");
    if (rows.length) element.classList.add("or-coded");
    if (end <= this.data.body[0] || start >= this.data.body[1]) element.classList.add("or-out");
    if (rows.length) element.title = rows.map(([, , , title]) => title).join("\n");
    return element;
  }

  scroll() {
    const hit = this.pane.querySelector(".or-hit");
    if (!hit) return;
    const box = hit.getBoundingClientRect(), frame = this.pane.getBoundingClientRect();
    if (box.top < frame.top + 8 || box.bottom > frame.bottom - 8)
      this.pane.scrollTop += box.top - frame.top - frame.height / 3;
  }

  // What is chosen lies within the body and has no blanks at its ends.
  choose(from, to) {
    const [first, last] = this.data.body;
    let start = Math.max(from, first), end = Math.min(to, last);
    while (start < end && !this.letter(start).trim()) start++;
    while (start < end && !this.letter(end - 1).trim()) end--;
    this.note(start < end ? "" : "What is marked lies outside the report's body.");
    this.span = start < end ? [start, end] : null;
    this.draw();
    this.forget();
    this.waiting = setTimeout(() => this.flush(), PAUSE);
  }

  letter(at) {
    return this.text.slice(this.units[at], this.units[at + 1]);
  }

  passage([start, end]) {
    const plain = this.text.slice(this.units[start], this.units[end]).split(/\s+/).join(" ");
    return plain.length <= 260 ? plain : `${plain.slice(0, 180).trimEnd()} … ${plain.slice(-60).trimStart()}`;
  }

  coded() {
    return [...this.data.coded, ...this.saved];
  }

  forget() {
    clearTimeout(this.waiting);
    this.waiting = null;
  }

  flush() {
    if (!this.waiting) return;
    this.forget();
    this.send(this.span);
  }

  // --- mouse: what is marked; without a mark, the sentence under it, or the row that was coded there

  mouse() {
    if (!this.isMarking) return;
    this.isMarking = false;
    const marked = document.getSelection();
    if (!marked.rangeCount || !this.pane.contains(marked.anchorNode)) return this.draw();
    const range = marked.getRangeAt(0);
    const [start, end] = [this.place(range.startContainer, range.startOffset), this.place(range.endContainer, range.endOffset)];
    marked.removeAllRanges();
    this.pane.focus({ preventScroll: true });
    if (start < end) this.choose(start, end);
    else this.touch(start);
  }

  place(node, offset) {
    const before = document.createRange();
    before.setStart(this.pane, 0);
    before.setEnd(node, offset);
    return this.point(before.toString().length);
  }

  touch(at) {
    const here = this.data.coded.filter(([s, e]) => s <= at && at < e).sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
    if (here.length) {
      this.choose(here[0][0], here[0][1]);
      this.flush();
      this.open(here[0][2]);
      return;
    }
    const sentence = this.data.sentences.find(([s, e]) => s <= at && at <= e);
    if (sentence) this.choose(...sentence);
  }

  // --- keys: arrows by sentence, with Shift to reach further; Shift and left or right by word, with Ctrl at its start

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? this.sideways(event.key);
    if (event.altKey || event.metaKey) return;
    if (event.key === "Enter" && this.span) this.touch_here();
    else if (event.key === "Home" || event.key === "End") this.sentence(event.key === "Home" ? 0 : this.data.sentences.length - 1);
    else if (!step) return;
    else if (!event.shiftKey) this.sentence(this.beside(step));
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.reach(step);
    else this.word(step, event.ctrlKey);
    event.preventDefault();
    event.stopPropagation();
  }

  sideways(key) {
    const forward = getComputedStyle(this.pane).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key !== "ArrowLeft" && key !== "ArrowRight") return 0;
    return key === forward ? 1 : -1;
  }

  sentence(n) {
    if (this.data.sentences[n]) this.choose(...this.data.sentences[n]);
  }

  beside(step) {
    const all = this.data.sentences;
    if (!this.span) return step > 0 ? 0 : all.length - 1;
    const [start, end] = this.span;
    if (step > 0) return all.findIndex(([s]) => s >= end);
    return all.findLastIndex(([, e]) => e <= start);
  }

  reach(step) {
    if (!this.span) return this.sentence(this.beside(step));
    const all = this.data.sentences, [start, end] = this.span;
    if (step > 0) {
      const next = all.find(([, e]) => e > end);
      if (next) this.choose(start, next[1]);
    } else {
      const before = all.findLast(([s, e]) => e < end && s >= start);
      if (before) this.choose(start, before[1]);
    }
  }

  word(step, is_start) {
    if (!this.span) return;
    const [start, end] = this.span, [first, last] = this.data.body;
    const starts = [], ends = [];
    for (const match of this.text.matchAll(/[^\s]+/gu)) {
      starts.push(this.point(match.index));
      ends.push(this.point(match.index + match[0].length));
    }
    if (is_start) {
      const next = step > 0 ? starts.find((s) => s > start && s < end) : starts.findLast((s) => s < start && s >= first);
      if (next !== undefined) this.choose(next, end);
    } else {
      const next = step > 0 ? ends.find((e) => e > end && e <= last) : ends.findLast((e) => e < end && e > start);
      if (next !== undefined) this.choose(start, next);
    }
  }

  touch_here() {
    const [start, end] = this.span;
    const here = this.data.coded.filter(([s, e]) => s < end && start < e).sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
    if (!here.length) return;
    this.flush();
    this.open(here[0][2]);
  }
}
