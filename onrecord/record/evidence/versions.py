"""Versions: what each report says of one event, one row a report, and which of it cannot be so beside another's."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from onrecord.record.differences import differences
from onrecord.record.model import Record
from onrecord.record.reported_days import HERE, reported_days
from onrecord.schema import EVENT_ROLES

NOTHING = {"day": "gives no day", "place": "names no place", "people": "lists nobody"}
PLACES = {"open": "left open"}
FACETS = ("day", "status", "place")
OF_FACET = {"day": "day", "status": "status", "place": "place"}
WENT_ON = {"moved": "day", "went-on": "status"}
OF_PEOPLE = ("role", "list", "replaced", "who")
ABSENT = "not listed"  # the value of a side whose list lacks somebody


@dataclass(frozen=True)
class Piece:
    """A part of what a report says. ``unlike``: the reports that say what cannot be so beside it.

    ``is_later``: a later state than a report before it tells. ``is_given``: no where the report says nothing.
    """

    text: str
    unlike: tuple[str, ...] = ()
    is_later: bool = False
    is_given: bool = True


@dataclass(frozen=True)
class Version:
    """How one report tells an event; ``start`` to ``end`` is its first passage.

    ``people`` has one line a role: the role, then who has it, those that other reports differ on last.
    """

    report_id: str
    name: str
    published: str
    start: int
    end: int
    day: tuple[Piece, ...]
    status: tuple[Piece, ...]
    place: tuple[Piece, ...]
    people: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class _Signs:
    """What is marked, by report, facet and value (of people: the actor): the reports it differs from; a later state."""

    unlike: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    later: set[tuple[str, str, str]] = field(default_factory=set)

    def of(self, report_id: str, facet: str, value: str) -> tuple[str, ...]:
        """The reports that differ from this value of a report, each once."""
        return tuple(dict.fromkeys(self.unlike.get((report_id, facet, value), ())))


def versions(record: Record, event_id: str) -> tuple[Version, ...]:
    """What every report says of an event, in order of publication; none where only one report tells it."""
    mentions = record.event_reports[record.event_reports["event_id"] == event_id]
    if mentions["report_id"].nunique() < 2:
        return ()
    rows = mentions.join(reported_days(mentions)).sort_values(["published_on", "report_id", "start"], kind="stable")
    signs = _signs(record, event_id)
    reports = record.reports.set_index("report_id")
    found: list[Version] = []
    for report_id, told in rows.groupby("report_id", sort=False):
        cells = {facet: _cell(told, facet, signs) for facet in FACETS}
        first, about = told.iloc[0], reports.loc[report_id]
        found.append(
            Version(
                str(report_id), str(about["name"]), str(about["published_label"]), int(first["start"]),
                int(first["end"]), **cells, people=_people(record, event_id, str(report_id), signs),
            )
        )  # fmt: skip
    return _with_progress(found, rows)


def _cell(told: pd.DataFrame, facet: str, signs: _Signs) -> tuple[Piece, ...]:
    """What the mentions of one report say of a facet, each value once."""
    pieces = {}
    for row in told.to_dict("records"):
        value, report_id = str(row[f"reported_{'date' if facet == 'day' else facet}"]), str(row["report_id"])
        text = _day_text({str(name): row[name] for name in row}) if facet == "day" else PLACES.get(value, value)
        key = report_id, facet, value
        pieces[value] = Piece(text or NOTHING[facet], signs.of(*key), key in signs.later, bool(value))
    given = [piece for value, piece in pieces.items() if value]
    return tuple(given or pieces.values())


def _day_text(row: dict[str, object]) -> str:
    """The day a mention gives; where that is not the report's own, or none, the words it has."""
    words, day = f"“{row['words']}”" if row["words"] else "", str(row["day"])
    if not day:
        return f"{words}, {NOTHING['day']}" if words else NOTHING["day"]
    return ", ".join(part for part in (words, day, HERE) if part) if row["is_dated_here"] else day


