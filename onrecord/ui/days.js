// A day that is typed into a date field counts on Enter, as it does when the field is left.

export default function () {
  document.addEventListener("keydown", typed, true);
  return () => document.removeEventListener("keydown", typed, true);
}

function typed(event) {
  if (event.key !== "Enter" || event.isComposing || !event.isTrusted) return;
  const part = event.target;
  if (!part.closest?.("[data-testid=stDateInputField] [role=spinbutton]")) return;
  // Closing the calendar takes what was typed; where it is closed already, leaving the field does.
  if (!document.querySelector("[data-testid=stDateInputCalendar]")) return part.blur();
  const escape = { key: "Escape", code: "Escape", keyCode: 27, bubbles: true, cancelable: true };
  part.dispatchEvent(new KeyboardEvent("keydown", escape));
}
