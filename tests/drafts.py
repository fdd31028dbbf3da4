"""A record written row by row, as short as can be: for planted cases and small random ones."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from onrecord import record as records
from onrecord import schema
from onrecord.record import Record
from onrecord.schema.dossier import Dossier

FIRST = date(2030, 1, 1)
LENGTH = 1_000_000


@dataclass
class Draft:
    """Rows of every table, added one at a time; each method answers with the id of what it added."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {t.name: [] for t in schema.TABLES})

    def add(self, table: str, **cells: object) -> None:
        """One row; what is not given is empty."""
        names = [column.name for column in schema.BY_NAME[table].columns]
        self.rows[table].append(dict.fromkeys(names, "") | {name: str(cell) for name, cell in cells.items()})

    def name(self, table: str) -> str:
        """An id nobody has yet."""
        return f"{table.rstrip('s').replace('_', '-')}-{len(self.rows[table]):04}"

    def place(self) -> dict[str, int]:
        """A passage that no other row has."""
        n = 10 * sum(len(rows) for rows in self.rows.values())
        return {"start": n, "end": n + 9}

    def report(self, published: int | str, derived_from: str = "") -> str:
        """A report of a day: the number of days since the first, or a date."""
        name, number = self.name("reports"), len(self.rows["reports"]) + 1
        day = day_text(published) if isinstance(published, int) else published
        size = {"n_chars": LENGTH, "body_start": 0, "body_end": LENGTH}
        self.add("reports", report_id=name, number=number, title=name, outlet=name, published=day, language="en",
                 translation="native", reliability="F", derived_from=derived_from, sha256="0" * 64, **size)  # fmt: skip
        return name

    def actor(self, kind: str = "person", principal: str = "", name: str = "") -> str:
        """An actor, its name its id where none is given."""
        actor_id = self.name("actors")
        self.add("actors", actor_id=actor_id, name=name or actor_id, kind=kind, principal_id=principal)
        return actor_id

    def alias(self, actor: str, alias: str, report: str, kind: str = "variant") -> str:
        """A name as a report has it."""
        self.add("aliases", actor_id=actor, alias=alias, report_id=report, kind=kind)
        return actor

    def event(self, day: str = "2030-01-01", status: str = "occurred", salience: str = "core") -> str:
        """An event."""
        name = self.name("events")
        self.add("events", event_id=name, date=day, status=status, title=name, event_type="CONSULT", salience=salience)
        return name

    def tell(self, event: str, report: str, status: str = "occurred", day: str = "", place: str = "") -> str:
        """A mention."""
        reported = {"reported_status": status, "reported_date": day, "reported_place": place}
        self.add(
            "event_reports", event_id=event, report_id=report, gist="Told.", credibility="6", **reported, **self.place()
        )
        return event

    def part(self, event: str, actor: str, role: str, report: str = "") -> str:
        """A part in an event."""
        self.add("event_actors", event_id=event, actor_id=actor, role=role, report_id=report)
        return event

    def link(self, start: str, end: str, relation: str, report: str = "") -> str:
        """A link between two events."""
        self.add("event_links", from_id=start, to_id=end, relation=relation, report_id=report)
        return start

    def issue(self) -> str:
        """An issue."""
        name = self.name("issues")
        self.add("issues", issue_id=name, label=name, proposition=name, topic="t")
        return name

    def stance(self, actor: str, issue: str, position: int, report: str, day: str) -> str:
        """A stance."""
        kind = {"kind": "direct", "confidence": "high", "gist": "Said."}
        self.add("stances", stance_id=self.name("stances"), date=day, actor_id=actor, issue_id=issue, position=position,
                 report_id=report, **kind, **self.place())  # fmt: skip
        return issue

    def record(self) -> Record:
        """The rows as a record."""
        frames = {
            table.name: pd.DataFrame(self.rows[table.name], columns=[c.name for c in table.columns], dtype="str")
            for table in schema.TABLES
        }
        return records.from_dossier(Dossier("draft", {"title": "Draft"}, frames))


def day_text(n: int) -> str:
    """The day `n` days after the first."""
    return (FIRST + timedelta(days=n)).isoformat()
