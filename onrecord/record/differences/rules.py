"""The rules by which two reports, or two passages of one, are found to tell things differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from onrecord.schema import DIFFERENCE_RULES

Grade = Literal["differ", "went on", "only here"]
GRADES: tuple[Grade, ...] = ("differ", "went on", "only here")
STILL_TO_COME = ("planned", "proposed", "expected")
OFF = ("postponed", "cancelled")
LESS_EXACT = "One report names less exactly than another who did it, or at whom it was directed: both can be so."


@dataclass(frozen=True)
class Rule:
    """One rule: what it says of its sides, and the conflict it would become.

    ``grade``: *differ* (they do not agree: both cannot be so, or one is wrong or less exact), *went on* (a later
    report tells a later state: no conflict, so ``kind`` and ``severity`` are ""), *only here* (one report leaves out
    what another tells). ``is_flag``: an open finding of medium severity or more puts a flag on the marks it touches.
    ``is_between``: it sets report against report, so that those of one root weigh little.
    """

    grade: Grade
    kind: str = ""
    severity: str = ""
    is_flag: bool = False
    is_between: bool = False


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "day": Rule("differ", "contradiction", "high", True, True),
        "status": Rule("differ", "contradiction", "high", True, True),
        "place": Rule("differ", "contradiction", "high", True, True),
        "role": Rule("differ", "contradiction", "medium", True, True),
        "replaced": Rule("differ", "contradiction", "high", True, True),
        "opposite": Rule("differ", "contradiction", "high", True, True),
        "within": Rule("differ", "internal", "medium", True),
        "denied": Rule("differ", "contradiction", "high", True),
        "list": Rule("differ", "omission", "medium", False, True),
        "who": Rule("differ", "contradiction", "high", True, True),
        "cause": Rule("differ", "contradiction", "medium", False, True),
        "overtaken": Rule("differ", "internal", "medium"),
        "lapsed": Rule("differ", "internal", "high"),
        "slip": Rule("differ", "internal", "low"),
        "spelling": Rule("differ", "imprecision", "low"),
        "undated": Rule("differ", "internal", "low"),
        "moved": Rule("went on"),
        "went-on": Rule("went on"),
        "turned": Rule("went on"),
        "only-here": Rule("only here", "omission", "low"),
    }
)


def rule_text(rule: str, kind: str) -> str:
    """What a difference of a rule and kind says of its sides; another name for one party is less exact."""
    return LESS_EXACT if (rule, kind) == ("who", "imprecision") else DIFFERENCE_RULES[rule]
