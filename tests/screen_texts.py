"""Every text that a page sends to a reader: of HTML, labels, alerts, tables and figures, hover texts too."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import pyarrow as pa

# the fields of each element that a reader sees or hears; "" for what stands in them is not
SEEN = {
    "selectbox": ("label", "options", "help", "placeholder"),
    "text_input": ("label", "placeholder", "help"),
    "text_area": ("label", "placeholder", "help"),
    "number_input": ("label", "placeholder", "help"),
    "page_link": ("label", "help"),
    "date_input": ("label", "help"),
    "button_group": ("label", "help"),
    "expander": ("label",),
    "expandable": ("label",),
    "multiselect": ("label", "options", "placeholder", "help"),
    "title": ("body", "help"),
    "header": ("body", "help"),
    "subheader": ("body", "help"),
    "button": ("label", "help"),
    "download_button": ("label", "help"),
    "caption": ("body", "help"),
    "markdown": ("body", "help"),
    "select_slider": ("label", "options", "help"),
    "slider": ("label", "help"),
    "file_uploader": ("label", "help"),
    "checkbox": ("label", "help"),
    "radio": ("label", "options", "help"),
    "toggle": ("label", "help"),
    "info": ("body",),
    "warning": ("body",),
    "error": ("body",),
    "success": ("body",),
    "spinner": ("text",),
    "tab": ("label",),
    "toast": ("body",),
}
SILENT = {
    "flex_container",
    "bidi_component",
    "form",
    "column",
    "vertical",
    "horizontal",
    "container",
    "main",
    "sidebar",
    "event",
    "iframe",
    "tab_container",
    "empty",
    "status",
    "popover",
    "json",
}
CLOCK = re.compile(r"\d{4}-\d\d-\d\dT?")  # where a mark lies, not what it says
BLOCKS = {
    "p",
    "td",
    "th",
    "dt",
    "dd",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "summary",
    "caption",
    "div",
    "option",
    "blockquote",
}


@dataclass(frozen=True)
class Text:
    """One text as it is read, and where: the element, or the class of the block of HTML."""

    where: str
    text: str


def unmarked(text: str) -> str:
    """A label as it is read: without the backslashes that keep Markdown away, and without joiners."""
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace("\u2060", "").split())


class Blocks(HTMLParser):
    """The texts of a piece of HTML, one a block, with the classes of the blocks around it; and the hover texts."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.path, self.texts, self.open = [], [], []
        self.feed(source)
        self.close()
        self._end()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in BLOCKS or tag == "br":
            self._end()
        if tag in BLOCKS:
            self.path.append(given.get("class") or tag)
        for name in ("title", "aria-label", "alt", "placeholder"):
            if given.get(name):
                self.texts.append(Text(self.where(name), " ".join(given[name].split())))
        if tag == "span" and self.open:
            self.open.append(" ")

    def where(self, inner=""):
        return "/".join(filter(None, ["html", *self.path[-2:], inner]))

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self._end()
            if self.path:
                self.path.pop()

    def handle_data(self, data):
        self.open.append(data)

    def _end(self):
        text = " ".join("".join(self.open).replace("\u2060", "").split())
        if text:
            self.texts.append(Text(self.where(), text))
        self.open = []


def plot_texts(spec: str) -> Iterator[Text]:
    """The texts of a figure: titles, axes, names, annotations, hover texts."""
    figure = json.loads(spec)
    for trace in figure.get("data", ()):
        for name in ("text", "hovertext", "hovertemplate", "texttemplate", "name"):
            if (trace.get("hoverinfo") == "skip" and name == "hovertext") or (
                name == "name" and not trace.get("showlegend")
            ):
                continue
            yield from _strings(trace.get(name), f"plot {name}")
        for axis in ("x", "y"):
            yield from _strings(trace.get(axis), f"plot {axis}")
    yield from _layout(figure.get("layout", {}))


def _layout(layout) -> Iterator[Text]:
    for name, value in layout.items():
        if name == "title":
            yield from _strings(value.get("text") if isinstance(value, dict) else value, "plot title")
        elif name == "annotations":
            for one in value:
                yield from _strings([one.get("text"), one.get("hovertext")], "plot annotation")
        elif "axis" in name and isinstance(value, dict):
            yield from _strings(value.get("ticktext"), "plot ticks")
            title = value.get("title")
            yield from _strings(title.get("text") if isinstance(title, dict) else title, "plot axis")


def _strings(value, where) -> Iterator[Text]:
    """Texts, each whole: where a line breaks is no part of what it says."""
    if isinstance(value, str) and not CLOCK.match(value):
        yield from (Text(where, each.text) for each in Blocks(re.sub(r"<br ?/?>", " ", value)).texts)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, where)


def frame_texts(data: bytes) -> Iterator[Text]:
    """The headings and cells of a table."""
    rows = pa.ipc.open_stream(io.BytesIO(data)).read_pandas()
    for heading in rows.columns:
        yield Text("heading", str(heading))
        for cell in rows[heading]:
            if isinstance(cell, str) and cell:
                yield Text(f"cell {heading}", " ".join(cell.split()))
            elif isinstance(cell, (list, tuple)):
                yield from (Text(f"cell {heading}", str(c)) for c in cell)


def element_texts(element) -> Iterator[Text]:
    """The texts of one element of a page."""
    kind, proto = element.type, getattr(element, "proto", None)
    if proto is None or kind in SILENT:
        return
    if kind == "html":
        yield from Blocks(proto.body).texts
    elif kind == "plotly_chart":
        yield Text("alt", unmarked(proto.alt))
        yield from plot_texts(proto.spec)
    elif kind == "dataframe":
        yield from frame_texts(proto.arrow_data.data)
    elif kind == "button_group":
        yield from (Text("button_group", unmarked(o.content)) for o in proto.options)
        yield from _fields(proto, kind)
    else:
        yield from _fields(getattr(proto, kind, proto), kind)


def _fields(proto, kind) -> Iterator[Text]:
    for name in SEEN[kind]:
        value = getattr(proto, name, "")
        for one in [value] if isinstance(value, str) else value:
            yield Text(kind, unmarked(one))


def page_texts(at) -> list[Text]:
    """Every text of a page that was run, in the order of the page."""
    return [t for part in (at.sidebar, at.main) for element in part for t in element_texts(element) if t.text]
