// One field of a form: a line of text, or a box that offers lines while somebody types, for one entry or several.

let counter = 0;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

class Field {
  constructor(form, about) {
    this.form = form;
    this.about = about; // name, label, kind, isMany, acceptsNew, isTitle, placeholder, codes, source
    this.isList = about.kind === "code" || about.kind === "reference" || about.kind === "references";
    this.entries = []; // what is in it: texts as they are stored in the form; at most one but where isMany
    this.isCarried = false; // proposed, and not touched yet
    this.build();
  }

  build() {
    const id = `or-f-${++counter}`;
    this.root = element("div", "or-field");
    this.root.dataset.field = this.about.name;
    this.label = element("label", "", this.about.label);
    this.label.htmlFor = id;
    if (this.about.help) this.label.title = this.about.help;
    this.box = element("div", "or-box");
    this.chips = element("span", "or-chips");
    this.input = element("input");
    Object.assign(this.input, { id, type: "text", autocomplete: "off", spellcheck: false, dir: "auto" });
    this.box.append(this.chips, this.input);
    this.line = element("p", "or-line");
    this.line.dir = "auto";
    this.line.setAttribute("role", "status");
    this.root.append(this.label, this.box);
    if (this.isList) this.buildList(id);
    this.root.append(this.line);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("blur", () => document.hasFocus() && this.commit()); // not while another window is looked at
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("mousedown", () => this.isList && document.activeElement === this.input && this.open());
  }

