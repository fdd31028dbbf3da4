"""The links of an event in its panel: what it is to other events, and for those who may write add, edit, retract."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from onrecord.editing import links
from onrecord.editing.coding import Saved, SaveRequest
from onrecord.editing.links import Link, link_phrase
from onrecord.editing.tables import Key
from onrecord.record import Record
from onrecord.record.differences import differences
from onrecord.record.links import is_answer_ahead, links_of, words
from onrecord.schema import RELATIONS
from onrecord.text import count
from onrecord.ui import address, forms, show, workspace
from onrecord.ui.drafts import Draft, session_drafts
from onrecord.ui.escape import clean, html, label, told_apart

NEW, OPEN = "link", "link-open"  # the places of the form for a new link, and of the one over a link that is there
PROPOSED = "link"  # in the address: the mark of the event that a new link is to lead to
FORWARD, BACKWARD = ">", "<"
SEVERAL = "follows from several reports"
AHEAD = "; mind that the answer is on record before its question"
Line = Mapping[str, str]


def event_links(scoped: Record, record: Record, mark: str, most: int) -> None:
    """The links of the event `mark`, those it makes first; each line leads to the other event."""
    event_id = mark.partition(":")[2]
    rows = links_of(scoped, event_id)
    may_write = workspace.may_write(record)
    if len(rows):
        st.html(f'<p class="or-group">{count(len(rows), "link")}</p>')
    names = record.report_names()
    with st.container(gap=None, key="links"):
        for n, line in enumerate(rows.head(most).to_dict("records")):
            _draw_line(record, event_id, n, {str(k): str(v) for k, v in line.items() if k != "is_ahead"}, names)
    if len(rows) > most:
        show.caption(f"{count(len(rows) - most, 'more link')}: see the table of the timeline.")
    if may_write:
        proposed = address.value(PROPOSED).partition(":")[2]
        show.when_open(
            "Add a link", partial(_new_form, record, event_id), key=f"more-link-{event_id}", is_open=bool(proposed)
        )


def _draw_line(record: Record, event_id: str, n: int, line: Line, names: Mapping[str, str]) -> None:
    """One link: where it leads, who says so; its buttons, and its form where that is open."""
    key = (line["from_id"], line["to_id"], line["relation"])
    show.link(line["mark"], line["line"], key=f"related-{n}")
    told = [f"says {names[line['report_id']]}"] if line["report_id"] in names else []
    if detail := " · ".join([*told, *filter(None, [line["note"]])]):
        st.html(f'<p class="or-detail" dir="auto">{html(detail)}</p>')
    if not workspace.may_write(record):
        return
    with st.container(horizontal=True, gap="small", key=f"link-tools-{n}"):
        of = (record, key)
        about = label(line["line"])
        st.button("Edit", key=f"w-link-edit-{n}", type="tertiary", help=about, on_click=_toggle, args=of)
        st.button("Retract", key=f"w-link-retract-{n}", type="tertiary", help=about, on_click=_retract, args=of)
    draft = session_drafts().get((record.dossier_id, OPEN))
    if draft and draft.row == "~".join(key):
        _edit_form(record, event_id, key, line, draft)


def _toggle(record: Record, key: Key) -> None:
    """Open the form over a link, or close it where it is open."""
    drafts, place, row = session_drafts(), (record.dossier_id, OPEN), "~".join(key)
    before = drafts.pop(place, None)
    if before is None or before.row != row:
        drafts[place] = Draft(OPEN, sort="event_links", row=row, base_rev=record.revision)


def _retract(record: Record, key: Key) -> None:
    place = "link-retract-" + "~".join(key)
    form = forms.save_request(place, record)
    act = partial(links.retract_link, workspace.current_workspace(record), key, form)
    forms.once(record, place, act, f"{link_phrase(record.event_titles(), key)} is retracted")


def _new_form(record: Record, event_id: str) -> None:
    form = forms.save_request(NEW, record)
    draft = session_drafts()[record.dossier_id, NEW]
    proposed = address.value(PROPOSED).partition(":")[2]
    _form(record, event_id, draft, {"other": proposed, "relation": "", "report_id": "", "note": ""}, (form, None))


def _edit_form(record: Record, event_id: str, key: Key, line: Line, draft: Draft) -> None:
    is_forward = line["from_id"] == event_id
    given = {
        "relation": line["relation"] + (FORWARD if is_forward or line["relation"] in links.SYMMETRIC else BACKWARD),
        "other": line["to_id"] if is_forward else line["from_id"],
        "report_id": line["report_id"],
        "note": line["note"],
    }
    _form(record, event_id, draft, given, (draft.request(), key))


def _form(
    record: Record, event_id: str, draft: Draft, given: Mapping[str, str], saving: tuple[SaveRequest, Key | None]
) -> None:
    """The fields of a link, filled in with what is `given`; how it is saved, and over which link."""
    others = _other_events(record, event_id)
    relations = _relation_options()
    reports = {"": SEVERAL} | told_apart(record.dated_report_names())
    with st.form(draft.key("form"), border=True):
        _choice("This event", relations, given["relation"], draft.key("relation"))
        _choice("The other event", others, given["other"], draft.key("other"))
        _choice("Which report says so", reports, given["report_id"], draft.key("report"))
        st.text_input("Note", clean(given["note"]), key=draft.key("note"), autocomplete="off")
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save the link", type="primary", on_click=_save, args=(record, event_id, draft, *saving),
                key=draft.key("save"),
            )  # fmt: skip
            if key := saving[1]:
                st.form_submit_button("Cancel", on_click=_toggle, args=(record, key), key=draft.key("cancel"))


def _choice(title: str, options: Mapping[str, str], chosen: str, key: str) -> None:
    """A field with type-ahead; nothing is chosen in it but what is given."""
    values = list(options)
    index = values.index(chosen) if chosen in options else None
    st.selectbox(
        title, values, index, format_func=options.__getitem__, key=key, filter_mode="fuzzy",
        placeholder="Type to search",
    )  # fmt: skip


def _relation_options() -> dict[str, str]:
    """What an event can be to another, in both directions: relation and direction -> words."""
    forward = {relation + FORWARD: words(relation, "occurred")[0] for relation in RELATIONS}
    return forward | {r + BACKWARD: words(r, "occurred")[1] for r in RELATIONS if r not in links.SYMMETRIC}


def _other_events(record: Record, event_id: str) -> dict[str, str]:
    """Every other event by title and date; first those that a difference names together with this one."""
    rows = record.events.loc[record.events["event_id"] != event_id, ["event_id", "title", "date_label"]]
    lines = told_apart({event: f"{title} ({when})" for event, title, when in rows.itertuples(index=False)})
    sides = differences(record).sides
    near = sides.loc[sides["mark"] == f"event:{event_id}", "difference_id"]
    marks = sides.loc[sides["difference_id"].isin(near), "mark"].str.removeprefix("event:")
    first = [event for event in dict.fromkeys(marks) if event in lines]
    return {event: lines[event] for event in dict.fromkeys([*first, *lines])}


def _typed_link(event_id: str, draft: Draft) -> Link:
    """The link that the fields hold."""
    typed = {name: str(st.session_state.get(draft.key(name)) or "") for name in ("relation", "other", "report", "note")}
    ends = (event_id, typed["other"])
    from_id, to_id = ends[::-1] if typed["relation"].endswith(BACKWARD) else ends
    return Link(from_id, to_id, typed["relation"].rstrip(FORWARD + BACKWARD), typed["report"], typed["note"])


def _save(record: Record, event_id: str, draft: Draft, form: SaveRequest, key: Key | None) -> None:
    at, link = workspace.current_workspace(record), _typed_link(event_id, draft)

    def act() -> Saved:
        return links.change_link(at, key, link, form) if key else links.add_link(at, link, form)

    phrase = link_phrase(record.event_titles(), link.key) if link.relation else "the link"
    if forms.once(record, draft.place, act, phrase + _remark(record, link)):
        address.put(PROPOSED, "")


def _remark(record: Record, link: Link) -> str:
    """What is odd about a link, and no reason not to save it."""
    known = set(record.events["event_id"])
    if not {link.from_id, link.to_id} <= known:
        return ""
    row = {"from_id": link.from_id, "to_id": link.to_id, "relation": link.relation, "report_id": link.report_id}
    return AHEAD if is_answer_ahead(record, row) else ""
