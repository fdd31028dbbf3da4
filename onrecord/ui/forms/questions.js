// Who or what is not on record yet is asked for one by one, below the field it was typed into, each starting empty.

class Questions {
  constructor(form, field) {
    this.form = form;
    this.field = field;
    this.asked = new Map(); // name -> its fields
    this.root = element("div", "or-questions");
    field.root.append(this.root);
  }

  // The names of this field that are on record neither there nor in the answers.
  unknown() {
    const first = (entry) => this.form.questions.find((other) => other.names().includes(entry));
    return this.names().filter((entry) => first(entry) === this); // a name in two fields is asked for once
  }

  names() {
    return this.field.entries.filter((entry) => this.field.isUnknown(entry));
  }

  answer(name) {
    return this.form.names[name];
  }

  isAnswered(name) {
    const answer = this.answer(name);
    if (!answer) return false;
    return Boolean(answer.table === "issues" ? answer.proposition && answer.topic : answer.kind || answer.same);
  }

  // Where to go for the first that is not answered, nor whom it speaks for.
  open() {
    for (const name of this.unknown()) {
      const fields = this.fieldsOf(name), first = fields.find((field) => !field.value && field.about.isNeeded);
      if (!this.isAnswered(name)) return (first ?? fields[0]).input;
      const above = this.above(name);
      if (above) return above;
    }
    return null;
  }

  above(name) {
    const fields = this.fieldsOf(name);
    return this.form.questions.filter(({ field }) => fields.includes(field)).map((other) => other.open()).find(Boolean);
  }

  inputs() {
    return [...this.asked.values()].flatMap((asked) => asked.fields);
  }

  redraw() {
    const names = this.unknown();
    for (const [name, asked] of this.asked)
      if (!names.includes(name)) {
        asked.root.remove();
        this.asked.delete(name);
        this.form.questions = this.form.questions.filter((other) => !asked.fields.includes(other.field));
        this.forget(name);
      }
    let isOpen = false;
    for (const name of names) {
      this.fieldsOf(name);
      const { root, second } = this.asked.get(name);
      root.hidden = isOpen; // the next is asked for when this one is answered
      if (second) second.root.hidden = Boolean(this.answer(name)?.same) || !this.answer(name)?.kind;
      isOpen ||= !this.isAnswered(name) || Boolean(this.above(name));
    }
  }

  // An answer goes with the last field that has the name.
  forget(name) {
    if (!this.form.questions.some((other) => other.names().includes(name))) delete this.form.names[name];
  }

  fieldsOf(name) {
    if (!this.asked.has(name)) this.ask(name);
    return this.asked.get(name).fields;
  }

  ask(name) {
    const table = this.field.about.source;
    const root = element("div", "or-question");
    const head = element("p", "or-group", "Not on record: ");
    head.append(element("bdi", "", name));
    const fields = this.form.data.questions[table].map((about) => new Answer(this, name, about));
    root.append(head, ...fields.map((field) => field.root));
    this.root.append(root);
    this.asked.set(name, { root, fields, second: table === "actors" ? fields[1] : null });
    for (const field of fields) if (field.about.asks) this.form.questions.push(new Questions(this.form, field));
    const answer = this.answer(name) ?? {};
    fields[0].set(answer.same || answer.kind || answer.proposition || "");
    fields[1].set(answer.principal || answer.topic || "");
  }

  // A name that is asked for twice, in two fields, is answered once.
  put(name, table, values) {
    const answer = (this.form.names[name] ??= { table });
    Object.assign(answer, values);
    this.form.changed();
  }
}

class Answer extends Field {
  constructor(questions, name, about) {
    super(questions.form, about);
    this.questions = questions;
    this.of = name;
  }

  lines() {
    const { codes } = this.about;
    if (this.about.name !== "who") return codes ?? (this.about.source ? this.others() : this.about.topics);
    const same = this.others().map(([value, text, word]) => [value, `a spelling of ${text}`, word]);
    return [...codes, ...same];
  }

  others() {
    return this.form.offers(this.about.source).filter(([value]) => value !== this.of);
  }

  touch() {
    super.touch();
    const isCode = this.about.codes?.some(([code]) => code === this.value);
    const { name } = this.about;
    const table = name === "who" || name === "principal" ? "actors" : "issues";
    const values = name === "who" ? { kind: isCode ? this.value : "", same: isCode ? "" : this.value } : { [name]: this.value };
    this.questions.put(this.of, table, values);
    this.form.redraw();
  }
}