  buildList(id) {
    this.list = element("ul", "or-list");
    this.list.id = `${id}-list`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.about.label);
    this.list.hidden = true;
    const states = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const name in states) this.input.setAttribute(name, states[name]);
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // the focus stays in the field
      const row = event.target.closest("li");
      if (row) this.take(this.hits[row.dataset.n]);
    });
    this.box.append(this.list);
  }

  get name() {
    return this.about.name;
  }

  get value() {
    return this.entries.join("\n");
  }

  get isOpen() {
    return Boolean(this.list) && !this.list.hidden;
  }

  // Something is typed in it and not taken yet.
  get isPending() {
    const typed = this.input.value.trim();
    return this.isList && typed !== (this.about.isMany ? "" : this.shown(this.entries[0] ?? ""));
  }

  lines() {
    return this.about.codes ?? this.form.offers(this.about.source);
  }

  // --- what is in it

  set(value, isCarried = false) {
    this.entries = value ? (this.about.isMany ? value.split("\n") : [value]) : [];
    this.isCarried = isCarried && Boolean(value);
    this.isTouched = false;
    this.show();
  }

  show() {
    this.input.value = this.about.isMany ? "" : this.shown(this.entries[0] ?? "");
    this.root.classList.toggle("or-carried", this.isCarried);
    this.input.placeholder = this.about.isMany && this.entries.length ? "" : (this.placeholder ?? this.about.placeholder);
    if (this.about.isMany) this.drawChips();
    this.close();
  }

  shown(entry) {
    const lines = this.about.codes ?? (this.about.source === "reports" ? this.form.offers("reports") : []);
    return lines.find(([value]) => value === entry)?.[1] ?? entry;
  }

  drawChips() {
    this.chips.replaceChildren(
      ...this.entries.map((entry, n) => {
        const chip = element("span", "or-chip");
        const text = element("bdi", "", entry), off = element("button", "", "×");
        Object.assign(off, { type: "button", tabIndex: -1 });
        off.setAttribute("aria-label", `Remove ${entry}`);
        off.addEventListener("mousedown", (event) => event.preventDefault());
        off.addEventListener("click", () => this.remove(n));
        chip.classList.toggle("or-new", this.isUnknown(entry));
        chip.append(text, off);
        return chip;
      }),
    );
  }

  isUnknown(entry) {
    return Boolean(this.about.acceptsNew && this.about.asks && entry && !this.form.isKnown(this.about.source, entry));
  }

  remove(n) {
    this.entries.splice(n, 1);
    this.touch();
    this.show();
    this.input.focus();
  }

  touch() {
    this.isTouched = true;
    this.isCarried = false;
    this.root.classList.remove("or-carried");
    this.wrong = "";
    this.form.changed(this);
  }

  // --- typing

  typed() {
    if (this.isList) this.open();
    // a text counts as it is typed; a box counts once its entry is taken
    if (!this.isList) this.setText(this.input.value);
    else this.form.pending(this);
  }

  setText(text) {
    this.entries = text ? [text] : [];
    this.touch();
  }

  open() {
    this.hits = this.offered();
    this.at = this.hits.findIndex((hit) => hit === this.best);
    this.drawList();
    this.list.hidden = !this.hits.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
  }

  close() {
    if (!this.list) return;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // What the list shows for what is typed; what Enter takes of it stands in `best`.
  offered() {
    const typed = this.input.value.trim();
    const isAsShown = !this.about.isMany && typed === this.shown(this.entries[0] ?? "");
    const found = find(this.lines(), isAsShown ? "" : typed).filter(({ line, rank }) => rank === EXACT || !this.has(line[0]));
    const hits = found.map(({ line, rank }) => ({ value: line[0], text: line[1], rank }));
    const sure = isAsShown ? null : choice(found, this.about.isTitle);
    const add = { value: typed.replace(/\s+/g, " "), text: `Add: ${typed}`, isNew: true };
    const isAdding = this.about.acceptsNew && typed && !isAsShown && (this.about.isTitle || found[0]?.rank !== EXACT);
    const place = sure ? hits.length : 0;
    if (isAdding) hits.splice(place, 0, add);
    this.best = isAsShown && !this.about.isMany ? hits.find((hit) => hit.value === this.entries[0]) : typed ? hits[0] : null;
    if (typed && !sure && !isAdding && !isAsShown) this.best = null;
    return hits;
  }

  has(value) {
    return this.about.isMany && this.entries.includes(value) && !this.isCarried;
  }

  drawList() {
    this.list.replaceChildren(
      ...this.hits.map((hit, n) => {
        const row = element("li", hit.isNew ? "or-add" : "", hit.text);
        Object.assign(row, { id: `${this.list.id}-${n}`, dir: "auto" });
        row.dataset.n = n;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(n === this.at));
        return row;
      }),
    );
    const row = this.list.children[this.at];
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  move(step) {
    if (!this.isOpen) return this.open();
    this.at = Math.max(-1, Math.min(this.hits.length - 1, this.at + step));
    this.best = this.hits[this.at] ?? null;
    this.isMoved = true;
    this.drawList();
  }

  take(hit) {
    this.isMoved = false;
    if (!hit) return;
    if (!this.about.isMany) this.entries = [hit.value];
    else if (this.isCarried) this.entries = [hit.value]; // what was proposed gives way
    else if (!this.entries.includes(hit.value)) this.entries.push(hit.value);
    this.touch();
    this.show();
    this.form.taken(this);
  }

  // What is typed is taken, whatever way the field is left; what it cannot mean stays, and is said.
  commit() {
    if (!this.isList) return;
    const typed = this.input.value.trim();
    const isAsShown = this.about.isMany ? !typed : typed === this.shown(this.entries[0] ?? "");
    if (isAsShown && !this.isMoved) return this.close();
    if (!typed && !this.isMoved) {
      this.entries = [];
      this.touch();
      return this.show();
    }
    if (!this.isOpen || !this.hits) this.open();
    if (this.best) return this.take(this.best);
    this.isMoved = false;
    this.close();
    this.entries = this.about.isMany ? this.entries : [];
    this.touch();
    this.wrong = `“${typed}” is none of what is offered here.`;
    this.form.redraw();
  }

  // --- keys; whether the key was this field's own

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.isList && (this.move(event.key === "ArrowDown" ? 1 : -1), true);
    if (event.key === "Escape" && this.isOpen) return this.leaveList();
    if (event.key === "Backspace" && this.about.isMany && !this.input.value && this.entries.length)
      return this.remove(this.entries.length - 1), true;
    return false;
  }

  leaveList() {
    this.isMoved = false;
    if (!this.about.isMany) this.input.value = this.shown(this.entries[0] ?? "");
    this.close();
    return true;
  }

  insert(text) {
    const { selectionStart: from, selectionEnd: to } = this.input;
    this.input.setRangeText(text, from, to, "end");
    this.typed();
  }

  erase() {
    const { selectionStart: from, selectionEnd: to } = this.input;
    this.input.setRangeText("", from === to ? Math.max(0, from - 1) : from, to, "end");
    this.typed();
  }

  say(cls, html) {
    this.line.className = `or-line ${cls}`;
    if (this.line.said !== html) this.line.innerHTML = this.line.said = html; // escaped where it was written
    this.input.setAttribute("aria-invalid", String(cls === "or-wrong"));
  }
}
