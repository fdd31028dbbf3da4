"""The workspace of the page: who may write, asked at every action; the outcome of the last save, and its undo."""

from collections.abc import Callable, Iterable

import streamlit as st

from onrecord import config, editing
from onrecord.config import Settings
from onrecord.editing import Coder, Store, Workspace, reading
from onrecord.editing.coding import Saved, row
from onrecord.errors import Clash, DossierError, MissingError, OnRecordError, StaleError
from onrecord.record import Record
from onrecord.schema import BY_NAME
from onrecord.ui import address, clocks
from onrecord.ui.escape import clean, html, label

OUTCOME = "outcome"  # of the last attempt to write, in the session


def current_coder(settings: Settings) -> Coder:
    """Who looks at the page: locally the user of this machine, on a shared instance whoever is logged in."""
    if not settings.is_hosted:
        return Coder(settings.coder, True)
    mail = mail_of_login()
    return Coder(mail, is_named(mail, settings.coders))


def mail_of_login() -> str:
    """The verified address of the login; "" without one."""
    verified = st.user.is_logged_in and st.user.get("email_verified") is True
    return str(st.user.get("email", "")).lower() if verified else ""


def is_named(mail: str, names: Iterable[str]) -> bool:
    """Whether an address, or its domain as ``@domain``, is among `names`."""
    name, _, domain = mail.rpartition("@")
    return bool(name) and bool({mail, "@" + domain} & set(names))


def current_workspace(record: Record) -> Workspace:
    """The workspace over the dossier that is shown. A past state of it may be read, not written to."""
    settings = config.settings()
    store = store_at(settings.database_url)
    coder = current_coder(settings)
    is_past = bool(clocks.shown_state(store, record.dossier_id).said)  # an address may ask for one that is not there
    return Workspace(store, record.dossier_id, Coder(coder.name, coder.may_write and not is_past))


@st.cache_resource(show_spinner=False)
def store_at(database_url: str) -> Store:
    """The store at an address, connected once."""
    return reading.open_store(database_url)


def may_write(record: Record) -> bool:
    """Whether whoever looks at the page may change the record as it is shown."""
    return current_workspace(record).coder.may_write


def attempt_save(act: Callable[[], int | Saved], subject: str) -> bool:
    """Save by `act`, which returns the revision or a `Saved`; whether it was saved. `show_outcome` shows the outcome.

    ``subject`` names what is saved. Where the save is refused, what was typed stays where it is.
    """
    try:
        result = act()
    except StaleError as error:
        outcome: dict[str, object] = {"error": str(error), "clashes": error.clashes}
    except DossierError as error:
        outcome = {"error": "Not saved: it would break the codebook.", "faults": error.faults}
    except OnRecordError as error:
        outcome = {"error": str(error)}
    else:
        outcome = {"revision": result.revision if isinstance(result, Saved) else result, "subject": subject}
    st.session_state[OUTCOME] = outcome
    return "revision" in outcome


def show_outcome(record: Record, page: str = "") -> None:
    """Show the outcome of the last save: the revision, with an undo, or why it was refused. Not on another `page`."""
    outcome = st.session_state.get(OUTCOME)
    if not outcome or outcome.setdefault("page", page) != page:
        st.session_state.pop(OUTCOME, None)
        return
    with st.container(key="outcome"):
        if "revision" in outcome:
            _saved_line(record, outcome["revision"], outcome["subject"])
        else:
            st.error(label(outcome["error"]), icon=":material/block:")
            _clash_table(outcome.get("clashes", ()))
            if outcome.get("faults"):
                st.code("\n".join(clean(f) for f in outcome["faults"][:20]), language=None, wrap_lines=True)


def _saved_line(record: Record, revision: int, subject: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="or-saved" role="status">Saved as revision {revision}: <bdi>{html(subject)}</bdi></p>')
        at = current_workspace(record)
        way = {editing.undoable(at): "Undo", editing.redoable(at): "Redo"}.get(revision)
        if at.coder.may_write and way:
            st.button(
                way, key="w-undo-last", type="tertiary", icon=f":material/{way.lower()}:",
                on_click=_undo, args=(at, revision),
            )  # fmt: skip


def _undo(at: Workspace, revision: int) -> None:
    """Undo a revision; a row that goes with it is no longer selected."""
    kind, _, name = address.selected_mark().partition(":")
    table = f"{kind}s"
    is_row = table in BY_NAME and len(BY_NAME[table].key) == 1
    if attempt_save(lambda: editing.undo(at, revision), f"undo of revision {revision}") and is_row:
        try:
            row(at, table, (name,))
        except MissingError:
            address.select("")


def _clash_table(clashes: Iterable[Clash]) -> None:
    """Base, mine and theirs, side by side."""
    rows = "".join(
        f"<tr><th>{html(c.field or c.table)}</th>"
        + "".join(f"<td>{html(cell)}</td>" for cell in (c.base, c.mine, c.theirs, f"{c.by}, {c.made_at}"))
        + "</tr>"
        for c in clashes
    )
    if rows:
        heads = "<tr><th></th><th>As you saw it</th><th>Yours</th><th>Theirs</th><th>By whom, when (UTC)</th></tr>"
        st.html(f'<table class="or-clash" dir="auto">{heads}{rows}</table>')
