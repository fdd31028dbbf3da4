"""A folder or bundle of a dossier that is here already: what differs, what clashes, and one signed revision of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord import checks, store
from onrecord.editing.tables import key_of, row_texts
from onrecord.editing.workspace import Workspace, save
from onrecord.errors import Clash, StaleError
from onrecord.schema import TABLES
from onrecord.schema.change import Change, Row
from onrecord.schema.dossier import Dossier
from onrecord.text import count

NAMED = 20  # rows and clashes that a preview names
LOOKED_AT = 500  # of the newest revisions, where an export began from a state that came from here
Rows = Mapping[tuple[str, tuple[str, ...]], Row]  # table and key -> row


@dataclass(frozen=True)
class Comparison:
    """What loading a dossier would change in the store.

    ``base_rev`` is the revision at which the folder and the store were the same; ``is_shared`` is False where none is
    known, and the folder is compared with what stands now. ``changes`` lead from there to the folder, as far as the
    store does not have them yet; ``clashes`` are the fields that were changed here too.
    """

    dossier: Dossier
    base_rev: int
    is_shared: bool
    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]


def is_worked_on(engine: store.Store, dossier_id: str) -> bool:
    """Whether a dossier that is in the store came there, or was changed there, otherwise than from its folder."""
    return bool(set(store.revisions(engine, dossier_id)["made_by"]) - {store.FOLDER})


def compare(workspace: Workspace, dossier: Dossier) -> Comparison:
    """What separates a folder or bundle from the dossier of that id in the store, three ways where that can be.

    What was changed in the store alone since the export stays; what was changed in the folder alone is to be saved.

    Notes
    -----
    The state from which the folder began is the revision it says, if its content is that of the version it says; or one
    with the content with which the dossier came to where it was exported, as when a bundle comes back; else the last
    reading of the own folder of the dossier. Where there is none of these, every difference is a change of the folder.

    Raises MissingError where the store holds no such dossier.
    """
    newest = store.load(workspace.engine, workspace.dossier_id)
    base_rev = _shared_revision(workspace, dossier)
    base = store.load(workspace.engine, workspace.dossier_id, base_rev) if base_rev else newest
    before, mine, now = (_rows(workspace.dossier_id, d) for d in (base, dossier, newest))
    keys = [key for key in dict.fromkeys([*before, *mine]) if before.get(key) != mine.get(key)]
    changes = [Change(*key, before.get(key), mine.get(key)) for key in keys]
    pending = _renumbered([c for c in changes if not _is_done(c, now.get((c.table, c.key)))], newest)
    clashes = store.find_clashes(workspace.engine, workspace.dossier_id, pending)
    return Comparison(dossier, base_rev or newest.revision, bool(base_rev), tuple(pending), tuple(clashes))


def update(workspace: Workspace, comparison: Comparison, *, origin: str) -> int:
    """Save what a comparison found as one signed revision, which can be undone like any other; the revision.

    Parameters
    ----------
    origin : where it comes from, for the reason

    Raises StaleError where something was changed here too, DossierError where the result would break the codebook,
    AccessError, SaveError. Nothing is saved then.
    """
    if comparison.clashes:
        raise StaleError(comparison.clashes)
    reason = f"loaded from {origin}, version {comparison.dossier.version}"
    return save(workspace, comparison.changes, reason=reason, base_rev=comparison.base_rev)


def preview(comparison: Comparison) -> list[str]:
    """What a comparison found, as lines: with what it was compared, each table's rows, the rows and clashes by name."""
    dossier, clashes = comparison.dossier, comparison.clashes
    revision = f"revision {comparison.base_rev}"
    shared = f"compared with {revision}, from which it began; what was changed here alone since then stays"
    unknown = f"it does not say from which state it began, so it is compared with {revision}, which stands now"
    lines = [f"{dossier.dossier_id}: {shared if comparison.is_shared else unknown}"]
    lines += [*_table_lines(comparison.changes), *_some(list(map(_change_line, comparison.changes)), "row")]
    if clashes:
        lines.append(f"  changed here too, by {', '.join(sorted({c.by for c in clashes}))}:")
    return lines + _some(list(map(_clash_line, clashes)), "field")


