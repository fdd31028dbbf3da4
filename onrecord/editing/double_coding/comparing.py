"""Two codings of one report side by side: every difference once, and how far the coders agree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from onrecord import measures, store
from onrecord.editing.double_coding.codings import Row, Two
from onrecord.editing.tables import Key

# What coders are asked to agree on. The words they put it in (gist, title, note) are shown and not compared.
COMPARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "stances": ("date", "actor_id", "issue_id", "position", "kind", "start", "end", "confidence"),
        "event_reports": ("start", "end", "reported_date", "reported_status", "reported_place", "credibility"),
        "events": ("date", "event_type", "status", "place", "salience", "actors"),
    }
)
Pair = tuple[Key, Key]


@dataclass(frozen=True)
class Disagreement:
    """One disagreement between this coding (left, mine) and another one (right, theirs) of the same report.

    ``what`` is the table: ``stances``, ``event_reports`` (a mention of an event) or ``events`` (an event that both
    mention, as a whole; its row has ``actors`` beside the columns of the table: who had which part). ``kind`` is "only
    left", "only right" or "differs", and then ``columns`` names what does. ``left`` and ``right`` are the keys, () for
    none; ``mine`` and ``theirs`` the rows. ``into`` is the event here to which a mention would belong that only they
    have; "" where that would be a new one. ``kept_in`` is the revision in which mine was kept over theirs, where
    neither has changed since; 0 while the difference is open.
    """

    other_id: str
    report_id: str
    what: str
    kind: str
    left: Key
    right: Key
    columns: tuple[str, ...]
    mine: Row | None
    theirs: Row | None
    into: str = ""
    kept_in: int = 0

    def kept_reason(self) -> str:
        """How the reason begins of the revision that keeps mine over theirs."""
        keys = " / ".join(" ".join(key) or "none" for key in (self.left, self.right))
        return f"second reading {self.other_id}: kept mine, {self.what} {keys} ("


def compare(engine: store.Store, left_id: str, right_id: str, report_id: str) -> list[Disagreement]:
    """Every difference between two dossiers over one report, by its id in the left one; stances, mentions, events.

    Conflicts and links between events are not compared: they rest on more than one report.

    Raises MissingError where a dossier is not there, or one of the two does not hold the report.
    """
    two = two_codings(engine, left_id, right_id, report_id)
    return _with_decisions(engine, (left_id, two.right.dossier.dossier_id), disagreements(two))


def disagreements(two: Two) -> list[Disagreement]:
    """Every difference between two codings, whether mine was kept or not."""
    return [*_stances(two), *_mentions(two), *_events(two)]


def two_codings(engine: store.Store, left_id: str, right_id: str, report_id: str) -> Two:
    """The codings of one report in two dossiers, as they stand. Raises MissingError as `compare`."""
    return Two.of(store.load(engine, left_id), store.load(engine, right_id), report_id)


def agreement(engine: store.Store, left_id: str, right_id: str, report_id: str) -> pd.DataFrame:
    """Krippendorff's alpha of two codings of one report on each variable.

    Returns
    -------
    table, one row per variable
        ``what``, "stances" or "event_reports", and the columns of `measures.coder_agreement`.

    Raises MissingError as `compare`.
    """
    two = two_codings(engine, left_id, right_id, report_id)
    said = measures.coder_agreement(two.stances, nominal=("actor_id", "issue_id", "kind"), ordinal=("position",))
    told = measures.coder_agreement(two.mentions, nominal=("event_type", "status"))
    whole = pd.concat([said.assign(what="stances"), told.assign(what="event_reports")], ignore_index=True)
    return whole[["what", *said.columns]]


def _stances(two: Two) -> Iterator[Disagreement]:
    return _disagreements(two, "stances", two.stance_pairs())


def _mentions(two: Two) -> Iterator[Disagreement]:
    into = two.counterparts()
    for found in _disagreements(two, "event_reports", two.mention_pairs()):
        yield replace(found, into=into.get(found.right[0], "")) if found.kind == "only right" else found


def _events(two: Two) -> Iterator[Disagreement]:
    """Of the events that both mention. One that only they mention is compared once their mention is taken."""
    pairs = dict.fromkeys(((m[0],), (t[0],)) for m, t in two.mention_pairs() if m and t)
    return _disagreements(two, "events", pairs)


def _disagreements(two: Two, what: str, pairs: Iterable[Pair]) -> Iterator[Disagreement]:
    mine, theirs = _rows(two, what)
    place = (two.right.dossier.dossier_id, two.left.report_id, what)
    for left, right in pairs:
        here, there = mine.get(left), theirs.get(right)
        if here is None or there is None:
            kind = "only right" if here is None else "only left"
            yield Disagreement(*place, kind, left, right, (), here, there)
        elif columns := tuple(c for c in COMPARED[what] if here[c] != there[c]):
            yield Disagreement(*place, "differs", left, right, columns, here, there)


def _rows(two: Two, what: str) -> tuple[dict[Key, Row], dict[Key, Row]]:
    mine, theirs = two.left.rows(what), two.right.rows(what)
    if what == "events":
        for rows, coding in ((mine, two.left), (theirs, two.right)):
            for (event_id,), row in rows.items():
                row["actors"] = _parts_text(coding.parts.get(event_id, ()))
    return mine, theirs


def _parts_text(parts: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{actor} ({role})" for actor, role in sorted(parts))


def _with_decisions(engine: store.Store, ids: tuple[str, str], found: list[Disagreement]) -> list[Disagreement]:
    """The differences with what the history says of each: that mine was kept, and that nothing has changed since.

    Revisions of all dossiers are numbered in one row, so a later number is a later change in either of the two.
    """
    past = store.revisions(engine, ids[0])
    for former in store.all_ids(engine, ids[1]):  # a reason names the other dossier as it was called then
        past["reason"] = past["reason"].str.replace(
            rf"^second reading {former}:", f"second reading {ids[1]}:", regex=True
        )
    kept = past[past["reason"].str.startswith(f"second reading {ids[1]}: kept mine, ")]
    if kept.empty:
        return found
    numbers = past[["rev_id", "undoes"]].astype(int)
    undone = store.undone_by(list(numbers.itertuples(index=False, name=None)))
    standing = {str(reason): int(rev) for rev, reason in kept[["rev_id", "reason"]].values if int(rev) not in undone}
    touched = [_last_changes(engine, dossier_id, int(kept["rev_id"].min())) for dossier_id in ids]
    return [replace(f, kept_in=_revision_kept_in(f, standing, touched)) for f in found]


def _revision_kept_in(
    found: Disagreement, standing: Mapping[str, int], touched: list[dict[tuple[str, Key], int]]
) -> int:
    kept_in = max((rev for reason, rev in standing.items() if reason.startswith(found.kept_reason())), default=0)
    rows = zip(touched, (found.left, found.right), strict=True)
    return kept_in if all(last.get((found.what, key), 0) <= kept_in for last, key in rows) else 0


def _last_changes(engine: store.Store, dossier_id: str, after: int) -> dict[tuple[str, Key], int]:
    """The last revision after `after` that touched each row; what touches an actor's part touches the event."""
    past = store.history(engine, dossier_id, after)[["rev_id", "table", "key"]].values
    whole = {"event_actors": "events"}
    return {(whole.get(table, table), key[:1] if table in whole else key): int(rev) for rev, table, key in past}
