"""What every page shares: the gate, the parts of a view and what places them, evidence. The only Streamlit."""

from onrecord.ui.body import body, full_width, top
from onrecord.ui.changes import changes
from onrecord.ui.clocks import replay
from onrecord.ui.coding import desk_task
from onrecord.ui.coding.spellings import naming_links, spellings
from onrecord.ui.conflict_form import conflict_form
from onrecord.ui.contradiction import sides
from onrecord.ui.difference import difference, differences_link, other_grades
from onrecord.ui.downloads import downloads
from onrecord.ui.frame import navigation
from onrecord.ui.gate import open_page
from onrecord.ui.items import (
    beside,
    brush,
    heading,
    more,
    note,
    proposition,
    question,
    stop_where,
    unbrush,
    wait,
    where,
)
from onrecord.ui.quality import codebook, corrections, faults
from onrecord.ui.reader import reader
from onrecord.ui.settings import settings
from onrecord.ui.texts import attachment

__all__ = [
    "attachment",
    "beside",
    "body",
    "brush",
    "changes",
    "codebook",
    "conflict_form",
    "corrections",
    "desk_task",
    "difference",
    "differences_link",
    "downloads",
    "faults",
    "full_width",
    "heading",
    "more",
    "naming_links",
    "navigation",
    "note",
    "open_page",
    "other_grades",
    "proposition",
    "question",
    "reader",
    "replay",
    "settings",
    "sides",
    "spellings",
    "stop_where",
    "top",
    "unbrush",
    "wait",
    "where",
]
