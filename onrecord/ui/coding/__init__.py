"""The desk: where a record is written. One task at a time, each in its own file."""

from collections.abc import Callable, Mapping

from onrecord.record import Record
from onrecord.ui import address, show
from onrecord.ui.coding.add import add
from onrecord.ui.coding.code import code
from onrecord.ui.coding.dossiers import dossiers
from onrecord.ui.coding.double_coding import double_coding_task
from onrecord.ui.coding.names import names
from onrecord.views.emptiness import NO_REPORT

TASKS: Mapping[str, tuple[str, Callable[[Record], None]]] = {
    "code": ("Code a report", code),
    "add": ("Add a report", add),
    "names": ("Names", names),
    "second": ("Two coders", double_coding_task),
    "dossiers": ("Dossiers", dossiers),
}


def desk_task(record: Record) -> None:
    """The task that is asked for."""
    asked = show.choice("task", "Task", {name: title for name, (title, _) in TASKS.items()})
    if asked == "code" and record.reports.empty:
        show.nothing_in_view(NO_REPORT, record)
    TASKS[asked][1](record)
    address.mark_settled()
