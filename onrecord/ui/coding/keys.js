// Keys of the form beside the text: Enter takes what is offered and goes on, or saves; what was typed into a field is
// never lost by leaving it; and the focus goes where the next thing is to be done.

export default function ({ parentElement, data }) {
  // Streamlit may leave and come back while somebody types: the turn stays, and the focus where it is.
  const keys = (parentElement.keys ??= new Keys());
  keys.listen();
  keys.take(data);
  return () => keys.leave();
}

const SETTLING = 500; // milliseconds

class Keys {
  constructor() {
    this.turn = this.sought = null;
    this.pressed = (event) => this.key(event);
  }

  listen() {
    document.addEventListener("keydown", this.pressed, true);
  }

  take(data) {
    this.data = data;
    if (data.turn === this.turn) return;
    this.turn = data.turn;
    if (data.focus) this.focus(data.focus, 60);
  }

  leave() {
    document.removeEventListener("keydown", this.pressed, true);
  }

  focus(place, tries) {
    const wanted = document.querySelector(place);
    if (wanted && !wanted.disabled) this.enter(wanted);
    else if (tries) setTimeout(() => this.focus(place, tries - 1), 50);
  }

  key(event) {
    if (event.altKey || event.metaKey || event.isComposing || !event.isTrusted) return;
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.closest(this.data.form)) return;
    const is_list = field.getAttribute("role") === "combobox";
    const is_open = field.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && !is_open) this.focus(".or-pane", 0);
    if (event.key === "Tab" && !event.ctrlKey) this.leave_field(event, field, is_open);
    if (event.key !== "Enter") return this.seek(event, field);
    if (this.is_several(field) && performance.now() - this.took < SETTLING) return this.hold(event);
    // A field for several offers its list again after each entry: Enter takes from it only what was looked for.
    const is_idle = this.is_several(field) && !field.value && this.sought !== field;
    if (event.ctrlKey ? is_open : !is_open || is_idle) this.save(event, field, is_open);
    else if (is_list && !event.ctrlKey) setTimeout(() => this.taken(field), 0);
  }

  // Pressed again at once: what was just taken is to arrive before it is saved, and nothing more is to be taken.
  hold(event) {
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => document.querySelector(this.data.save)?.click(), SETTLING);
  }

  seek(event, field) {
    if (event.key.length === 1 || /^Arrow(Up|Down)$/.test(event.key)) this.sought = field;
  }

  is_several(field) {
    return field.closest("[data-testid=stMultiSelect]") !== null;
  }

  save(event, field, is_open) {
    if (is_open) this.press(field, field.value ? "Enter" : "Escape");
    // The button hears Ctrl and Enter only where no list is open; a list for several would take what it offers first.
    if (is_open || this.is_several(field)) {
      event.preventDefault();
      event.stopPropagation();
    }
    setTimeout(() => document.querySelector(this.data.save)?.click(), 0);
  }

  // From field to field, past the small buttons in them; what was typed into a list is taken, not dropped.
  leave_field(event, field, is_open) {
    const other = this.beside(field, event.shiftKey ? -1 : 1);
    if (is_open && field.value) this.press(field, "Enter");
    if (!other) return;
    event.preventDefault();
    event.stopPropagation();
    setTimeout(() => this.enter(other), 0);
  }

  // An entry was taken: on to the next field; a field for several closes its list, so that Enter saves.
  taken(field) {
    this.sought = null;
    this.took = performance.now();
    if (this.is_several(field)) this.press(field, "Escape");
    else this.enter(this.beside(field, 1));
  }

  press(field, key) {
    const code = { Enter: 13, Escape: 27 }[key];
    field.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, keyCode: code, bubbles: true, cancelable: true }));
  }

  beside(field, step) {
    const all = [...field.closest(this.data.form).querySelectorAll("input:not([type=checkbox])")];
    const fields = all.filter((f) => f === field || (!f.disabled && f.checkVisibility()));
    return fields[fields.indexOf(field) + step];
  }

  // As with Tab: what stands in a field is replaced by what is typed.
  enter(field) {
    field?.focus({ preventScroll: field.matches(".or-pane") });
    field?.select?.();
  }
}
