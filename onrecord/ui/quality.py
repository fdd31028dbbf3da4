"""What the record says of itself: faults, version, licence, codebook."""

import streamlit as st

from onrecord import schema
from onrecord.record.behind_reports import BEHIND
from onrecord.ui import address, gate, show
from onrecord.ui.escape import clean, html, label
from onrecord.views.pages import PAGES
from onrecord.views.quality import Quality
from onrecord.views.view import View

MOST = 20  # links


def faults(view: View) -> None:
    """Whether the dossier breaks the codebook, and which folders were refused."""
    record, broken = view.whole, gate.refused_folders()
    if not broken:
        st.success(f"No fault: every row of {label(record.meta['title'])} holds against the codebook.")
    for name, error in broken.items():
        st.error(f"The folder {label(name)} was refused whole; what the store held before still stands.")
        st.code("\n".join(clean(f) for f in error.faults[:200]), language=None, wrap_lines=True)
    for name, lines in gate.notes().items():
        if lines:
            st.info(f"The folder {label(name)} was read with a note.")
            st.code("\n".join(map(clean, lines)), language=None, wrap_lines=True)
    if passed_over := gate.passed_over():
        st.info("A folder beside the dossiers was passed over.")
        st.code("\n".join(map(clean, passed_over)), language=None, wrap_lines=True)
    facts = (("version", record.version), ("revision", record.revision), ("licence", record.meta["licence"]))
    shown = "".join(f'<dt>{name}</dt><dd dir="auto">{html(str(value))}</dd>' for name, value in facts)
    st.html(f'<dl class="or-facts">{shown}<dt>how to cite</dt><dd dir="auto">{html(record.meta["cite"])}</dd></dl>')


def corrections(view: Quality) -> None:
    """A link to every event whose row is behind its reports: its panel offers to correct it."""
    for mark, title in view.behind.rows[["mark", "title"]].drop_duplicates().head(MOST).itertuples(index=False):
        st.page_link(
            PAGES["Timeline"].path, label=f"{BEHIND}, correct it: {label(title)}", icon=":material/edit:",
            query_params=address.scope_query(select=mark),
        )  # fmt: skip


def codebook(view: View) -> None:
    """The codebook, as it ships."""
    show.when_open(
        "Codebook: every table, column and code",
        lambda: st.markdown(schema.codebook().replace("# ", "### ")),
        key="codebook",
    )
