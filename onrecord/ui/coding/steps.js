// From passage to passage: the next sentence without coding, the next, the one before; and a passage that is pasted.

const PLAIN = { "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "״": '"', "‘": "'", "’": "'", "‚": "'", "׳": "'" };

class Steps {
  constructor(parent, chooser) {
    this.parent = parent.querySelector(".or-steps");
    this.chooser = chooser;
    this.paste = parent.querySelector(".or-paste input");
    this.note = this.parent.querySelector(".or-line");
    this.pressed = (event) => this.key(event);
    for (const button of this.parent.querySelectorAll("button"))
      button.addEventListener("click", () => this.step(button.dataset.way));
    this.paste.addEventListener("keydown", (event) => event.key === "Enter" && this.seek());
  }

  show({ n_coded, n_sentences, n_rows, found }) {
    this.parent.querySelector(".or-count").textContent = n_rows;
    if (found && found !== this.told) this.note.textContent = found;
    this.told = found;
  }

  say(text) {
    this.note.textContent = text;
  }

  listen() {
    document.addEventListener("keydown", this.pressed);
  }

  leave() {
    document.removeEventListener("keydown", this.pressed);
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]")) return;
    const way = { n: "uncoded", j: "next", k: "previous" }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(way);
  }

  step(way) {
    const { chooser } = this;
    const [start, end] = chooser.span ?? [chooser.data.body[0], chooser.data.body[0]];
    const all = chooser.data.sentences;
    const free = all.filter(([s, e]) => !chooser.coded().some(([from, to]) => from < e && s < to));
    const found = {
      uncoded: () => free.find(([s]) => s >= end) ?? free[0],
      next: () => all.find(([s]) => s >= end),
      previous: () => all.findLast(([, e]) => e <= start),
    }[way]();
    if (!found) return this.say(way === "uncoded" ? "Every sentence is coded." : "There is no further sentence.");
    chooser.choose(...found);
    chooser.pane.focus({ preventScroll: true });
  }

  // Word for word but for blanks, case and quotation marks it is found here; what is only like it, the server finds.
  seek() {
    const pasted = this.paste.value.trim();
    this.paste.value = "";
    if (!pasted) return;
    const { letters, places } = this.plain();
    const wanted = this.fold(pasted), at = letters.indexOf(wanted);
    if (at < 0) return this.find({ text: pasted, n: Date.now() });
    this.chooser.choose(places[at], places[at + wanted.length - 1] + 1);
    const n = letters.split(wanted).length - 1;
    if (n > 1) this.say(`It stands in the text ${n} times; this is the first.`);
    this.chooser.pane.focus({ preventScroll: true });
  }

  fold(text) {
    return [...text.normalize("NFC").toLowerCase()].map((char) => PLAIN[char] ?? char).join("").replace(/\s+/g, " ");
  }

  // The letters of the body, and where each stands.
  plain() {
    const { chooser } = this, [first, last] = chooser.data.body, places = [];
    let letters = "";
    for (let at = first; at < last; at++)
      for (const letter of this.fold(chooser.letter(at))) {
        if (letter === " " && letters.endsWith(" ")) continue;
        letters += letter;
        for (let unit = 0; unit < letter.length; unit++) places.push(at);
      }
    return { letters, places };
  }
}
