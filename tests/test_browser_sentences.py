"""What a real browser shows is what `test_sentences.py` reads: no text on screen comes from elsewhere.

Read here are the text nodes of the document that a reader sees, labels drawn in figures among them. Cells of tables
and hover texts are drawn on a canvas or on demand, from what the page sends: they are read there.
"""

import shutil

import pytest

from onrecord import record as records
from onrecord import store
from onrecord.views.pages import PAGES
from tests.apps import DOSSIER
from tests.browser import TEXTS, serving, visiting
from tests.screen_texts import Text
from tests.sentences import FOLDERS, Values, kind_of, marks, one_line

pytestmark = pytest.mark.browser

# every text that is seen, once for the block it stands in; icons are letters that are drawn as pictures
SEEN = """() => {
    const blocks = new Map(), plain = document.createElement('style');
    plain.textContent = '* { text-transform: none !important }';
    document.head.append(plain);
    const nodes = document.createTreeWalker(document.querySelector('[data-testid=stApp]'), NodeFilter.SHOW_TEXT);
    const isInline = e => ['inline', 'contents'].includes(getComputedStyle(e).display);
    while (nodes.nextNode()) {
        let block = nodes.currentNode.parentElement;
        if (!nodes.currentNode.data.trim() || !block.checkVisibility() || block.closest(
            'script, style, noscript, canvas, [data-testid*=Icon]')) continue;
        const text = block.closest('svg text'), whole = block.closest('p, th, td, dt, dd, li');
        while (isInline(block)) block = block.parentElement;
        if (text) blocks.set(text, ['plot', (text.dataset.unformatted ?? text.textContent).replace(/<[^>]+>/g, ' ')]);
        else if (whole) blocks.set(whole, [whole.className || whole.localName, whole.innerText]);
        else blocks.set(block, [block.localName, (blocks.get(block)?.[1] ?? '') + nodes.currentNode.data]);
    }
    plain.remove();
    return [...blocks.values()];
}"""
STREAMLIT = {"Skip to main content", "yyyy", "mm", "dd", "YYYY-MM-DD", "Upload", "Browse files", "Choose options"}
STREAMLIT |= {"20MB per file • TXT", "Shift + U"}


def is_answered_for(values, where, text):
    """Whether a text is a value, computed, of a report, or interface, of the program or of what it runs on."""
    said = one_line(text.replace("\u2060", ""))
    if "or-quote" in where:
        return any(said.strip("… ") in one_line(path.read_text(encoding="utf-8")) for path in TEXTS.glob("*.txt"))
    places = ("plot text", "plot ticks") if where == "plot" else (f"html/{where}",)
    if said in STREAMLIT or any(kind_of(values, Text(place, said)) for place in places):
        return True
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all(is_answered_for(values, where, line) for line in lines)


def unanswered(there, values):
    """The texts on the screen of a visitor that nobody answers for."""
    return [text for where, text in there.page.evaluate(SEEN) if not is_answered_for(values, where, text)]


def test_what_a_browser_shows_comes_from_the_rows_or_the_program(visit, record):
    values = Values(record)
    there = visit().open(select=marks(record)["event"][0])
    assert unanswered(there, values) == []
    planted = "() => { document.querySelector('.st-key-evidence p').textContent = 'Russia and China agree' }"
    there.page.evaluate(planted)
    assert unanswered(there, values) == ["Russia and China agree"]


@pytest.mark.full
def test_so_it_is_on_every_page_of_three_dossiers(browser, tmp_path):
    for path in FOLDERS:
        shutil.copytree(path, tmp_path / "data" / path.name)
    known = {path.name: records.from_dossier(store.read_folder(path)) for path in FOLDERS}
    titles = [record.meta["title"] for record in known.values()]
    wrong = []
    with (
        serving(tmp_path / "server", ONRECORD_DATA=str(tmp_path / "data")) as server,
        visiting(browser, server) as visit,
    ):
        there = visit()
        for name, record in known.items():
            values, by_kind = Values(record, titles), list(marks(record).values())
            for n, page in enumerate(PAGES.values()):
                there.open(
                    page.file if page.title != "Overview" else "", dossier=name, select=by_kind[n % len(by_kind)][0]
                )
                wrong += [f"{name} {page.file}: {text}" for text in unanswered(there, values)]
    assert not wrong, "\n".join(wrong)
    assert DOSSIER in known
