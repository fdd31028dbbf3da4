"""The command line: onrecord check | anchor | codebook | load | export | bundle, or python -m onrecord."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from onrecord import checks, config, schema, store
from onrecord.editing import Coder, Workspace, anchoring, bundles, dossiers, loading, reading
from onrecord.editing.bundles import BundledDossier
from onrecord.errors import DossierError, MissingError, OnRecordError
from onrecord.record import from_dossier
from onrecord.record.links import link_labels
from onrecord.schema.dossier import Dossier
from onrecord.text import count

EPILOG = "The dashboard is started from the checkout, where its pages lie: make run"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 where all is well, 1 where something is wrong, with every fault on its own line."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if not asked.command:
        parser.print_help()
        return 0
    command: Callable[[argparse.Namespace], int] = COMMANDS[asked.command]
    try:
        return command(asked)
    except DossierError as error:
        _say(*error.faults, f"{error.place}: {count(len(error.faults), 'fault')}")
    except OnRecordError as error:
        _say(str(error))
    return 1


def _parser() -> argparse.ArgumentParser:
    prog = "onrecord" if Path(sys.argv[0]).stem == "onrecord" else "python -m onrecord"
    parser = argparse.ArgumentParser(prog=prog, description="Who said or did what, according to whom.", epilog=EPILOG)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    check = commands.add_parser("check", help="hold dossier folders against the codebook; print every fault")
    check.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="by default all that are shipped")
    anchor = commands.add_parser("anchor", help="find passages of a folder coded by hand by their words; fill them in")
    anchor.add_argument("folder", type=Path, metavar="FOLDER", help="with its texts in texts/, or in ONRECORD_TEXTS")
    anchor.add_argument("--dry-run", action="store_true", help="say what would be filled in; write nothing")
    commands.add_parser("codebook", help="print data/README.md")
    load = commands.add_parser("load", help="bring dossier folders, or bundles that were handed over, into the store")
    load.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="or a bundle, .zip; by default all shipped"
    )
    load.add_argument(
        "--yes", action="store_true", help="save what changes a dossier that is here, as one revision; else it is shown"
    )
    export = commands.add_parser("export", help="write a dossier from the store into a folder")
    export.add_argument("dossier", help="its id")
    export.add_argument("folder", type=Path)
    bundle = commands.add_parser("bundle", help="write a dossier from the store into one file to hand over")
    bundle.add_argument("dossier", help="its id")
    bundle.add_argument("file", type=Path, help="where to write it, .zip")
    return parser


def _check(asked: argparse.Namespace) -> int:
    texts = config.settings().texts
    n_faults = 0
    for folder in _folders(asked):
        try:
            dossier = store.read_folder(folder)
            beside = store.dossier_texts(folder, dossier.tables["reports"])
        except DossierError as error:
            found = list(error.faults)
        else:
            attached = beside | (store.read_texts(texts, dossier.tables["reports"]) if texts else {})
            found = checks.text_faults(dossier.tables, attached)
            rows = sum(len(t) for t in dossier.tables.values())
            _say(*_early_answers(dossier))
            sizes = ", ".join([count(rows, "row"), count(len(found), "fault"), count(len(attached), "text")])
            _say(f"{folder.name}: {sizes} compared")
            _say(*dossier.notes)
        _say(*found)
        n_faults += len(found)
    return 1 if n_faults else 0


def _early_answers(dossier: Dossier) -> list[str]:
    """A warning, which is no fault, for each link whose answer comes before its question."""
    labels = link_labels(from_dossier(dossier))
    keys = ["from_id", "to_id", "relation", "report_id"]
    early = set(labels.loc[labels["is_ahead"], keys].itertuples(index=False, name=None))
    return [
        f"event_links.csv:{line}: warning: '{link[0]}' answers '{link[1]}', which is still to come or begins later; "
        "an answer comes after its question; check the link, and status and date of both"
        for line, *link in dossier.tables["event_links"][keys].itertuples(name=None)
        if tuple(link) in early
    ]


def _anchor(asked: argparse.Namespace) -> int:
    found = anchoring.anchor(asked.folder.resolve(), config.settings().texts)
    if not asked.dry_run:
        anchoring.write(found)
    _say(*found.lines(), *(["Nothing was written."] if asked.dry_run else []))
    return 1 if found.faults else 0


def _codebook(_: argparse.Namespace) -> int:
    sys.stdout.write(schema.codebook())
    return 0


def _load(asked: argparse.Namespace) -> int:
    held = store.connect(config.settings().database_url)
    are_done = [_load_one(held, folder, is_agreed=asked.yes) for folder in _folders(asked)]
    return 0 if all(are_done) else 1


def _load_one(held: store.Store, path: Path, *, is_agreed: bool) -> bool:
    """Bring in a folder or a bundle, or update the dossier that is here; whether the store has all of it now."""
    coder = Coder(config.settings().coder, True)
    is_bundle = path.suffix.lower() == ".zip"
    opened = bundles.open_path(path) if is_bundle else _folder_content(path)
    dossier = opened.dossier
    workspace = Workspace(held, store.current_id(held, dossier.dossier_id), coder)
    if workspace.dossier_id != dossier.dossier_id:
        _say(f"{dossier.dossier_id}: is called {workspace.dossier_id} here")
    if not store.newest(held, dossier.dossier_id):
        revision = (
            dossiers.bring_in(workspace, opened).revision if is_bundle else store.fill(held, dossier, opened.texts)
        )
    elif is_bundle or dossier.exported_at or loading.is_worked_on(held, dossier.dossier_id):
        return _update(workspace, opened, "a bundle" if is_bundle else f"the folder {path.name}", is_agreed=is_agreed)
    else:
        revision = store.fill(held, dossier, opened.texts)
    _say(f"{workspace.dossier_id}: at revision {revision}", *dossier.notes)
    return True


def _folder_content(folder: Path) -> BundledDossier:
    """The dossier in a folder that may have been edited since sums were laid beside it."""
    dossier = store.read_folder(folder)
    return BundledDossier(dossier, store.dossier_texts(folder, dossier.tables["reports"]))


def _update(workspace: Workspace, opened: BundledDossier, origin: str, *, is_agreed: bool) -> bool:
    """Show what an export would change in the dossier that is here; save it where that is agreed."""
    name, comparison = workspace.dossier_id, loading.compare(workspace, opened.dossier)
    if not comparison.changes:
        newest = store.newest(workspace.engine, name)
        _say(f"{name}: at revision {newest}; what this holds is here already", *opened.dossier.notes)
        return True
    _say(*loading.preview(comparison), *opened.dossier.notes)
    if comparison.clashes:
        _say("Nothing was saved: settle in the files what was changed here too, or undo it here, and load again.")
    elif not is_agreed:
        _say("Nothing was saved yet: add --yes to save this as one revision.")
    else:
        revision = loading.update(workspace, comparison, origin=origin)
        dossiers.keep_texts(workspace, opened)
        _say(f"{name}: saved as revision {revision}; it can be undone on the page Changes")
    return is_agreed and not comparison.clashes


def _export(asked: argparse.Namespace) -> int:
    held = store.connect(config.settings().database_url)
    dossier = store.load_export(held, asked.dossier)
    store.write_folder(dossier, asked.folder, reading.free_texts(held, dossier))
    _say(f"{dossier.dossier_id}: written to {asked.folder}")
    return 0


def _bundle(asked: argparse.Namespace) -> int:
    held = store.connect(config.settings().database_url)
    dossier = store.load(held, asked.dossier)
    content = bundles.pack(held, dossier.dossier_id, reading.free_texts(held, dossier))
    part = asked.file.with_name(f".{asked.file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(asked.file)
    except OSError as error:
        raise OnRecordError(f"'{asked.file}' cannot be written ({error.strerror}); name another file.") from error
    _say(f"{dossier.dossier_id}: written to {asked.file}")
    return 0


def _folders(asked: argparse.Namespace) -> list[Path]:
    if asked.folders:
        return [f.resolve() for f in asked.folders]
    data = config.settings().data
    if not data.is_dir():
        raise MissingError("No dossier is shipped beside the installed program; name a folder, or set ONRECORD_DATA.")
    _say(*store.undescribed_folders(data))
    if found := store.folders(data):
        return found
    raise MissingError(f"There is no dossier folder in '{data}': none holds a dossier.toml. Name one.")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "anchor": _anchor,
    "codebook": _codebook,
    "load": _load,
    "export": _export,
    "bundle": _bundle,
}

if __name__ == "__main__":
    raise SystemExit(main())
