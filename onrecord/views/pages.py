"""The one list of pages: navigation, sidebar, search results and tests are built from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Group = Literal["Read", "Check", "Write"]


@dataclass(frozen=True)
class Page:
    """One page: its ``title``, the file in ``pages/``, the question it answers, and under which heading it stands."""

    title: str
    file: str
    question: str
    group: Group

    @property
    def path(self) -> str:
        """The script Streamlit runs."""
        return f"pages/{self.file}.py"


_ALL = (
    Page("Overview", "overview", "Where the process stands, what is next, what is disputed.", "Read"),
    Page("Timeline", "timeline", "What happened when, and what was meant to.", "Read"),
    Page("Alignment", "alignment", "Who stands with whom, over which issues, how surely.", "Read"),
    Page("Movement", "movement", "Who changed sides, when, says who; how the field stood.", "Read"),
    Page("Blocs", "blocs", "Which camps hold together, and what they rest on.", "Read"),
    Page("Positions", "positions", "Who is for, who is against, since when, says who.", "Read"),
    Page("Reports", "reports", "What was coded from each report, and what only it says.", "Check"),
    Page("Actors and issues", "actors", "Whom and what the record names, under which names, how often.", "Check"),
    Page("Conflicts", "conflicts", "Where reports contradict each other, or are wrong.", "Check"),
    Page("Quality", "quality", "How well the record is covered, and by what rules it was coded.", "Check"),
    Page(
        "Desk", "desk", "Code reports, add them, name things, settle what two coders see differently.", "Write"
    ),
    Page("Changes", "changes", "What changed, who changed it and why; and taking it back.", "Write"),
)  # fmt: skip
PAGES: Mapping[str, Page] = {page.title: page for page in _ALL}
GROUPS: Mapping[Group, tuple[Page, ...]] = {
    group: tuple(page for page in _ALL if page.group == group) for group in ("Read", "Check", "Write")
}
# where a kind of mark is best looked at
HOME: Mapping[str, str] = {
    "actor": "Positions",
    "issue": "Positions",
    "stance": "Positions",
    "event": "Timeline",
    "report": "Reports",
    "conflict": "Conflicts",
    "difference": "Conflicts",
}
