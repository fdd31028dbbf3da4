// What is typed and what is clicked counts, where a part of the page would drop it; and Ctrl+K opens the search.

const BOX = ".st-key-w-find input";
const TRIES = 200; // of 50 milliseconds: a record that is read for the first time takes seconds to be there
let left = null; // what had the focus before the search
let seen = ""; // the passage that was scrolled to

// Listens once and stays: Streamlit takes a part of the page away and puts it back while somebody types.
export default function () {
  if (document.hearsInputs) return;
  document.hearsInputs = true;
  const handlers = { keydown: typed, mousedown: pressed, click: followed };
  for (const name in handlers) document.addEventListener(name, handlers[name], true);
  new MutationObserver(arrived).observe(document.body, { childList: true, subtree: true });
}

// The passage an address points at is scrolled to once it is there, and not again while it is looked at.
function arrived() {
  const hit = document.querySelector(".or-text mark.or-hit");
  const asked = new URLSearchParams(location.search);
  const place = hit ? `${asked.get("report_id")} ${asked.get("at")}` : "";
  if (place === seen) return;
  seen = place;
  hit?.scrollIntoView({ block: "center" });
}

function typed(event) {
  if (event.isComposing || !event.isTrusted) return;
  if (event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey)
    return search(event);
  if (event.key === "Escape" && event.target.closest?.(".st-key-finder")) return leave(event);
  if (event.key === "Enter") take(event);
}

// From wherever the focus is, but from a dialog, which keeps it.
function search(event) {
  if (document.querySelector("[role=dialog][aria-modal=true]")) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.target.closest?.(".st-key-finder")) left = document.activeElement;
  enter(TRIES, document.activeElement);
}

function enter(tries, from, isOpening = false) {
  const box = document.querySelector(BOX);
  const place = box?.getBoundingClientRect();
  if (![from, document.body].includes(document.activeElement)) return; // meanwhile another field was gone to
  if (place && place.width && place.left >= 0) return box.focus(), box.select();
  const opener = isOpening ? null : document.querySelector("[data-testid=stExpandSidebarButton]");
  opener?.click();
  if (tries) setTimeout(() => enter(tries - 1, from, isOpening || !!opener), 50);
}

// What was typed stays, and so does what was found.
function leave(event) {
  event.preventDefault();
  event.stopPropagation();
  event.target.blur();
  if (left?.isConnected) left.focus({ preventScroll: true });
  left = null;
}

// A day that is typed into a date field counts on Enter, as it does when the field is left.
function take(event) {
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
