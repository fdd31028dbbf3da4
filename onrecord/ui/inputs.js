// What is typed and what is clicked counts, where a part of the page would drop it.

export default function () {
  const handlers = { keydown: typed, mousedown: pressed, click: followed };
  for (const name in handlers) document.addEventListener(name, handlers[name], true);
  return () => {
    for (const name in handlers) document.removeEventListener(name, handlers[name], true);
  };
}

// A day that is typed into a date field counts on Enter, as it does when the field is left.
function typed(event) {
  if (event.key !== "Enter" || event.isComposing || !event.isTrusted) return;
  const part = event.target;
  if (!part.closest?.("[data-testid=stDateInputField] [role=spinbutton]")) return;
  // Closing the calendar takes what was typed; where it is closed already, leaving the field does.
  if (!document.querySelector("[data-testid=stDateInputCalendar]")) return part.blur();
  const escape = { key: "Escape", code: "Escape", keyCode: 27, bubbles: true, cancelable: true };
  part.dispatchEvent(new KeyboardEvent("keydown", escape));
}

// A click means the mark under the mouse. Plotly looks for it up to 50 ms after a move, and gives it up where the button
// is pressed meanwhile; leaving the figure and coming back lets it look at once.
function pressed(event) {
  const area = event.target;
  if (event.button || !event.isTrusted || !area.matches?.(".js-plotly-plot .drag")) return;
  const { clientX, clientY, screenX, screenY } = event;
  for (const name of ["mouseout", "mousemove"])
    area.dispatchEvent(new MouseEvent(name, { clientX, clientY, screenX, screenY, view: window }));
}

// A link in a table leads as the link of the page to the same place does: within the visit, so that nothing is lost.
function followed(event) {
  const link = event.target.closest?.("a.or-go");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const links = [...document.querySelectorAll("[data-testid=stPageLink-NavLink]")];
  const same = links.find((other) => other.href === link.href);
  if (!same) return;
  event.preventDefault();
  same.click();
}
