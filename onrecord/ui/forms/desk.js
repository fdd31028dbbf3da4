// The form beside the text of a report: events and stances begun, saved and chained by keyboard alone.

class Desk extends Form {
  constructor() {
    super();
    this.tools = element("div", "or-tools");
    this.passage = element("div", "or-place");
    this.root.prepend(this.tools, this.passage);
    document.addEventListener("or-span", () => this.root.isConnected && this.data && this.redraw());
    document.addEventListener("or-open", ({ detail }) => this.root.isConnected && this.data && this.openRow(detail));
  }

  chooser() {
    return this.pane()?.chooser;
  }

  span() {
    const chooser = this.chooser();
    return chooser ? chooser.span : (this.data.span ?? null);
  }

  request(what, more = {}) {
    if (this.isBusy) return;
    const span = this.span();
    const values = this.values();
    if (what === "save" && !values.gist) values.gist = this.gistToSave();
    super.request(what, { span, values, ...more });
    this.waitsFor = what === "save" ? span : null;
    if (this.waitsFor) this.chooser()?.saved.push(span); // coded, as far as the next sentence is concerned
    if (what === "save" || what === "away") this.go("text");
  }

  release(answer) {
    if (this.data.isRefused && this.waitsFor) this.chooser()?.saved.pop();
    super.release(answer);
  }

  isMine(target) {
    return super.isMine(target) || target === document.body || target === this.pane();
  }

  // --- beginning

  // A form that is open is gone on with; one of the other sort takes its place only where nothing was typed.
  start(sort, isSure) {
    if (!this.data.blank) return;
    if (this.sort === sort && !this.row && !isSure) return this.enterFirst();
    if (this.sort && this.isTyped() && !isSure) return this.ask({ begin: sort });
    const { values, carried } = this.data.blank[sort];
    this.begin({ sort, row: "", token: token(), values, carried, names: {} });
    this.seq++;
    this.keep();
    this.redraw();
    this.enterFirst();
  }

  enterFirst() {
    const empty = [...this.fields.values()].find((field) => !field.value && !field.input.disabled);
    this.enter((empty ?? [...this.fields.values()][0])?.input);
  }

  openRow(mark) {
    if (this.sort && this.isTyped()) this.ask({ open: mark });
    else this.request("open", { mark });
  }

  ask(question) {
    this.isAsking = question;
    this.redraw();
    this.head.querySelector("button")?.focus();
  }

  receive(data) {
    super.receive(data);
    if (data.asks && data.asks !== this.answered) this.ask({ open: data.asks });
  }

  answer(isSure) {
    const question = this.isAsking;
    this.isAsking = null;
    this.answered = question.open;
    this.redraw();
    if (question.half) return isSure ? this.request("save", { isSure: true }) : this.enterFirst();
    if (!isSure) return this.enterFirst();
    if (question.begin) this.start(question.begin, true);
    else this.request("open", { mark: question.open, isSure: true });
  }

  // --- an event that is on record already: the report says of it what is typed, nothing by itself

  isKnownEvent() {
    const title = this.fields.get("title")?.value;
    return Boolean(this.sort === "event" && !this.row && title && this.isKnown("events", title));
  }

  changed(field) {
    if (field?.name === "title") this.tellKnown();
    super.changed(field);
  }

  tellKnown() {
    const title = this.isKnownEvent() ? this.fields.get("title").value : "";
    if (title === this.wasKnown) return;
    this.wasKnown = title;
    const { values, carried } = this.data.blank.event, roles = this.known("events", title)?.roles ?? {};
    for (const [name, field] of this.fields) {
      const isSaid = field.about.isMany || ["event_type", "date", "status", "place", "salience"].includes(name);
      if (!isSaid || field.isTouched || field.isPending) continue;
      if (title) field.set(roles[name] ?? "");
      else field.set(values[name] ?? "", carried.includes(name));
    }
    this.showParts();
  }

  // Who takes part is to be seen: it is saved as what this report says.
  showParts() {
    const isSomebody = [...this.fields.values()].some((field) => field.about.isMany && field.value && this.more?.contains(field.root));
    if (isSomebody) this.more.open = true;
  }

  begin(data) {
    super.begin(data);
    this.wasKnown = this.isKnownEvent() ? this.fields.get("title").value : "";
    const gist = this.fields.get("gist");
    this.showParts();
    if (gist?.value && gist.value === this.gistToSave()) gist.set(""); // what was left empty comes back empty
  }

  isNeeded(field) {
    return super.isNeeded(field) && (!this.isKnownEvent() || ["title", "status"].includes(field.name));
  }