def _shared_revision(workspace: Workspace, dossier: Dossier) -> int:
    """The revision that the folder began from; 0 where none is known."""
    past = store.revisions(workspace.engine, workspace.dossier_id)
    revisions = past["rev_id"].tolist()
    of_folder = past.loc[past["made_by"] == store.FOLDER, "rev_id"].tolist()
    state = dossier.exported_at
    if state is None:
        return max(of_folder, default=0)
    likely = [state.revision, revisions[0], *of_folder[::-1]]
    asked = [(r, state.version) for r in likely if r in revisions]
    asked += [(r, state.began) for r in [*of_folder[::-1], *revisions[::-1][:LOOKED_AT]]]
    versions = cache(lambda revision: store.load(workspace.engine, workspace.dossier_id, revision).version)
    return next((r for r, version in asked if version and versions(r) == version), max(of_folder, default=0))


def _rows(dossier_id: str, dossier: Dossier) -> Rows:
    rows = {(t.name, key_of(t.name, row)): row for t in TABLES for row in row_texts(dossier.tables[t.name])}
    return {("dossiers", (dossier_id,)): dict(dossier.meta), **rows}


def _is_done(change: Change, now: Row | None) -> bool:
    """Whether the store has a change already."""
    if change.base is None or change.mine is None or now is None:
        return change.mine == now
    return all(now[name] == value for name, value in change.mine.items() if change.base[name] != value)


def _renumbered(changes: Sequence[Change], newest: Dossier) -> list[Change]:
    """`changes`, new reports whose number another report has by now without it: they are given the next."""
    reports = newest.tables["reports"]
    owners = dict(zip(reports["number"], reports["report_id"], strict=True))
    return [_without_number(c) if _is_number_of_another(c, owners) else c for c in changes]


def _is_number_of_another(change: Change, owners: Mapping[str, str]) -> bool:
    if change.table != "reports" or change.base is not None or change.mine is None:
        return False
    return owners.get(change.mine["number"], change.key[0]) != change.key[0]


def _without_number(change: Change) -> Change:
    return replace(change, mine={**(change.mine or {}), "number": ""})


def _table_lines(changes: Sequence[Change]) -> Iterator[str]:
    n_rows: dict[str, Counter[str]] = {}
    for change in changes:
        n_rows.setdefault(change.table, Counter())[_what(change)] += 1
    for table, n in n_rows.items():
        yield f"  {table}: {n['new']:,} new, {n['changed']:,} changed, {n['gone']:,} gone"


def _what(change: Change) -> str:
    if change.base is None:
        return "new"
    return "gone" if change.mine is None else "changed"


def _change_line(change: Change) -> str:
    base, mine = change.base or {}, change.mine or {}
    fields = [name for name in mine if base.get(name) != mine[name]] if change.base else []
    where = f" in {', '.join(fields)}" if fields else ""
    return f"    {_what(change)}{where}: {_place(change.table, change.key)}"


def _clash_line(clash: Clash) -> str:
    place = f"    {_place(clash.table, clash.key)}"
    if not clash.field:
        return f"{place}: changed in the folder, ended here by {clash.by} on {clash.made_at[:10]}"
    base, mine, theirs = (f"'{checks.visible(value)}'" for value in (clash.base, clash.mine, clash.theirs))
    what = f"{clash.field} was {base}, is {mine} in the folder and {theirs} here"
    return f"{place}: {what} ({clash.by}, {clash.made_at[:10]})"


def _place(table: str, key: tuple[str, ...]) -> str:
    return f"{table} {' + '.join(checks.visible(part) for part in key if part)}"


def _some(lines: list[str], noun: str) -> list[str]:
    more = [f"    … and {count(len(lines) - NAMED, 'more ' + noun)}"] if len(lines) > NAMED else []
    return lines[:NAMED] + more
