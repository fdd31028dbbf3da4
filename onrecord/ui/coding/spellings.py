"""What is done with an actor or an issue of the register: the ways to rename and merge it, and its other spellings."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from onrecord.editing import names as renaming
from onrecord.editing.coding import SaveRequest
from onrecord.editing.tables import row_texts, tables_of
from onrecord.record import Record
from onrecord.schema import ALIAS_KINDS
from onrecord.schema.change import Row
from onrecord.ui import address, forms, show, workspace
from onrecord.ui.escape import label, told_apart
from onrecord.views.pages import PAGES
from onrecord.views.view import View

SPELLING = "spelling"  # in the address: which one is corrected
WAYS = (("rename", "Rename", "edit_note", "who"), ("merge", "Merge with another", "merge", "gone"))
NEW, ANYWHERE = {"": "A new one"}, {"": "In general use"}


def naming_links(view: View) -> None:
    """The ways to give what is selected another name and to merge it, for those who may write."""
    if not workspace.may_write(view.whole):
        return
    kind, _, name = address.selected_mark().partition(":")
    if kind not in renaming.RENAMABLE:
        show.caption("Select a row to correct, rename or merge it.")
        return
    here = address.scope_query(task="names", named=kind, select=address.selected_mark())
    with st.container(horizontal=True, gap="small"):
        for way, title, icon, role in WAYS:
            query = here | {"naming": [way], role: [name]}
            st.page_link(PAGES["Desk"].path, label=title, icon=f":material/{icon}:", query_params=query)


def spellings(view: View) -> None:
    """The other spellings of the actor that is selected: add, correct, remove."""
    kind, _, name = address.selected_mark().partition(":")
    known = view.whole.actor_names()
    if kind == "actor" and name in known and workspace.may_write(view.whole):
        title = f"Other spellings of {label(known[name])}"
        show.when_open(
            title, partial(_form, view.whole, name), key="more-spellings", is_open=bool(address.value(SPELLING))
        )


def _form(record: Record, actor_id: str) -> None:
    rows = record.once(_rows, actor_id)
    reports = ANYWHERE | told_apart(record.report_names())
    shown = {key: f"{row['alias']} · {reports[row['report_id']]}" for key, row in rows.items()}
    chosen = show.pick(SPELLING, "Spelling", NEW | shown)
    row, place = rows.get(chosen), f"spelling-{actor_id}-{chosen}"
    st.text_input("As written", (row or {}).get("alias", ""), key=f"w-alias-{place}")
    st.selectbox("Kind", list(ALIAS_KINDS), _place_in(ALIAS_KINDS, row, "kind"), key=f"w-kind-{place}")
    st.selectbox(
        "So written in", list(reports), _place_in(reports, row, "report_id"), format_func=reports.__getitem__,
        key=f"w-report-{place}",
    )  # fmt: skip
    form = forms.save_request(place, record)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Save the spelling",
            type="primary",
            key=f"w-save-{place}",
            on_click=_save,
            args=(record, actor_id, place, row, form),
        )
        if row:
            st.button("Remove it", key=f"w-remove-{place}", on_click=_remove, args=(record, place, row, form))


def _rows(record: Record, actor_id: str) -> dict[str, Row]:
    """The other spellings of an actor by what stands for each in the address."""
    rows = tables_of(record)["aliases"]
    return {f"{row['report_id']}~{row['alias']}": row for row in row_texts(rows[rows["actor_id"] == actor_id])}


def _place_in(options: Mapping[str, str], row: Row | None, name: str) -> int:
    return list(options).index(row[name]) if row and row[name] in options else 0


def _save(record: Record, actor_id: str, place: str, row: Row | None, form: SaveRequest) -> None:
    # as the fields are now: the page may not have been drawn since the last one was left
    alias, kind, report_id = (str(st.session_state[f"w-{field}-{place}"]) for field in ("alias", "kind", "report"))
    after = {"actor_id": actor_id, "alias": " ".join(alias.split()), "report_id": report_id, "kind": kind}
    act = partial(renaming.change_alias, workspace.current_workspace(record), row, after, form)
    if forms.once(record, place, act, f"spelling “{after['alias']}”"):
        address.put(SPELLING, "")
        st.session_state[f"w-alias-{place}"] = ""


def _remove(record: Record, place: str, row: Row, form: SaveRequest) -> None:
    act = partial(renaming.change_alias, workspace.current_workspace(record), row, None, form)
    if forms.once(record, place, act, f"no spelling “{row['alias']}” any more"):
        address.put(SPELLING, "")
