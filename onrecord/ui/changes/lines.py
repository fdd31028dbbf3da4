"""Lines of change: each names what changed and selects it, says old and new, who, when and why."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

import pandas as pd
import streamlit as st

from onrecord.record import Record, evidence
from onrecord.ui import address, show
from onrecord.ui.changes.moves import look_at, look_into, moment
from onrecord.ui.escape import html
from onrecord.ui.evidence import panel
from onrecord.ui.past import record_at

MOST = 60  # lines
LONG, LONGEST = 60, 6000  # characters between which two texts are compared word by word
WORD = re.compile(r"\s+|\S+")
BRIEF = ("new", "retracted", "report withdrawn")
TELLING = ("position", "status", "date", "severity", "kind", "role", "reported status", "published", "proposition")
TWIN = {
    "what": "What", "name": "Row", "table": "Table", "difference": "Old → new", "made_by": "Who", "when": "When",
    "reason": "Why", "rev_id": "Revision",
}  # fmt: skip


def line(row: Mapping[Any, Any], *, key: str, is_whole: bool = False, is_signed: bool = True) -> None:
    """One change.

    Parameters
    ----------
    row : line of `editing.changes.change_lines`, or of `with_parts`
    is_whole : also every field of a row that came or went
    is_signed : also who, when, why, and the way to the revision
    """
    with st.container(gap=None, key=f"change-{key}"):
        if row["mark"]:
            show.link(row["mark"], row["name"], key=key)
        else:
            st.html(f'<p class="or-what" dir="auto">{html(row["name"])}</p>')
        brief = row["what"] in BRIEF and not is_whole
        said = f'<p class="or-detail" dir="auto">{html(_briefly(row))}</p>' if brief else _diff(row)
        if said:
            st.html(said)
        if is_signed:
            signature(row, key=key)


def signature(row: Mapping[Any, Any], *, key: str) -> None:
    """Who, when, why, and the way to the revision."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"signed-{key}"):
        st.html(f'<p class="or-detail" dir="auto">{signature_line(row)}</p>')
        st.button(
            f"Revision {row['rev_id']}", key=f"w-rev-{key}", type="tertiary", on_click=look_into, args=(row["rev_id"],)
        )
        if row["what"] != "new":
            st.button("History", key=f"w-row-{key}", type="tertiary", on_click=look_at, args=(row["table"], row["key"]))


def signature_line(row: Mapping[Any, Any]) -> str:
    """Who, when and why; HTML."""
    return f"<bdi>{html(row['made_by'])}</bdi> · {moment(row['made_at'])} · <bdi>{html(row['reason'])}</bdi>"


def _briefly(row: Mapping[Any, Any]) -> str:
    """What a row that came or went amounts to: its most telling values, and what came or went with it."""
    values = {name: new or old for name, old, new in row["fields"]}
    told = [f"position {v}" if name == "position" else v for name in TELLING if (v := values.get(name))]
    return " · ".join(p for p in (", ".join(told), f"with {row['parts']}" if row.get("parts") else "") if p)


def _diff(row: Mapping[Any, Any]) -> str:
    """Old and new of each field; of a row that came, what it holds. HTML."""
    is_new = row["what"] == "new"
    cells = "".join(
        f'<dt>{html(name)}</dt><dd dir="auto">{html(new) if is_new else _both(old, new)}</dd>'
        for name, old, new in row["fields"]
    )
    return f'<dl class="or-diff">{cells}</dl>' if cells else ""


def _both(old: str, new: str) -> str:
    """An old value beside the new one; of long texts only the words that differ are marked. HTML."""
    if not (old and new):
        return f"<ins>{html(new)}</ins> added" if new else f"<del>{html(old)}</del>"
    if not LONG <= max(len(old), len(new)) <= LONGEST:
        return f'<del>{html(old)}</del><span class="or-arrow"> → </span><ins>{html(new)}</ins>'
    words = re.findall(WORD, old), re.findall(WORD, new)
    steps = SequenceMatcher(None, *words, autojunk=False).get_opcodes()
    return "".join(_step(step, "".join(words[0][a:b]), "".join(words[1][c:d])) for step, a, b, c, d in steps)


def _step(step: str, old: str, new: str) -> str:
    if step == "equal":
        return html(old)
    return (f"<del>{html(old)}</del> " if old else "") + (f"<ins>{html(new)}</ins>" if new else "")


def as_table(found: pd.DataFrame, *, key: str) -> None:
    """The same as a table, for who opens it."""
    show.when_open("The same as a table", lambda: show.table(twin(found), key=key, columns=TWIN), key=f"twin-{key}")


def twin(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines as a plain table, for the screen and for files: keys and differences as text."""
    differences = [_difference_text(fields) for fields in lines["fields"]]
    return pd.DataFrame(
        {
            **{name: lines[name] for name in ("what", "table")},
            "key": [" + ".join(key) for key in lines["key"]],
            **{name: lines[name] for name in ("name", "says")},
            "difference": pd.Series(differences, index=lines.index, dtype="str"),
            "when": pd.Series([moment(made) for made in lines["made_at"]], index=lines.index, dtype="str"),
            **{name: lines[name] for name in ("made_by", "reason", "rev_id", "mark")},
        }
    )


def _difference_text(fields: Iterable[tuple[str, str, str]]) -> str:
    return "; ".join(f"{name}: {old or '—'} → {new or '—'}" for name, old, new in fields)


def beside(record: Record, scoped: Record, before: int) -> None:
    """The evidence of what is selected; of what is no longer on record, as it stood at the revision `before`."""
    mark = address.selected_mark()
    then = record_at(record, before) if mark and evidence.find(record, mark) is None else None
    if then is not None and evidence.find(then, mark) is not None:
        st.info(f"No longer on record. This is how it stood at revision {then.revision}.")
        panel(then, then)
    else:
        panel(scoped, record)
