"""What a form offers for what a coder types: names, spellings, labels and titles, with the row each stands for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.record import Record
from onrecord.record.search import search_key

ARROW = " → "  # between a spelling and the name it stands for


@dataclass(frozen=True)
class Options:
    """What a field offers: every line as shown, with the id it stands for and the words that mean it in full."""

    lines: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def line_of_id(self) -> Mapping[str, str]:
        """The line that stands for each id: the first that was listed."""
        return {name: line for line, name in reversed(list(self.lines.items()))}

    @cached_property
    def ids_of_word(self) -> Mapping[str, set[str]]:
        """Whom or what a word means, however it is folded."""
        meant: dict[str, set[str]] = {}
        for line, word in self.words.items():
            meant.setdefault(search_key(word), set()).add(self.lines[line])
        return meant


def actors(record: Record) -> Options:
    """Every actor by name, and by each other spelling of it."""
    names = record.actor_names()
    options = _options(names)
    pairs = record.aliases[["actor_id", "alias"]].drop_duplicates().itertuples(index=False, name=None)
    spelt = [(f"{alias}{ARROW}{names[actor]}", actor, alias) for actor, alias in pairs if alias != names[actor]]
    return _with(options, spelt)


def issues(record: Record) -> Options:
    """Every issue by its label."""
    return _options(record.issue_labels())


def events(record: Record) -> Options:
    """Every event by its title, with its date."""
    rows = record.events[["event_id", "title", "date_label"]].itertuples(index=False, name=None)
    return _with(Options({}), [(f"{title} ({when})", event, title) for event, title, when in rows])


def line_of(options: Options, name: str) -> str:
    """The line that stands for an id; the id itself where none does."""
    return options.line_of_id.get(name, name)


def exact_id(options: Options, typed: str) -> str:
    """Whom or what `typed` means beyond doubt: a line, or a name or spelling of one alone; "" for nobody."""
    text = typed.strip()
    if text in options.lines:
        return options.lines[text]
    meant = options.ids_of_word.get(search_key(text), set()) if text else set()
    return next(iter(meant)) if len(meant) == 1 else ""


def _options(names: Mapping[str, str]) -> Options:
    return _with(Options({}), [(_line(shown, name, names), name, shown) for name, shown in names.items()])


def _with(options: Options, rows: Iterable[tuple[str, str, str]]) -> Options:
    """`options` and further lines, each with its id and its word; a line that is there already stays what it is."""
    lines, words = dict(options.lines), dict(options.words)
    for line, name, word in rows:
        own = line if lines.get(line, name) == name else f"{line} ({name})"
        lines[own], words[own] = name, word
    return Options(lines, words)


def _line(shown: str, name: str, known: Mapping[str, str]) -> str:
    """As shown; with its id where another is shown alike."""
    return shown if list(known.values()).count(shown) == 1 else f"{shown} ({name})"
