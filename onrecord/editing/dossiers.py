"""Whole dossiers: begun, described, brought in from a folder or a bundle, handed over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from onrecord import config, dates, store
from onrecord import record as records
from onrecord.editing import bundles
from onrecord.editing.access import authorise
from onrecord.editing.bundles import BundledDossier
from onrecord.editing.coding import NEW, SaveRequest
from onrecord.editing.date_input import to_edtf
from onrecord.editing.workspace import Workspace, save, signature
from onrecord.errors import AccessError, OnRecordError
from onrecord.record import Record
from onrecord.schema import TABLES
from onrecord.schema.change import Change
from onrecord.schema.dossier import META_FIELDS, Dossier
from onrecord.store import first_load
from onrecord.text import slug

NAMING = ("question", "cite")  # fields that may name the title


@dataclass(frozen=True)
class NewDossier:
    """A dossier that is there now: its id, and its first revision."""

    dossier_id: str
    revision: int


def defaults(title: str, coder: str, today: date) -> dict[str, str]:
    """What a new dossier says of itself where nobody says anything else: every field of its description."""
    named = " ".join(title.split())
    return {
        "title": named,
        "question": f"Who said or did what on “{named}”, when, and according to whom?",
        "period": "",  # that of what is coded
        "about": f"Begun on {dates.label_day(today)} by {coder}. What is in it and what is not is still to be said.",
        "licence": "Not for publication; ask who keeps it.",
        "cite": f"On Record ({today.year}): {named}. Name the version shown on the quality page.",
    }


def begin(workspace: Workspace, fields: Mapping[str, str], *, token: str = "") -> NewDossier:
    """Begin a dossier from nothing; its id is made from its title.

    Parameters
    ----------
    fields : of dossier.toml, of which ``title`` is needed
        What is left empty is filled in as `defaults` does.

    Raises OnRecordError without a title or with a period that is no date, AccessError, SaveError.
    """
    authorise(workspace.coder)
    title = " ".join(fields.get("title", "").split())
    if not title:
        raise OnRecordError("Give the dossier a title first.")
    meta = defaults(title, workspace.coder.name, date.today()) | _typed(fields) | {"title": title}
    name = free_id(workspace, slug(title))
    return NewDossier(
        name,
        first_load.begin(workspace.engine, _empty(name, meta), signature(workspace, "dossier begun", token)),
    )


def blank_record() -> Record:
    """A record of no dossier, without a row: what a page shows where the store holds none."""
    return records.from_dossier(_empty("", dict.fromkeys(META_FIELDS, "")))


def describe(workspace: Workspace, fields: Mapping[str, str], form: SaveRequest = NEW) -> int:
    """Change what a dossier says of itself, as one revision. Another title takes the place of the old one in the
    question and the citation too, unless these are written anew; the id follows it, and every earlier one leads here.

    Raises OnRecordError where a period is no date, DossierError where a field is left empty, and as `save` does.
    """
    base = dict(store.load(workspace.engine, workspace.dossier_id, form.base_rev).meta)
    later = _new_description(base, fields)
    changed = [name for name in META_FIELDS if base.get(name) != later.get(name)]
    if not changed:
        raise OnRecordError("Nothing is different yet.")
    reason = form.reason.strip() or f"description changed: {', '.join(changed)}"
    change = Change("dossiers", (workspace.dossier_id,), base, later)
    return save(workspace, [change], reason=reason, token=form.token, base_rev=form.base_rev)


def _new_description(base: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """A description with what was typed, its new title also where the old one was named."""
    later = dict(base) | {name: value for name, value in _plain(fields).items() if name in META_FIELDS}
    untouched = [name for name in NAMING if later[name] == base[name] and base["title"]]
    return later | {name: base[name].replace(base["title"], later["title"]) for name in untouched}


def open_bundle(workspace: Workspace, content: bytes) -> BundledDossier:
    """The dossier in a bundle, checked and not yet brought in. Raises as `bundles.unpack` does."""
    authorise(workspace.coder)
    return bundles.unpack(content)


def open_folder(workspace: Workspace, folder: str) -> BundledDossier:
    """The dossier in a folder of this machine, checked and not yet brought in.

    Raises AccessError on a shared instance: what lies on its disk is not the visitor's to read. Else as
    `bundles.read_folder` does.
    """
    authorise(workspace.coder)
    if config.settings().is_hosted:
        raise AccessError("A shared instance reads no folders. Give the dossier as a bundle (.zip).")
    return bundles.read_folder(Path(folder.strip()).expanduser())


def bring_in(workspace: Workspace, opened: BundledDossier, *, dossier_id: str = "", token: str = "") -> NewDossier:
    """Bring in a dossier that was opened, under its own id or another; the texts that came with it are kept.

    Raises OnRecordError where a dossier of that id is there: nothing in it is touched. AccessError, SaveError.
    """
    authorise(workspace.coder)
    wanted = replace(opened.dossier, dossier_id=dossier_id.strip() or opened.dossier.dossier_id)
    reason = f"brought in, version {opened.dossier.version}"
    begun = NewDossier(
        wanted.dossier_id, first_load.begin(workspace.engine, wanted, signature(workspace, reason, token))
    )
    keep_texts(replace(workspace, dossier_id=begun.dossier_id), opened)
    return begun


def keep_texts(workspace: Workspace, opened: BundledDossier) -> None:
    """Keep the texts of reports that came with a dossier. Raises AccessError, SaveError."""
    authorise(workspace.coder)
    for text in opened.texts.values():
        store.keep_text(workspace.engine, workspace.dossier_id, text, workspace.coder.name)


def free_id(workspace: Workspace, wanted: str) -> str:
    """`wanted`, or with a number behind it where a dossier has or had that id."""
    taken = (f"{wanted}-{n}" if n > 1 else wanted for n in range(1, 10_000))
    return next(name for name in taken if not store.newest(workspace.engine, name))


def hand_over(workspace: Workspace, *, texts: Mapping[str, str] | None = None, revision: int | None = None) -> bytes:
    """The dossier as one file for a colleague, as `bundles.pack` puts it together.

    Parameters
    ----------
    texts : report_id -> text, only where they are explicitly asked for
        What leaves cannot be called back, so only those who may write to the record may send them.

    Raises AccessError, MissingError.
    """
    if texts:
        authorise(workspace.coder)
    return bundles.pack(workspace.engine, workspace.dossier_id, texts or {}, revision)


def _empty(dossier_id: str, meta: Mapping[str, str]) -> Dossier:
    tables = {t.name: pd.DataFrame(columns=[c.name for c in t.columns], dtype="str") for t in TABLES}
    return Dossier(dossier_id, meta, tables)


def _typed(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in _plain(fields).items() if value}


def _plain(fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without blanks around; the period as EDTF."""
    return {name: to_edtf(value) if name == "period" else value.strip() for name, value in fields.items()}
