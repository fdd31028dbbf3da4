"""Who and what is not on record yet: a new actor, another spelling of one, a new issue, added where one stands."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import streamlit as st

from onrecord import schema
from onrecord.editing import coding, lookup
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.ui import workspace
from onrecord.ui.coding.context import WRITTEN, CodingContext
from onrecord.ui.coding.fields import fields_of
from onrecord.ui.escape import html, label
from onrecord.ui.forms import BETWEEN


def unknown_names(context: CodingContext) -> None:
    """A short form for each actor or issue that was typed and is not on record; an offer to keep a new spelling."""
    for n, (table, line) in enumerate(dict.fromkeys(_unknown(context))):
        with st.container(key=f"desk-newcomer-{n}", border=True, gap="small"):
            st.html(f'<p class="or-group" dir="auto">Not on record: <bdi>{html(line)}</bdi></p>')
            key = f"{context.draft.key('new')}-{n}"
            if table == "issues":
                _issue(context, line, key)
            else:
                _actor(context, line, key)
    for name, (line, actor) in context.cursor.spellings.items():
        st.button(
            f"Keep “{label(line)}” as a spelling of {label(lookup.line_of(context.form.options('actors'), actor))}",
            key=context.draft.key(f"spelling-{name}"), type="tertiary", icon=":material/add:",
            on_click=_save_spelling, args=(context, line, actor),
        )  # fmt: skip


def _unknown(context: CodingContext) -> Iterator[tuple[str, str]]:
    for field in fields_of(context.draft.sort, is_edit=True):
        if table := field.about.refers_to:
            for line in context.draft.fields.get(field.name, "").split(BETWEEN):
                if line and not context.form.id_of(table, line):
                    yield table, line


def _actor(context: CodingContext, line: str, key: str) -> None:
    known = context.form.options("actors")
    first, second = st.columns(2, gap="small")
    kinds = schema.ACTOR_KINDS
    kind = first.selectbox(
        "New actor: kind", list(kinds), index=None, key=f"{key}-kind", placeholder="person, state …",
        format_func=lambda k: f"{k} · {kinds[k]}",
    )  # fmt: skip
    above = second.selectbox(
        "Speaks for or belongs to", list(known.lines), index=None, key=f"{key}-above", placeholder="may stay empty"
    )
    fields = {"name": line, "kind": kind or "", "principal_id": known.lines.get(above or "", "")}
    st.button(
        "Add actor",
        key=f"{key}-add",
        disabled=not kind,
        on_click=_save_name,
        args=(context, line, fields, coding.new_actor),
    )
    same = first.selectbox(
        "Or another spelling of", list(known.lines), index=None, key=f"{key}-same", placeholder="an actor on record"
    )
    st.button(
        "Add spelling", key=f"{key}-spell", disabled=not same, on_click=_save_spelling,
        args=(context, line, known.lines.get(same or "", "")),
    )  # fmt: skip


def _issue(context: CodingContext, line: str, key: str) -> None:
    topics = sorted(set(context.record.issues["topic"]))
    proposition = st.text_input(
        "New issue: the sentence one supports or opposes", key=f"{key}-proposition", autocomplete="off"
    )
    topic = st.selectbox(
        "Topic", topics, index=None, key=f"{key}-topic", accept_new_options=True, placeholder="family of issues"
    )
    fields = {"label": line, "proposition": proposition or "", "topic": topic or ""}
    st.button(
        "Add issue", key=f"{key}-add", disabled=not (proposition and topic), on_click=_save_name,
        args=(context, line, fields, coding.new_issue),
    )  # fmt: skip


SaveName = Callable[..., Saved]


def _save_name(context: CodingContext, line: str, fields: Mapping[str, str], save_name: SaveName) -> None:
    """Add an actor or issue; what was typed is then its name, and the form stays as it is."""
    request = SaveRequest(token=context.draft.token_of(line))
    workspace.attempt_save(partial(save_name, context.at, fields, request), f"{line}, new on record")
    st.session_state[WRITTEN] = True
    context.draft.problems.clear()
    context.keep()


def _save_spelling(context: CodingContext, line: str, actor: str) -> None:
    fields = {"actor_id": actor, "alias": line, "kind": "variant", "report_id": context.report_id}
    if workspace.attempt_save(partial(coding.new_alias, context.at, fields), f"{line}, a spelling"):
        context.cursor.spellings = {n: s for n, s in context.cursor.spellings.items() if s[0] != line}
    context.draft.problems.clear()
    st.session_state[WRITTEN] = True
