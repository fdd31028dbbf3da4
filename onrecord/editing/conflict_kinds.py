"""What a conflict must have to be of its kind."""

from collections.abc import Collection

from onrecord.errors import OnRecordError

BETWEEN_REPORTS = ("contradiction", "imprecision", "omission")  # by the codebook, of one report beside another


def check_kind(kind: str, reports: Collection[str]) -> None:
    """Raise OnRecordError where a conflict of this kind cannot have these sides.

    Parameters
    ----------
    kind : code of ``conflicts.kind``
    reports : the report of each side
    """
    if len(reports) < (1 if kind == "internal" else 2):
        raise OnRecordError("Choose two passages at least; one is enough for the kind internal.")
    if kind in BETWEEN_REPORTS and len(set(reports)) == 1:
        raise OnRecordError(f"All sides are of one report: choose the kind internal, not {kind}, or a second report.")
