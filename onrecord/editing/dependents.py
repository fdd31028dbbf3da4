"""What hangs on a row, and goes with it where it is retracted."""

from collections.abc import Mapping

import pandas as pd

from onrecord.editing.tables import row_texts
from onrecord.schema.tables import SUBJECTS

# table and the columns that name the row
HANGING: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "events": (
        ("event_reports", ("event_id",)),
        ("event_actors", ("event_id",)),
        ("event_links", ("from_id", "to_id")),
    ),
    "actors": (("aliases", ("actor_id",)),),
    # a difference that was recorded as this conflict is open again
    "conflicts": (("conflict_sides", ("conflict_id",)), ("verdicts", ("conflict_id",))),
}


def dependent_counts(tables: Mapping[str, pd.DataFrame], table: str, name: str) -> dict[str, int]:
    """How many rows of which tables go where one row is retracted; tables of which none goes are left out."""
    counts = {child: int(mine.sum()) for child, mine in _dependent_masks(tables, table, name).items()}
    return {child: n for child, n in counts.items() if n}


def dependent_rows(state: Mapping[str, pd.DataFrame], table: str, name: str) -> list[tuple[str, dict[str, str]]]:
    """The rows that go where one row is retracted, each with its table."""
    masks = _dependent_masks(state, table, name)
    return [(child, row) for child, mine in masks.items() for row in row_texts(state[child][mine])]


def _dependent_masks(state: Mapping[str, pd.DataFrame], table: str, name: str) -> dict[str, pd.Series]:
    """Which rows of which tables hang on one row."""
    hanging = {child: (state[child][list(columns)] == name).any(axis=1) for child, columns in HANGING.get(table, ())}
    return hanging | (_about(state, table, name) if table in SUBJECTS else {})


def _about(state: Mapping[str, pd.DataFrame], table: str, name: str) -> dict[str, pd.Series]:
    """The conflicts about a row, their sides, the verdicts on them and on differences of that row."""
    conflicts, sides, verdicts = state["conflicts"], state["conflict_sides"], state["verdicts"]
    is_about, is_on = (
        (rows["subject_table"] == table) & (rows["subject_id"] == name) for rows in (conflicts, verdicts)
    )
    ids = conflicts.loc[is_about, "conflict_id"]
    return {
        "conflicts": is_about,
        "conflict_sides": sides["conflict_id"].isin(ids),
        "verdicts": is_on | verdicts["conflict_id"].isin(ids),
    }
