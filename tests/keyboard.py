"""Somebody at the keyboard of the desk: what they do is counted, nothing they type waits for the page."""

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser import LONG, Visit, wait_until

FIELD = "[data-field={name}]"
PLACE = """() => {
    const at = document.activeElement;
    return at.matches('.or-pane') ? 'text' : at.closest('[data-field]')?.dataset.field ?? at.dataset.what ?? '';
}"""
# where in the text of a report words stand on the screen: the first and the last line they fill
RECTANGLES = """words => {
    const pane = document.querySelector('.or-pane');
    const at = pane.textContent.indexOf(words);
    if (at < 0) return null;
    const range = document.createRange();
    const place = (set, unit) => {
        const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
        let left = unit;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (left <= node.data.length) return range[set](node, left);
            left -= node.data.length;
        }
    };
    place('setStart', at);
    place('setEnd', at + words.length);
    range.startContainer.parentElement.scrollIntoView({ block: 'nearest' });
    const all = [...range.getClientRects()].filter(r => r.width), first = all[0], last = all.at(-1);
    return [first.left, first.right, first.top + first.height / 2, last.left, last.right, last.top + last.height / 2];
}"""


@dataclass
class Keyboard:
    """A visitor at the desk. An action is a click, a chord, or a word with the key by which its field is left."""

    visit: Visit

    @property
    def page(self):
        return self.visit.page

    def open(self, report_id, **query):
        self.visit.open("desk", task="code", report_id=report_id, **query)
        self.page.locator(".or-pane span, .or-pane mark").first.wait_for()
        return self.rest()

    def rest(self):
        """Until the page has nothing left to do, and everything asked for is answered."""
        wait_until(
            self.page,
            """() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'
                && !document.querySelector('.or-busy')""",
        )
        return self

    def press(self, key):
        self.visit.actions += 1
        self.page.keyboard.press(key)
        return self

    def type(self, text, leave="Enter", delay=0):
        """Type where the keyboard is, and leave the field."""
        self.visit.actions += 1
        self.page.keyboard.type(text, delay=delay)
        if leave:
            self.page.keyboard.press(leave)
        return self

    def fill(self, name, text, leave="Enter"):
        """Type into the field that has the keyboard, which is `name`, and leave it."""
        return self.is_in(name).type(text, leave)

    def where(self):
        """The name of the field that has the keyboard; `text` for the text of the report."""
        return self.page.evaluate(PLACE)

    def is_in(self, name):
        wait_until(self.page, f"name => ({PLACE})() === name", arg=name)
        return self

    def field(self, name):
        return self.page.locator(FIELD.format(name=name))

    def input(self, name):
        return self.field(name).locator(":scope > .or-box > input")

    def value(self, name):
        return self.input(name).input_value()

    def chips(self, name):
        return self.field(name).locator(":scope > .or-box bdi").all_inner_texts()

    def options(self, name):
        return self.field(name).locator(":scope > .or-box [role=option]")

    def line(self, name):
        """What stands under a field."""
        return self.field(name).locator(":scope > .or-line")

    def button(self, what):
        return self.page.locator(f".or-button[data-what={what}]")

    def head(self):
        return self.page.locator(".or-head")

    def chosen(self):
        return self.page.locator(".or-chosen").inner_text()

    def choose(self, sentence):
        """The passage that is chosen, in the text and in the form, once it is `sentence`."""
        expect(self.page.locator(".or-chosen")).to_have_text(sentence, timeout=LONG)
        wait_until(
            self.page,
            "told => [...document.querySelectorAll('.or-pane .or-hit')].map(e => e.textContent).join('') === told",
            arg=sentence,
        )
        return self

    def mark(self, words):
        """Mark words in the text with the mouse, from their first letter to their last."""
        is_rtl = any("\u0590" <= c <= "\u06ff" for c in words)
        left, right, top, last_left, last_right, bottom = self.page.evaluate(RECTANGLES, words)
        begin, end = (right - 1, last_left + 1) if is_rtl else (left + 1, last_right - 1)
        self.visit.actions += 1
        self.page.mouse.move(begin, top)
        self.page.mouse.down()
        self.page.mouse.move((begin + end) / 2, (top + bottom) / 2, steps=4)
        self.page.mouse.move(end, bottom, steps=4)
        self.page.mouse.up()
        return self

    def saved(self, revision):
        expect(self.page.locator(".or-saved")).to_contain_text(f"Saved as revision {revision}:", timeout=LONG)
        return self.rest()
