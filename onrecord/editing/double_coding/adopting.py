"""What changes in this dossier when a row of another coder is taken into it."""

from collections.abc import Iterator, Sequence

from onrecord import store
from onrecord.editing.double_coding.codings import AGREED, Row, Two
from onrecord.editing.double_coding.comparing import Disagreement
from onrecord.editing.tables import Key
from onrecord.editing.workspace import Workspace
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change

LONGEST = 80  # characters of an id
OURS = ("stance_id", "event_id", "report_id")  # what a row keeps whichever coding is taken
CARRIED = ("actors", "issues")
NOBODY: frozenset[tuple[str, str]] = frozenset()


def adoption_changes(
    workspace: Workspace, two: Two, disagreement: Disagreement, columns: Sequence[str]
) -> list[Change]:
    """The changes that bring their side of one difference here, or of some of its columns."""
    if disagreement.what == "stances":
        changes = _stance(workspace, two, disagreement, columns)
    elif disagreement.what == "event_reports":
        changes = _mention(workspace, two, disagreement, columns)
    else:
        changes = _event(two, disagreement, columns)
    once = {(c.table, c.key): c for c in changes}
    for change in list(once.values()):
        once = {(c.table, c.key): c for c in _referenced_rows(two, change)} | once
    return list(once.values())


def _stance(workspace: Workspace, two: Two, disagreement: Disagreement, columns: Sequence[str]) -> Iterator[Change]:
    mine, theirs = disagreement.mine, disagreement.theirs
    if theirs is None:
        yield Change("stances", disagreement.left, mine, None)
    elif mine is None:
        stance_id = _unused_id(workspace, "stances", disagreement.right[0])
        row = {**theirs, "stance_id": stance_id, "report_id": disagreement.report_id}
        yield Change("stances", (stance_id,), None, row)
    else:
        yield Change("stances", disagreement.left, mine, _adopted_row(mine, theirs, columns))


def _mention(workspace: Workspace, two: Two, disagreement: Disagreement, columns: Sequence[str]) -> Iterator[Change]:
    mine, theirs = disagreement.mine, disagreement.theirs
    if theirs is None:
        yield Change("event_reports", disagreement.left, mine, None)
        yield from _mention_removal(two, disagreement.left)
        return
    event_id = mine["event_id"] if mine else disagreement.into or _unused_id(workspace, "events", disagreement.right[0])
    row = (
        _adopted_row(mine, theirs, columns)
        if mine
        else {**theirs, "event_id": event_id, "report_id": disagreement.report_id}
    )
    key = tuple(row[k] for k in BY_NAME["event_reports"].key)
    if mine and key != disagreement.left:
        yield Change("event_reports", disagreement.left, mine, None)
        mine = None
    yield Change("event_reports", key, mine, row)
    if not disagreement.left and not disagreement.into:
        yield from _new_event(two, disagreement.right[0], event_id)


def _new_event(two: Two, theirs: str, event_id: str) -> Iterator[Change]:
    """An event as they have it, with those who take part according to the report, which alone tells of it here."""
    row = two.right.rows("events")[theirs,]
    yield Change("events", (event_id,), None, {**row, "event_id": event_id})
    for actor_id, role in sorted(two.right.parts.get(theirs, ())):
        yield _part(event_id, (actor_id, role), AGREED)


def _mention_removal(two: Two, mention: Key) -> Iterator[Change]:
    """What goes with a mention: the event, where no other is left; else what only this report said of its actors."""
    event_id, report_id, _ = mention
    left = [key for key in _mentions(two, event_id) if key != mention]
    if not left:
        yield from _event_removal(two, event_id)
    elif report_id not in {key[1] for key in left}:
        for key, row in _parts_by_report(two, event_id, (report_id,)).items():
            yield Change("event_actors", key, row, None)


def _mentions(two: Two, event_id: str) -> list[Key]:
    return [key for key in two.left.all_rows("event_reports") if key[0] == event_id]


def _parts_by_report(two: Two, event_id: str, report_ids: Sequence[str]) -> dict[Key, Row]:
    rows = two.left.all_rows("event_actors").items()
    return {key: row for key, row in rows if key[0] == event_id and row["report_id"] in report_ids}


def _event_removal(two: Two, event_id: str) -> Iterator[Change]:
    """The event itself, the parts in it and the links from and to it."""
    for table, n_ids in (("events", 1), ("event_actors", 1), ("event_links", 2)):
        for key, row in two.left.all_rows(table).items():
            if event_id in key[:n_ids]:
                yield Change(table, key, row, None)


def _event(two: Two, disagreement: Disagreement, columns: Sequence[str]) -> Iterator[Change]:
    mine, theirs = _event_row(disagreement.mine), _event_row(disagreement.theirs)
    fields = tuple(c for c in columns if c != "actors")
    if fields or not columns:
        yield Change("events", disagreement.left, mine, _adopted_row(mine, theirs, fields))
    if "actors" in (columns or disagreement.columns):
        yield from _parts(two, disagreement.left[0], disagreement.right[0])


def _event_row(coded: Row | None) -> Row:
    # Who takes part is compared with the event and stored beside it.
    return {column: value for column, value in (coded or {}).items() if column != "actors"}


def _parts(two: Two, event_id: str, theirs: str) -> Iterator[Change]:
    """Who takes part according to this report becomes what they say; what other reports say of it stays."""
    report_id, rows = two.left.report_id, two.left.all_rows("event_actors")
    others = {key[1] for key in _mentions(two, event_id)} - {report_id}
    ours, wanted = two.left.parts.get(event_id, NOBODY), two.right.parts.get(theirs, NOBODY)
    for key, row in _parts_by_report(two, event_id, (AGREED, report_id)).items():
        part = row["actor_id"], row["role"]
        if part in wanted:
            continue
        yield Change("event_actors", key, row, None)
        # not every report agrees any more: the others say so each on its own
        kept = (_part(event_id, part, other) for other in sorted(others if row["report_id"] == AGREED else ()))
        yield from (change for change in kept if change.key not in rows)
    for part in sorted(wanted - ours):
        yield _part(event_id, part, report_id if others else AGREED)


def _part(event_id: str, part: tuple[str, str], report_id: str) -> Change:
    row = dict(zip(BY_NAME["event_actors"].key, (event_id, *part, report_id), strict=True))
    return Change("event_actors", tuple(row.values()), None, row)


def _adopted_row(mine: Row, theirs: Row, columns: Sequence[str]) -> Row:
    """My row with their values, in all columns but the ids or just in some."""
    return {c: theirs[c] if c in columns or (not columns and c not in OURS) else v for c, v in mine.items()}


def _referenced_rows(two: Two, change: Change) -> Iterator[Change]:
    """The actors and issues that a new row names and that are not here yet, and for whom those actors speak."""
    for column in BY_NAME[change.table].columns if change.mine else ():
        value = (change.mine or {}).get(column.name, "")
        if column.refers_to not in CARRIED or not value or (value,) in two.left.all_rows(column.refers_to):
            continue
        new = Change(column.refers_to, (value,), None, two.right.all_rows(column.refers_to)[value,])
        yield new
        yield from _referenced_rows(two, new)


def _unused_id(workspace: Workspace, table: str, wanted: str) -> str:
    """An id that no row of the table ever had: the one wanted, or that with a number."""
    used = store.used_ids(workspace.engine, workspace.dossier_id, table)
    numbered = (f"{wanted[: LONGEST - 4]}-{number}" for number in range(2, len(used) + 3))
    return next(name for name in (wanted, *numbered) if name not in used)
