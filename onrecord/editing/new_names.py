"""Who or what a form names and the record does not have yet: a new actor, another spelling of one, a new issue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onrecord import store
from onrecord.editing.entries import Rows, rows_by_key
from onrecord.editing.workspace import Workspace
from onrecord.errors import OnRecordError
from onrecord.text import one_line, slug

LONGEST = 300  # characters of a name
NameKey = tuple[str, str]  # table, and the name as it was typed


@dataclass(frozen=True)
class NewName:
    """What was answered about one name.

    ``table`` is actors or issues. An actor is new with its ``kind`` and for whom it speaks (``principal``, a name on
    record or another new one), or another spelling of the actor ``same``. An issue has ``proposition`` and ``topic``.
    """

    table: str
    kind: str = ""
    principal: str = ""
    same: str = ""
    proposition: str = ""
    topic: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether enough is said to save it."""
        return bool(self.proposition and self.topic if self.table == "issues" else self.kind or self.same)


def new_name_rows(
    workspace: Workspace, names: Mapping[str, NewName], known: Callable[[str, str], str], report_id: str
) -> tuple[Mapping[NameKey, str], Rows]:
    """The rows that put names on record, and the id each name has from then on.

    Parameters
    ----------
    names : the name as it was typed -> what was answered
    known : table and name -> id of a name on record, "" for none
    report_id : the report whose spelling another spelling is

    Raises OnRecordError where a name is none, or speaks for somebody who is not on record.
    """
    used = {table: set(store.used_ids(workspace.engine, workspace.dossier_id, table)) for table in ("actors", "issues")}
    ids: dict[NameKey, str] = {}
    for name, answer in names.items():
        check_name(name)
        key = answer.table, name
        ids[key] = known("actors", answer.same) if answer.same else _unused(used[answer.table], name)
        used[answer.table].add(ids[key])
    rows: dict[tuple[str, tuple[str, ...]], Mapping[str, str]] = {}
    for name, answer in names.items():
        principal = ids.get(("actors", answer.principal)) or known("actors", answer.principal)
        if answer.principal and not principal:
            raise OnRecordError(f"“{answer.principal}”, for whom {name} speaks, is not on record yet.")
        rows |= _rows(name, ids[answer.table, name], answer, principal, report_id)
    return ids, rows


def check_name(name: str) -> None:
    """Raises OnRecordError where `name` has nothing to read in it, or is too long for a name."""
    if not any(character.isalnum() for character in one_line(name)):
        raise OnRecordError("A name needs at least one letter or digit.")
    if len(name) > LONGEST:
        raise OnRecordError(f"A name has at most {LONGEST} characters; this one has {len(name):,}.")


def _unused(used: set[str], name: str) -> str:
    wanted = slug(name)
    return (
        wanted if wanted not in used else next(n for n in (f"{wanted}-{i}" for i in range(2, 10**6)) if n not in used)
    )


def _rows(name: str, row_id: str, answer: NewName, principal: str, report_id: str) -> Rows:
    if answer.table == "issues":
        new = {"issue_id": row_id, "label": name, "proposition": answer.proposition, "topic": answer.topic}
        return rows_by_key("issues", new)
    if answer.same:
        alias = {"actor_id": row_id, "alias": name, "kind": "variant", "report_id": report_id}
        return rows_by_key("aliases", alias)
    return rows_by_key("actors", {"actor_id": row_id, "name": name, "kind": answer.kind, "principal_id": principal})
