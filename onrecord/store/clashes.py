"""Where somebody else's change stands in the way of a save or an undo, and who made it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from onrecord.errors import Clash
from onrecord.schema.change import Change, Row
from onrecord.store.field_history import THERE, Key, Setters, fields, setters, signatures
from onrecord.store.ids import stored_changes, stored_id
from onrecord.store.rows import Place, current_rows

AtStake = Mapping[str, tuple[str, str, str]]  # field -> base, mine, theirs


def clashes(
    connection: sa.Connection, dossier_id: str, changes: Sequence[Change], theirs: Mapping[Place, Row]
) -> list[Clash]:
    """The fields in which `changes` and what stands, `theirs`, both differ from what the writer saw."""
    at_stake = [(c, _at_stake(c, theirs.get((c.table, c.key)))) for c in changes]
    stale = [(c, some) for c, some in at_stake if some]
    return _clash_list(connection, _set_by(connection, dossier_id, [c for c, _ in stale]), stale)


def find_clashes(engine: sa.Engine, dossier_id: str, changes: Sequence[Change]) -> list[Clash]:
    """The fields for which `changes` would be refused if they were saved now."""
    with engine.connect() as connection:
        stored = stored_id(connection, dossier_id)
        own = stored_changes(connection, stored, changes)
        return clashes(connection, stored, own, current_rows(connection, stored, own))


def clashes_since(connection: sa.Connection, dossier_id: str, rev_id: int, inverse: Sequence[Change]) -> list[Clash]:
    """Where a revision is not the last that touched what it touched: its `inverse` would undo another change too."""
    by_row = _set_by(connection, dossier_id, inverse)
    theirs = current_rows(connection, dossier_id, inverse)
    stale: list[tuple[Change, AtStake]] = []
    for change in inverse:
        row, stands = by_row[change.table, change.key], theirs.get((change.table, change.key))
        changed_since = {f for f, setter in row.left[rev_id].items() if row.now[f] != setter}
        if changed_since:
            stale.append((change, _at_stake_in_undo(change, stands, changed_since)))
    return _clash_list(connection, by_row, stale)


def _at_stake_in_undo(change: Change, stands: Row | None, changed_since: set[str]) -> AtStake:
    if change.base is None or stands is None:
        return {THERE: _presence(change, stands)}
    return _values(sorted(changed_since - {THERE}), change.base, change.mine, stands)


def _at_stake(change: Change, theirs: Row | None) -> AtStake:
    base, mine = change.base, change.mine
    if theirs is None:
        return {} if base is None or mine is None else {THERE: ("there", "there", "ended")}
    if mine is None or base is None:
        seen = base if mine is None else mine
        return _values(fields(seen or {}, theirs), base, mine, theirs)
    own = [f for f in fields(base, mine) if theirs.get(f) not in (base.get(f), mine.get(f))]
    return _values(own, base, mine, theirs)


def _values(names: Iterable[str], base: Row | None, mine: Row | None, theirs: Row) -> AtStake:
    before, wanted = base or {}, mine or {}
    return {f: (before.get(f, ""), wanted.get(f, ""), theirs.get(f, "")) for f in names}


def _presence(change: Change, stands: Row | None) -> tuple[str, str, str]:
    base, mine, theirs = ("ended" if row is None else "there" for row in (change.base, change.mine, stands))
    return base, mine, theirs


def _set_by(connection: sa.Connection, dossier_id: str, changes: Iterable[Change]) -> dict[Place, Setters]:
    """Who set the fields of the rows that are to change."""
    keys: dict[str, list[Key]] = defaultdict(list)
    for change in changes:
        keys[change.table].append(change.key)
    return {
        (table, key): row
        for table, some in keys.items()
        for key, row in setters(connection, dossier_id, table, some).items()
    }


def _clash_list(
    connection: sa.Connection, by_row: Mapping[Place, Setters], stale: Iterable[tuple[Change, AtStake]]
) -> list[Clash]:
    """Every field at stake with who set it, and when."""
    found = [(c, f, values, by_row[c.table, c.key].now[f]) for c, some in stale for f, values in some.items()]
    signed = signatures(connection, {rev_id for *_, rev_id in found})
    return [Clash(c.table, c.key, f, *values, *signed[rev_id]) for c, f, values, rev_id in found]
