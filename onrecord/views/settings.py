"""The settings of a view: what can be asked, what is allowed, what is the default; read from plain texts, and checked.

A field of a settings class says by its annotation how it is asked for:
``min_shared: Annotated[int, Number("Fewest shared issues", (1, 10, 2))] = 2``. Options, bounds and defaults that depend
on the record are functions of the view, which by then has the settings that stand before this one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    from onrecord.views.view import View

Options = Mapping[str, str]  # value -> label
Bounds = tuple[int, int, int]  # lowest, highest, default


@dataclass(frozen=True)
class Choice:
    """One of a few options, all of them in sight; by default what ``default`` gives, else the first.

    ``parameter`` is the one of the address, where that is not the name of the field; ``about`` explains the choice.
    """

    label: str
    options: Options | Callable[..., Options]
    parameter: str = ""
    about: str | None = None
    default: Callable[..., str] | None = None

    def allowed(self, view: "View") -> Options:
        """The options: value -> label."""
        return self.options(view) if callable(self.options) else self.options

    def read(self, view: "View", given: str) -> str:
        """The value that a text asks for."""
        allowed = self.allowed(view)
        if given not in allowed and self.default is not None:
            given = self.default(view)
        return given if given in allowed else next(iter(allowed), "")


@dataclass(frozen=True)
class Pick(Choice):
    """One of many options. ``note`` is a sentence below it."""

    note: Callable[..., str] | None = None


@dataclass(frozen=True)
class Number:
    """A whole number between the first and the second of ``bounds``; the third is the default."""

    label: str
    bounds: Bounds | Callable[..., Bounds]
    parameter: str = ""

    def allowed(self, view: "View") -> Bounds:
        """Lowest, highest, default."""
        return self.bounds(view) if callable(self.bounds) else self.bounds

    def read(self, view: "View", given: str) -> int:
        """The number that a text asks for, the nearest allowed where it lies beyond the bounds."""
        low, high, default = self.allowed(view)
        return min(max(int(given), low), high) if _is_whole(given) else default


@dataclass(frozen=True)
class Text:
    """A text that the view reads itself, without a widget."""

    parameter: str = ""

    def read(self, view: "View", given: str) -> str:
        """The text as it is."""
        return given


Ask = Choice | Number | Text


@cache
def asks(settings: type) -> Mapping[str, Ask]:
    """How each field of a settings class is asked for, in order."""
    hints = get_type_hints(settings, include_extras=True)
    return {f.name: hints[f.name].__metadata__[0] for f in fields(settings)}


def parameter(name: str, ask: Ask) -> str:
    """The parameter of the address that holds a setting."""
    return ask.parameter or name


def read_settings(view: "View", given: Mapping[str, str]) -> tuple[Any, list[str]]:
    """The settings that `given` texts ask for, and what in them means nothing here.

    Parameters
    ----------
    view : view with the settings of its class by default
    given : parameter of the address -> its text
        What is missing or means nothing becomes the default.
    """
    strange = []
    for name, ask in asks(view.Settings).items():
        text = given.get(parameter(name, ask), "")
        value = ask.read(view, text)
        is_bounded = isinstance(ask, Number) and _is_whole(text)
        if text and str(value) != text and not is_bounded:
            strange.append(f"{parameter(name, ask)} '{text}'")
        view = view.with_settings(replace(view.settings, **{name: value}))
    return view.settings, strange


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit()
