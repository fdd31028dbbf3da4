// A form that answers as a whole: what is typed stands here and is sent when it rests, so that no answer of the server,
// however late, takes a letter from it. What is sent with Save is what is shown, and nothing else is stored.

const REST = 400; // milliseconds without a key, after which what is typed is kept as a draft
const GONE = 1500; // milliseconds until a form that was taken away is not expected back
const PATIENCE = 10000; // milliseconds for an answer, after which the same is asked again: what was done is done once

function mountForm({ parentElement, data, setStateValue, setTriggerValue }) {
  // Streamlit may leave and come back while somebody types: the form stays, with the focus where it was.
  const forms = (document.onrecordForms ??= new Map());
  if (!forms.has(data.key)) forms.set(data.key, new (data.desk ? Desk : Form)());
  const form = forms.get(data.key);
  form.sendState = (state) => setStateValue("state", state);
  form.sendRequest = (request) => setTriggerValue("request", request);
  form.mount(parentElement.querySelector(".or-form"));
  form.receive(data);
  return () => form.leave();
}

function token() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Form {
  constructor() {
    this.root = element("div", "or-fields");
    this.head = element("div", "or-head");
    this.body = element("div", "or-body");
    this.foot = element("div", "or-foot");
    this.root.append(this.head, this.body, this.foot);
    this.fields = new Map();
    this.names = {}; // who or what is not on record yet: name -> what was answered about it
    this.sort = this.row = this.token = "";
    this.seq = this.sent = this.asked = 0;
    this.queue = [];
    this.pressed = (event) => this.key(event);
    this.entered = ({ target }) => (this.last = this.isMine(target) ? target : null);
  }

  mount(place) {
    clearTimeout(this.leaving);
    this.path = location.pathname;
    this.isAway = false;
    if (this.root.parentElement !== place) {
      const { last } = this;
      place.replaceChildren(this.root);
      if (document.activeElement === document.body && last?.isConnected) last.focus();
    }
    document.addEventListener("keydown", this.pressed, true);
    document.addEventListener("focusin", this.entered, true);
  }

  // What is typed until the form is back waits for it; if it does not come back, somebody went to another page.
  leave() {
    this.isAway = true;
    this.flush();
    this.leaving = setTimeout(() => {
      document.removeEventListener("keydown", this.pressed, true);
      document.removeEventListener("focusin", this.entered, true);
      this.queue = [];
    }, GONE);
  }

  // --- what the server says

  receive(data) {
    this.data = data;
    const isNew = data.turn !== this.turn;
    const isHeard = this.isBusy ? data.ack >= this.asked : this.sent === this.seq || !this.isTyped();
    const isTaken = isNew && isHeard && (this.isBusy || !this.isPending());
    if (isTaken || !this.isBusy) this.turn = data.turn;
    if (isTaken) this.begin(data);
    else if (isNew && !this.isBusy) this.goOnAsNew(data);
    this.redraw();
    if (isTaken && !this.isBusy) this.go(data.focus);
    if (this.isBusy && data.ack >= this.asked) this.release(data);
    else if (!this.isBusy) this.goOn();
  }

  begin({ sort, row, token, values, carried, names, seq }) {
    Object.assign(this, { sort, row, token, names: structuredClone(names ?? {}) });
    this.seq = this.sent = Math.max(this.seq, seq ?? 0);
    this.isAsking = null;
    this.build();
    for (const [name, field] of this.fields) field.set(values[name] ?? "", (carried ?? []).includes(name));
    this.questions.forEach((question) => question.redraw());
  }

  // What is typed outlasts another beginning on the server: it is gone on with, under a token of its own.
  goOnAsNew(data) {
    if (!this.sort || this.row || data.token === this.token) return;
    this.token = token();
    this.seq++;
    this.keep();
  }

  offers(source) {
    const known = (document.onrecordOffers ?? {})[source] ?? [];
    if (source !== "actors") return known;
    const others = Object.keys(this.names).filter((name) => this.names[name].table === "actors");
    return others.length ? [...known, ...others.map((name) => [name, `${name} (new)`, name])] : known;
  }

  known(source, entry) {
    const known = (document.onrecordOffers ?? {})[source] ?? [];
    return (known.index ??= new Map(known.map((line) => [line[0], line]))).get(entry);
  }

  isKnown(source, entry) {
    return this.known(source, entry) !== undefined;
  }

  // --- building

  build() {
    const form = this.data.forms[this.sort];
    this.fields = new Map();
    this.questions = [];
    this.body.replaceChildren();
    this.root.dataset.sort = this.sort;
    if (!form) return;
    form.rows.forEach((row) => this.body.append(this.buildRow(row)));
    if (!form.more.length) return;
    this.more = element("details", "or-more");
    this.more.open = Boolean(this.isMoreOpen); // as it was left
    this.more.addEventListener("toggle", ({ target }) => (this.isMoreOpen = target.open));
    this.more.append(element("summary", "", "More"), ...form.more.map((row) => this.buildRow(row)));
    this.body.append(this.more);
  }

  buildRow(row) {
    const made = element("div", "or-row");
    for (const about of row) {
      // the title of a row that is corrected is a text: another event's would be written over it
      const field = new Field(this, this.row && about.isTitle ? { ...about, kind: "text" } : about);
      this.fields.set(about.name, field);
      made.append(field.root);
      if (about.asks) this.questions.push(new Questions(this, field));
    }
    return made;
  }

  // --- what is typed

  changed(field) {
    if (field) delete this.local?.[field.name];
    this.seq++;
    this.keep();
    this.redraw();
  }

  pending() {
    this.keep();
  }

  taken() {
    this.redraw();
  }

  isPending() {
    return this.inputs().some((field) => field.isPending);
  }

  isTyped() {
    return [...this.fields.values()].some((field) => field.isTouched) || Object.keys(this.names).length > 0;
  }

  values() {
    return Object.fromEntries([...this.fields].map(([name, field]) => [name, field.value]));
  }

  state() {
    this.questions?.forEach((question) => question.redraw()); // what is asked for no more is not sent
    const carried = [...this.fields.values()].filter((field) => field.isCarried).map((field) => field.name);
    return { token: this.token, sort: this.sort, row: this.row, seq: this.seq, values: this.values(), carried, names: this.names };
  }

  keep() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.flush(), REST);
  }

  flush() {
    clearTimeout(this.resting);
    if (this.sent === this.seq || !this.token || this.isBusy || this.isReplaced()) return;
    this.sent = this.seq;
    this.sendState(this.state());
  }

  // --- what is asked of the server: one thing at a time, and keys that come meanwhile wait for the answer

  request(what, more = {}) {
    if (this.isBusy) return;
    clearTimeout(this.resting);
    this.asked = Math.max(this.asked, this.data.ack) + 1;
    this.isBusy = true;
    this.sent = this.seq;
    this.root.classList.add("or-busy");
    const request = { ...this.state(), n: this.asked, what, ...more };
    this.sendRequest(request);
    this.waiting = setInterval(() => this.askAgain(request), PATIENCE);
  }

  askAgain(request) {
    this.message = "No answer yet. What you typed is here, and is sent again.";
    this.redraw();
    this.sendRequest(request);
  }

  release({ focus }) {
    clearInterval(this.waiting);
    this.isBusy = false;
    this.root.classList.remove("or-busy");
    this.message = "";
    const [first] = this.queue;
    this.go(this.fields.has(first?.at) ? first.at : focus); // what was gone to meanwhile is where it is typed
    this.redraw();
    if (this.data.isRefused) this.typedMeanwhile(this.queue.splice(0));
    this.goOn();
  }

  // The keys that waited, until one of them asks for something in its turn.
  goOn() {
    while (this.queue.length && !this.isBusy) this.replay(this.queue.shift());
  }

  typedMeanwhile(queue) {
    const text = queue.map(({ key }) => (key.length === 1 ? key : " ")).join("").trim();
    if (text) this.message = `Typed while this was not saved, and not used: “${text}”`;
    this.redraw();
  }

  replay(pressed) {
    const fake = { ...pressed, target: document.activeElement, isReplayed: true, preventDefault() {}, stopPropagation() {} };
    if (this.key(fake)) return;
    const field = this.fieldAt(fake.target);
    if (field && fake.key.length === 1 && !fake.ctrlKey && !fake.altKey) return field.insert(fake.key);
    if (field && fake.key === "Backspace") return field.erase();
    this.pane()?.chooser?.key(fake);
    this.pane()?.steps?.key(fake);
  }

  pane() {
    return document.querySelector(".or-pane");
  }

  go(place) {
    if (place === "text") this.pane()?.focus({ preventScroll: true });
    else if (place) this.enter(this.fields.get(place)?.input);
  }

  // --- keys

  key(event) {
    if (!event.isReplayed && (!event.isTrusted || event.isComposing || event.metaKey)) return false;
    if (this.isReplaced()) return false;
    if (!event.isReplayed && this.hold(event)) return true;
    const field = this.fieldAt(event.target);
    const is_own = field ? this.keyIn(field, event) : this.keyBeside(event);
    if (!is_own) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  hold(event) {
    const { key, ctrlKey, shiftKey, altKey } = event;
    if (!(this.isBusy || this.isAway) || !this.isMine(event.target) || this.path !== location.pathname) return false;
    if (["Control", "Shift", "Alt"].includes(key) || (ctrlKey && key !== "Enter")) return false;
    this.queue.push({ key, ctrlKey, shiftKey, altKey, at: this.fieldAt(event.target)?.name });
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  // Another form, that of another report, stands in its place: it neither hears keys nor sends.
  isReplaced() {
    return !this.isAway && !this.root.isConnected;
  }

  isMine(target) {
    return this.root.contains(target) || (this.isAway && target === document.body);
  }

  fieldAt(target) {
    if (!this.root.contains(target)) return null;
    return this.inputs().find((field) => field.input === target) ?? null;
  }

  inputs() {
    return [...this.fields.values(), ...(this.questions ?? []).flatMap((question) => question.inputs())];
  }

  keyIn(field, event) {
    if (event.key === "Enter" && event.ctrlKey) return field.commit(), this.submit(), true;
    if (event.key === "Escape" && field.key(event)) return true;
    if (event.altKey || event.ctrlKey) return this.keyOfButton(event);
    if (field.key(event)) return true;
    if (event.key === "Tab") return this.step(field, event.shiftKey ? -1 : 1);
    if (event.key !== "Enter") return false;
    const isMore = field.about.isMany && field.input.value.trim();
    field.commit();
    if (!field.wrong && !isMore) this.step(field, 1);
    return true;
  }

  keyBeside(event) {
    if (event.key === "Enter" && event.ctrlKey && this.root.contains(event.target)) return this.submit(), true;
    return this.keyOfButton(event);
  }

  keyOfButton() {
    return false;
  }

  // From field to field, past the small buttons in them; after the last to More, where that is closed, else to Save.
  step(field, way) {
    field.commit();
    if (field.wrong) return true;
    const places = [...this.body.querySelectorAll("input, details:not([open]) > summary")];
    const all = places.filter((place) => !place.disabled && place.checkVisibility());
    const next = all[all.indexOf(field.input) + way] ?? (way > 0 ? this.foot.querySelector("button") : null);
    this.enter(next ?? field.input);
    return true;
  }

  enter(place) {
    if (place?.matches("input")) place.closest("details")?.setAttribute("open", "");
    place?.focus();
  }

  submit() {
    const missing = this.missing();
    if (missing) return this.enter(missing), this.redraw();
    this.request(this.data.buttons[0].what);
  }

  // The first field that keeps this from being saved, as far as can be seen here.
  missing() {
    this.local = {};
    const open = (this.questions ?? []).map((question) => question.open()).find(Boolean);
    for (const [name, field] of this.fields) {
      if (field.wrong) this.local[name] = field.wrong;
      else if (this.isNeeded(field) && !field.value) this.local[name] = `${field.about.label} is empty.`;
    }
    const first = Object.keys(this.local)[0];
    return first ? this.fields.get(first).input : open;
  }

  isNeeded(field) {
    return field.about.isNeeded;
  }

  // --- drawing

  redraw() {
    for (const [name, field] of this.fields) this.drawLine(name, field);
    (this.questions ?? []).forEach((question) => question.redraw());
    this.drawHead();
    this.drawFoot();
  }

  drawLine(name, field) {
    const told = this.data.lines[name];
    const local = field.wrong || this.local?.[name];
    if (local) field.say("or-wrong", escaped(local));
    else if (told && told.of === field.value) field.say(told.cls, told.html);
    else field.say("", "");
  }

  drawHead() {
    const lines = [...this.data.messages, ...(this.message ? [["or-wrong", this.message]] : [])];
    draw(this.head, lines.map(([cls, text]) => `${cls} ${text}`).join("|"), () => lines.map(([cls, text]) => {
      const line = element("p", `or-line ${cls}`, text);
      line.setAttribute("role", "status");
      return line;
    }));
  }

  drawFoot() {
    const buttons = this.sort ? this.data.buttons : [];
    draw(this.foot, JSON.stringify(buttons), () => buttons.map((about) => this.button(about)));
  }

  button({ what, title, keys, cls }) {
    const made = element("button", `or-button ${cls ?? ""}`, title);
    made.type = "button";
    made.dataset.what = what;
    if (keys) made.append(element("kbd", "", keys));
    made.addEventListener("click", () => this.press(what));
    return made;
  }

  press(what) {
    if (what === this.data.buttons[0].what) this.submit();
    else this.request(what);
  }
}

function escaped(text) {
  const made = element("span", "", text);
  return made.innerHTML;
}

// Draw anew only what has changed: a button that is drawn anew under the mouse is not pressed.
function draw(place, content, make) {
  if (place.drawn === content) return;
  place.drawn = content;
  place.replaceChildren(...make());
}