  redraw() {
    const isKnown = this.isKnownEvent();
    for (const [name, field] of this.fields) {
      const said = isKnown && field.about.saidLabel;
      field.label.textContent = said || field.about.label;
      if (["event_type", "salience", "note"].includes(name)) field.input.disabled = isKnown;
      const known = isKnown ? this.data.known?.[name] : "";
      const text = known ? `On record: ${known}` : isKnown && said ? "Where the report says so" : field.about.placeholder;
      if (!field.about.isMany) field.input.placeholder = field.placeholder = name === "gist" ? this.gist() || text : text;
    }
    super.redraw();
    this.drawTools();
    this.drawPassage();
  }

  // What an empty gist is saved as: said in its field before it is.
  gist() {
    const text = this.gistToSave();
    return text && `Left empty, saved as: ${text}`;
  }

  gistToSave() {
    const [title, actor, issue, position] = ["title", "actor_id", "issue_id", "position"].map((name) => this.fields.get(name)?.value ?? "");
    if (this.row) return "";
    if (this.sort === "event") return title.replace(/ \([^()]*\)$/, (when) => (this.isKnownEvent() ? "" : when));
    if (!actor || !issue || !position) return "";
    return `${actor} on “${issue}”, as coded: ${position > 0 ? "+" : ""}${position}.`;
  }

  // --- saving

  submit() {
    const missing = this.missing();
    if (missing) return this.enter(missing), this.redraw();
    if (!this.span() && !this.row && this.data.hasText) {
      this.message = "Choose the passage in the text first.";
      return this.redraw();
    }
    if (this.isHalf()) return this.ask({ half: true });
    this.message = "";
    this.request("save");
  }

  isHalf() {
    if (this.sort !== "event" || this.row || this.isKnownEvent()) return false;
    const isEmpty = (name) => !this.fields.get(name)?.value;
    return isEmpty("gist") && [...this.fields.values()].filter((field) => field.about.isMany).every((field) => !field.value);
  }

  press(what) {
    if (what === "away") this.isAsking = null;
    super.press(what);
  }

  // --- keys

  keyOfButton(event) {
    if (event.altKey && event.key.toLowerCase() === "q" && this.sort) return this.press("away"), true;
    return false;
  }

  keyBeside(event) {
    if (super.keyBeside(event)) return true;
    if (event.ctrlKey && event.key === "Enter" && this.sort && this.isMine(event.target)) return this.submit(), true;
    if (event.ctrlKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog]")) return false;
    if (event.key === "e") return this.start("event"), true;
    if (event.key === "s") return this.start("stance"), true;
    if (event.key === "u" && this.data.undo) return this.undo(), true;
    return false;
  }

  undo() {
    this.request("undo", { revision: this.data.undo });
  }

  keyIn(field, event) {
    if (event.key === "Escape" && !field.key(event)) return this.go("text"), true;
    return super.keyIn(field, event);
  }

  // --- drawing

  drawTools() {
    const tools = [
      ["event", "Event", "e", () => this.start("event")],
      ["stance", "Stance", "s", () => this.start("stance")],
      ["undo", "Undo", "u", () => this.undo()],
    ];
    const about = `${this.sort} ${this.row} ${this.data.undo}`;
    draw(this.tools, about, () => tools.map(([what, title, key, act]) => {
      const made = element("button", `or-button ${what === this.sort && !this.row ? "or-primary" : ""}`, title);
      Object.assign(made, { type: "button", disabled: what === "undo" && !this.data.undo });
      made.dataset.what = what;
      made.append(element("kbd", "", key));
      made.addEventListener("click", act);
      return made;
    }));
  }

  drawPassage() {
    const span = this.span(), chooser = this.chooser();
    const what = { event: "event", stance: "stance" }[this.sort];
    const about = this.row ? `Correcting ${what}` : what ? `New ${what}` : "Passage";
    const text = span && chooser?.text ? chooser.passage(span) : "";
    draw(this.passage, `${about} ${span} ${text}`, () => {
      const head = element("p", "or-group", about);
      if (!text) return [head, element("p", "or-line", chooser ? this.data.advice : "")];
      const chosen = element("p", "or-chosen", text);
      Object.assign(chosen, { dir: "auto", lang: this.data.language });
      return [head, chosen, element("p", "or-meta", `characters ${span[0].toLocaleString("en")} to ${span[1].toLocaleString("en")}`)];
    });
  }

  drawHead() {
    if (!this.isAsking) return super.drawHead();
    const { half, begin, open } = this.isAsking;
    const text = half
      ? "This event has no actor and no gist. Save it all the same?"
      : `Something typed here is not saved. Leave it and ${begin ? `begin ${begin === "event" ? "an event" : "a stance"}` : "open the other row"}?`;
    draw(this.head, `? ${text} ${open}`, () => {
      const line = element("p", "or-line or-wrong", text);
      line.setAttribute("role", "alert");
      const back = element("button", "or-button", half ? "Fill it in" : "Go on with it");
      const sure = element("button", "or-button", half ? "Save it so" : "Leave it");
      [back, sure].forEach((made, n) => {
        made.type = "button";
        made.addEventListener("click", () => this.answer(n === 1));
      });
      return [line, back, sure];
    });
  }
}
