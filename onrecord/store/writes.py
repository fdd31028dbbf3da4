"""Write to a dossier: compare and set, field by field. Nobody's change is lost, and no broken state is stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import sqlalchemy as sa

from onrecord.errors import MissingError, OnRecordError, StaleError
from onrecord.schema import BY_NAME
from onrecord.schema.change import Change, Row, Signed
from onrecord.store.affected_rows import check
from onrecord.store.clashes import clashes, clashes_since
from onrecord.store.engine import write_transaction
from onrecord.store.history import row_changes
from onrecord.store.ids import follow_title, stored_changes, stored_id
from onrecord.store.layout import REVISIONS, row_key, table_of
from onrecord.store.numbers import with_numbers
from onrecord.store.private import add_text, empty_log, remove_text
from onrecord.store.rows import apply, chunks, current_rows, new_revision
from onrecord.text import CONTROL


def write(
    engine: sa.Engine, dossier_id: str, changes: Sequence[Change], signed: Signed, *, texts: Sequence[str] = ()
) -> int:
    """Save `changes` as one revision; its number once it is kept, or that of the present one where nothing differs.

    What others changed in other fields of the same rows meanwhile is merged. The same token again gives the revision
    it made before, and writes nothing. ``texts`` are those of reports in `changes`: kept with them, or not at all.

    Raises StaleError where somebody changed the same field (nothing is saved, every field at stake is named),
    DossierError where the result would break the codebook, SaveError where the database did not take it, OnRecordError
    where a row would change its key or take an id that another row had.
    """
    _check_signature(signed)
    with write_transaction(engine) as connection:
        stored = stored_id(connection, dossier_id)
        if signed.token and (before := _revision_by_token(connection, stored, signed.token)):
            return before
        own = stored_changes(connection, stored, changes)
        _check_keys(stored, own)
        _check_new_ids(connection, stored, own)
        rev_id = _write(connection, stored, with_numbers(connection, stored, own), signed)
        for text in texts:
            add_text(connection, stored, text, signed.by)
        return rev_id


def delete_text(engine: sa.Engine, dossier_id: str, sha256: str, signed: Signed) -> int:
    """Delete the text of a report and every draft that holds it, for good; the revision that says so.

    No row changes, so there is nothing to undo. Raises MissingError where no such text is kept, SaveError where the
    database did not take it.
    """
    _check_signature(signed)
    with write_transaction(engine) as connection:
        stored = stored_id(connection, dossier_id)
        if signed.token and (before := _revision_by_token(connection, stored, signed.token)):
            return before
        if not remove_text(connection, stored, sha256):
            raise MissingError(f"No text with the SHA-256 {sha256[:12]}… is kept here.")
        rev_id = new_revision(connection, stored, signed)
    empty_log(engine)
    return rev_id


def undo(engine: sa.Engine, dossier_id: str, rev_id: int, signed: Signed) -> int:
    """Take back what one revision did, as a new revision. Undoing an undo does it again.

    What others have since changed in other fields stays. Raises StaleError where anything that would be taken back has
    been changed since, even if it was changed back, and says by whom; DossierError where later rows rest on what would
    go; MissingError where there is no such revision, OnRecordError where it is undone already, changed no row, or is
    the one the dossier began with.
    """
    _check_signature(signed)
    with write_transaction(engine) as connection:
        stored = stored_id(connection, dossier_id)
        if signed.token and (before := _revision_by_token(connection, stored, signed.token)):
            return before
        _check_undo(connection, stored, int(rev_id))
        inverse = _inverse(connection, stored, int(rev_id))
        if not inverse:
            raise OnRecordError(f"Revision {int(rev_id)} changed no row, so there is nothing to take back.")
        if found := clashes_since(connection, stored, int(rev_id), inverse):
            raise StaleError(found)
        return _write(connection, stored, inverse, signed, undoes=int(rev_id))


def revision_of_token(engine: sa.Engine, dossier_id: str, token: str) -> int:
    """The revision that was written under `token`; 0 for none."""
    with engine.connect() as connection:
        return _revision_by_token(connection, stored_id(connection, dossier_id), token) if token else 0


def _check_signature(signed: Signed) -> None:
    if any(CONTROL.search(text) for text in (signed.by, signed.reason, signed.token)):
        raise OnRecordError("The name or the reason holds a control character; write it without.")


def _check_keys(dossier_id: str, changes: Iterable[Change]) -> None:
    """A row keeps its key: whatever refers to it, and its history, would lose it."""
    for change in changes:
        if change.table == "dossiers":
            is_own = change.key == (dossier_id,)
        else:
            key = BY_NAME[change.table].key
            is_own = change.mine is None or tuple(change.mine[k] for k in key) == change.key
        if not is_own:
            named = f"{change.table} {' + '.join(change.key)}"
            raise OnRecordError(f"A row keeps its key: end {named} and add another instead.")


def _check_new_ids(connection: sa.Connection, dossier_id: str, changes: Iterable[Change]) -> None:
    """No new row takes an id that a row had which stands no more."""
    new: dict[str, dict[str, str]] = defaultdict(dict)
    for change in changes:
        if _is_new_id(change):
            new[change.table][row_key(change.key)] = change.key[0]
    for name, ids in new.items():
        table = table_of(name)
        ended = sa.select(table.c.row_key).group_by(table.c.row_key)
        ended = ended.having(sa.func.count() == sa.func.count(table.c.rev_to))
        for some in chunks(sorted(ids)):
            query = ended.where(table.c.dossier_id == dossier_id, table.c.row_key.in_(some))
            if gone := connection.scalars(query).first():
                raise OnRecordError(f"The id '{ids[gone]}' had another row in {name}; choose a new one.")


def _is_new_id(change: Change) -> bool:
    """Whether a row comes in under an id of its own. A verdict that was withdrawn may come back."""
    is_new = change.base is None and change.mine is not None
    return is_new and len(change.key) == 1 and change.table != "verdicts"


def _write(
    connection: sa.Connection, dossier_id: str, changes: Sequence[Change], signed: Signed, undoes: int | None = None
) -> int:
    theirs = current_rows(connection, dossier_id, changes)
    if found := clashes(connection, dossier_id, changes, theirs):
        raise StaleError(found)
    merged = [_merge(c, theirs.get((c.table, c.key))) for c in changes]
    real = [c for c in merged if c.base != c.mine]
    if not real and undoes is None:
        return int(
            connection.scalar(sa.select(sa.func.max(REVISIONS.c.rev_id)).where(REVISIONS.c.dossier_id == dossier_id))
            or 0
        )
    _check_encodable(real)
    check(connection, dossier_id, real)
    rev_id = new_revision(connection, dossier_id, signed, undoes)
    apply(connection, dossier_id, real, rev_id)
    follow_title(connection, dossier_id, real, rev_id)
    return rev_id


def _check_encodable(changes: Iterable[Change]) -> None:
    """Raise UnicodeEncodeError where a text holds half a character; `write_transaction` says it in plain words."""
    for change in changes:
        "".join((change.mine or {}).values()).encode()


def _revision_by_token(connection: sa.Connection, dossier_id: str, token: str) -> int:
    made_by = sa.select(REVISIONS.c.rev_id).where(REVISIONS.c.dossier_id == dossier_id, REVISIONS.c.token == token)
    return int(connection.scalar(made_by) or 0)


def _merge(change: Change, theirs: Row | None) -> Change:
    """The change as it applies to what stands: my fields over theirs."""
    base, mine = change.base, change.mine
    if mine is None or theirs is None or base is None:
        return replace(change, base=theirs)
    fields = {f: v for f, v in mine.items() if base.get(f) != v}
    return replace(change, base=theirs, mine={f: v for f, v in {**theirs, **fields}.items() if f in mine})


def _check_undo(connection: sa.Connection, dossier_id: str, rev_id: int) -> None:
    query = sa.select(REVISIONS.c.rev_id, REVISIONS.c.undoes, REVISIONS.c.made_by)
    rows = connection.execute(query.where(REVISIONS.c.dossier_id == dossier_id).order_by(REVISIONS.c.rev_id)).all()
    if rev_id not in {row.rev_id for row in rows}:
        raise MissingError(f"This dossier has no revision {rev_id}.")
    if rev_id == rows[0].rev_id:
        raise OnRecordError("The first revision brought the dossier in; it cannot be undone.")
    if by := undone_by((row.rev_id, row.undoes or 0) for row in rows).get(rev_id):
        who = next(row.made_by for row in rows if row.rev_id == by)
        raise OnRecordError(f"Revision {rev_id} is undone already, by {who} in revision {by}.")


def undone_by(revisions: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The revisions that are undone, each with the one that undid it; from (revision, what it undoes), oldest first.

    A change, its undo, the undo of that and so on stand in one row: each takes the one before it back, and the change
    itself is undone where their number is odd, however each was asked for.
    """
    began: dict[int, int] = {}
    chains: dict[int, list[int]] = {}
    for rev_id, target in revisions:
        began[rev_id] = began.get(target, target) if target else rev_id
        chains.setdefault(began[rev_id], []).append(rev_id)
    found = {one: after for chain in chains.values() for one, after in pairwise(chain)}
    for change, *undos in chains.values():
        if len(undos) % 2:
            found[change] = undos[-1]
        else:
            found.pop(change, None)
    return found


def _inverse(connection: sa.Connection, dossier_id: str, rev_id: int) -> list[Change]:
    """What would take one revision back."""
    past = row_changes(connection, dossier_id, rev_id - 1, rev_id)
    return [Change(c.table, c.key, c.mine, c.base) for _, c in past]