def _with_progress(found: list[Version], rows: pd.DataFrame) -> tuple[Version, ...]:
    """The versions; a status is a later one at its first telling after another, as long as nothing contradicts it."""
    published = rows.groupby("report_id")["published_on"].first()
    out: list[Version] = []
    for version in found:
        last = {piece.text for piece in out[-1].status} if out else set()
        is_after = bool(out) and published[out[-1].report_id] < published[version.report_id]
        status = tuple(
            replace(p, is_later=(p.is_later or is_after) and p.text not in last and not p.unlike)
            for p in version.status
        )
        out.append(replace(version, status=status))
    return tuple(out)


def _people(record: Record, event_id: str, report_id: str, signs: _Signs) -> tuple[tuple[Piece, ...], ...]:
    """Who took part according to one report, a line a role, and a line of those another report lists besides."""
    parts, names = record.event_actors, record.actor_names()
    rows = parts[(parts["event_id"] == event_id) & parts["report_id"].isin([report_id, ""])]
    lines = [
        (Piece(f"{role.capitalize()}: "), *_actor_pieces(list(dict.fromkeys(own)), names, (report_id, signs)))
        for role in EVENT_ROLES
        if len(own := rows.loc[rows["role"] == role, "speaker_id"])
    ]
    absent = {
        actor: signs.of(report, facet, actor) for report, facet, actor in signs.unlike
        if (report, facet) == (report_id, ABSENT)
    }  # fmt: skip
    if absent:
        missing = _by_sign(Piece(names.get(actor, actor), unlike) for actor, unlike in absent.items())
        lines.append((Piece("Does not list: "), *missing))
    return tuple(lines) or ((Piece(NOTHING["people"], is_given=False),),)


def _actor_pieces(actors: list[str], names: dict[str, str], by: tuple[str, _Signs]) -> list[Piece]:
    report_id, signs = by
    return _by_sign(Piece(names.get(actor, actor), signs.of(report_id, "people", actor)) for actor in actors)


def _by_sign(pieces: Iterable[Piece]) -> list[Piece]:
    """One piece for all that the same reports differ on; what none differs on comes first."""
    together: dict[tuple[str, ...], list[str]] = {}
    for piece in pieces:
        together.setdefault(piece.unlike, []).append(piece.text)
    return [
        Piece(", ".join(texts), unlike) for unlike, texts in sorted(together.items(), key=lambda each: len(each[0]))
    ]


def _signs(record: Record, event_id: str) -> _Signs:
    """What of an event differs from report to report, but for what was dismissed."""
    found, names = differences(record), (record.as_known or record).report_marks()
    rules = [*OF_FACET, *WENT_ON, *OF_PEOPLE, "within"]
    rows = found.rows[found.rows["rule"].isin(rules) & (found.rows["standing"] != "dismissed")]
    mine = found.sides[found.sides["mark"] == f"event:{event_id}"].merge(rows[["difference_id", "rule", "facet"]])
    signs = _Signs()
    if mine.empty:
        return signs
    both = mine.merge(found.sides, on=["difference_id", "mark"])  # what another form of it is told to be, stands there
    both = both[both["value_x"] != both["value_y"]]
    columns = ["rule", "facet", "report_id_x", "value_x", "side_x", "report_id_y", "value_y", "side_y", "is_in_scope_y"]
    for rule, facet, here, value, side, there, other, other_side, is_in_scope in both[columns].itertuples(index=False):
        if rule in WENT_ON:
            is_later = (len(side), side) > (len(other_side), other_side)
            signs.later.update({(here, WENT_ON[rule], value)} if is_later else ())
            continue
        label = "itself" if here == there else names[there] + ("" if is_in_scope else " (outside the scope)")
        for key in _keys(rule, facet, value, other):
            signs.unlike.setdefault((here, *key), []).append(label)
    return signs


def _keys(rule: str, facet: str, value: str, other: str) -> list[tuple[str, str]]:
    """Facet and value that a side of a difference is about."""
    if rule == "who":
        return [("people", actor) for actor in value.split() if actor not in other.split()]
    if rule == "list":
        return [(ABSENT if value == ABSENT else "people", facet)]
    if rule in OF_PEOPLE:
        return [("people", facet if rule == "role" else value)]
    return [(facet if rule == "within" else OF_FACET[rule], value)]
