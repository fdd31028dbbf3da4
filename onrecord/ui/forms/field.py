"""One field of a form: which column of the codebook it fills in, what it offers, how it is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord import schema
from onrecord.editing import lookup
from onrecord.editing.lookup import Options
from onrecord.record import Record
from onrecord.schema import Column

Kind = Literal["text", "date", "code", "reference", "references"]
BETWEEN = "\n"  # several names in one field


def _reports(record: Record) -> Options:
    return Options({report_id: report_id for report_id in record.dated_report_names()})


OPTIONS: Mapping[str, Callable[[Record], Options]] = {
    "actors": lookup.actors,
    "issues": lookup.issues,
    "events": lookup.events,
    "reports": _reports,
}


@dataclass(frozen=True)
class Field:
    """One field of a form.

    ``column`` is what of the codebook it fills in, as ``table.column``: it says what sort of field it is. ``offers``
    names the table whose rows it offers, where the column refers to none. ``is_many``: several, one a line.
    ``accepts_new``: what is not offered can be typed. ``is_more``: under *More*. ``is_edit``: only where a row that
    exists is corrected. ``placeholder`` is what an empty field shows.
    """

    name: str
    column: str
    title: str = ""
    default: str = ""
    placeholder: str = ""
    offers: str = ""
    is_needed: bool = False
    is_many: bool = False
    is_more: bool = False
    is_edit: bool = False
    accepts_new: bool = False
    said_title: str = ""

    @property
    def about(self) -> Column:
        """The column of the codebook."""
        table, _, name = self.column.partition(".")
        return schema.BY_NAME[table].column(name)

    @property
    def source(self) -> str:
        """The table whose rows it offers; "" for none."""
        return self.offers or (self.about.refers_to if self.about.refers_to in OPTIONS else "")

    @property
    def kind(self) -> Kind:
        """What sort of field it is."""
        if self.about.codes is not None:
            return "code"
        if self.source:
            return "references" if self.is_many else "reference"
        return "date" if self.about.kind == "edtf" else "text"

    @property
    def label(self) -> str:
        """What stands over it: its title, by default the name of its column."""
        return self.title or self.about.name.removesuffix("_id").replace("_", " ").capitalize()
