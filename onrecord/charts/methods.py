"""How what a figure shows was measured, in a sentence or two: the end of its caption."""

import math

from onrecord.charts import theme
from onrecord.text import count

DEFAULT = "Similarity S"
DEFAULT_METHOD = "Similarity S (Signorino–Ritter, absolute, unweighted, scale −2 to +2)"


def alignment_method(
    *, min_shared: int, min_independent: int, measure: str = DEFAULT, expected: float = math.nan
) -> str:
    """How an alignment graph is measured: the measure, its thresholds, and what chance alone would give.

    Parameters
    ----------
    min_shared, min_independent : issues, reports
        The thresholds it was made with.
    measure : text
        Name of the measure whose sign is drawn.
    expected : S
        What two independent speakers would reach in this field; NaN where not known.

    Returns
    -------
    text
        For the ``method`` of `alignment`.
    """
    what = DEFAULT_METHOD if measure == DEFAULT else f"{measure}, drawn faint since the interval is that of S alone"
    chance = (
        "" if math.isnan(expected) else f"By chance alone two actors of this field would reach S = {expected:.2f}. "
    )
    return theme.clean(
        f"{what}; latest position per actor and issue, "
        f"at least {count(min_shared, 'shared issue')} and {count(min_independent, 'independent report')}. "
        f"Faint: the 95 % interval includes 0. {chance}Distance on the page has no unit."
    )


def matrix_method(*, measure: str = DEFAULT, expected: float = math.nan) -> str:
    """How a matrix of similarity is measured: the measure, and what chance alone would give.

    Parameters
    ----------
    measure : text
        Name of the measure that is drawn.
    expected : S
        What two independent speakers would reach in this field; NaN where not known.

    Returns
    -------
    text
        For the ``method`` of `matrix`. No threshold: a matrix shows every dyad of which similarity is defined.
    """
    what = DEFAULT_METHOD if measure == DEFAULT else measure
    chance = (
        "" if math.isnan(expected) else f" By chance alone two actors of this field would reach S = {expected:.2f}."
    )
    return theme.clean(f"{what}; latest position per actor and issue.{chance}")
