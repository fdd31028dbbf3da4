"""What a coder types, and whom or what it means: names, aliases and titles as options, spellings folded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.record import Record, search
from onrecord.record.search import Index, search_key

ARROW = " → "  # between a spelling and the name it stands for


@dataclass(frozen=True)
class Options:
    """What a field offers: every line as shown, with the id it stands for; and the names `best_match` compares with."""

    lines: Mapping[str, str]
    names: Index = field(default_factory=Index)


@dataclass(frozen=True)
class Match:
    """What was typed, understood: the id ("" for nothing known), its line, and whether it was only near."""

    name: str
    line: str
    is_near: bool


def actors(record: Record) -> Options:
    """Every actor by name, and by each other spelling of it."""
    names = record.actor_names()
    lines = {_line(name, actor, names): actor for actor, name in names.items()}
    pairs = record.aliases[["actor_id", "alias"]].drop_duplicates().itertuples(index=False, name=None)
    spelt = {f"{alias}{ARROW}{names[actor]}": actor for actor, alias in pairs if alias != names[actor]}
    return Options(lines | spelt, _names(record, "actor"))


def issues(record: Record) -> Options:
    """Every issue by its label."""
    labels = record.issue_labels()
    lines = {_line(label, issue, labels): issue for issue, label in labels.items()}
    return Options(lines, _names(record, "issue"))


def events(record: Record) -> Options:
    """Every event by its title, with its date."""
    rows = record.events[["event_id", "title", "date_label"]].itertuples(index=False, name=None)
    lines = {f"{title} ({when})": event for event, title, when in rows}
    return Options(lines)


def line_of(options: Options, name: str) -> str:
    """The line that stands for an id; the id itself where none does."""
    return next((line for line, known in options.lines.items() if known == name), name)


def best_match(options: Options, typed: str) -> Match:
    """Whom or what `typed` means: a line, a name or spelling however folded, else the nearest there is."""
    text = typed.strip()
    if text in options.lines:
        name = options.lines[text]
        return Match(name, line_of(options, name), is_near=False)
    wanted, known = search_key(text), options.names.entries
    same = known[known["text"] == wanted]
    near = same if len(same) else search.find(options.names, text, most=1)
    if not wanted or near.empty:
        return Match("", text, is_near=False)
    name = str(near["mark"].iloc[0]).partition(":")[2]
    return Match(name, line_of(options, name), is_near=same.empty)


def _line(shown: str, name: str, known: Mapping[str, str]) -> str:
    """As shown; with its id where another is shown alike."""
    return shown if list(known.values()).count(shown) == 1 else f"{shown} ({name})"


def _names(record: Record, kind: str) -> Index:
    """What can be meant. Of an issue only its label counts: propositions share too many words."""
    return record.once(search.index).titles(kind)
