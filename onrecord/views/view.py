"""What a page shows, without Streamlit: a view is one page over one record in scope with its settings.

Its parts are worked out when they are first looked at, once for everybody who looks at the same record, scope and
settings: a part is kept with the record in scope, under its name and the values of the settings it reads.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

import pandas as pd

from onrecord.charts import Canvas, Figure
from onrecord.errors import OnRecordError
from onrecord.record import Record, Scope
from onrecord.views.basis import places
from onrecord.views.emptiness import Emptiness

V = TypeVar("V")
F = TypeVar("F", bound=Figure | None)


@dataclass(frozen=True)
class NoSettings:
    """The settings of a view that has none."""


class View:
    """One page.

    Parameters
    ----------
    whole : record
        The dossier as the page opened it.
    scoped : record
        The part of it in `scope`.
    scope : scope
    settings : of the class ``Settings``
    mark : text
        What is selected; "" for nothing. No part depends on it.

    A subclass names its page by ``title`` and the parts that can be taken along as files by ``exported`` (tables) and
    ``exported_graphs``; ``is_scoped`` says whether the sidebar narrows it.
    """

    title: ClassVar[str]
    Settings: ClassVar[type] = NoSettings
    is_scoped: ClassVar[bool] = True
    exported: ClassVar[tuple[str, ...]] = ()
    exported_graphs: ClassVar[tuple[str, ...]] = ()
    settings: Any

    def __init__(self, whole: Record, scoped: Record, scope: Scope, settings: object = None, mark: str = "") -> None:
        self.whole, self.scoped, self.scope, self.mark = whole, scoped, scope, mark
        self.settings = self.Settings() if settings is None else settings

    def with_settings(self, settings: object) -> Self:
        """The same view with other settings."""
        return type(self)(self.whole, self.scoped, self.scope, settings, self.mark)

    @property
    def emptiness(self) -> Emptiness | None:
        """Why there is nothing to show, and what to do; None where there is something."""
        return None

    @property
    def gap(self) -> Emptiness | None:
        """What the dossier itself still lacks on a page that shows something all the same; None for nothing."""
        return None

    @property
    def layout(self) -> pd.DataFrame:
        """Where each actor stands in the graphs of this dossier."""
        return self.whole.once(places, self.scope.level)

    @property
    def method(self) -> str:
        """How what the page exports was worked out."""
        return ""


class Part(Generic[V]):
    """One part of a view. Looked up on the class it is itself, so that a page can name it before it is worked out."""

    def __init__(self, compute: Callable[[Any], V], reads: tuple[str, ...]) -> None:
        self.compute, self.reads, self.name = compute, reads, compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: View, owner: type) -> V: ...
    def __get__(self, view: View | None, owner: type) -> "Self | V":
        if view is None:
            return self
        return view.scoped.memo.once(_key(view, self), lambda: self.compute(_restricted(view, self)))


class FigurePart(Generic[F]):
    """A part that is drawn on a canvas, and kept for each. Looked up on a view it waits for the canvas."""

    def __init__(self, draw: Callable[[Any, Canvas], F], reads: tuple[str, ...]) -> None:
        self.draw, self.reads, self.name = draw, reads, draw.__name__
        self.__doc__ = draw.__doc__

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: View, owner: type) -> Callable[[Canvas], F]: ...
    def __get__(self, view: View | None, owner: type) -> "Self | Callable[[Canvas], F]":
        if view is None:
            return self

        def on(canvas: Canvas) -> F:
            key = (*_key(view, self), canvas)
            return view.scoped.memo.once(key, lambda: self.draw(_restricted(view, self), canvas))

        return on


def _key(view: View, part: Part[Any] | FigurePart[Any]) -> tuple[Hashable, ...]:
    """What a part is kept under: it follows from the record in scope and from these values alone."""
    return (type(view).__qualname__, part.name, *(getattr(view.settings, name) for name in part.reads))


def _restricted(view: View, part: Part[Any] | FigurePart[Any]) -> View:
    """The view as a part may read it: with no setting that the part does not name."""
    values = {name: getattr(view.settings, name) for name in part.reads}
    return type(view)(view.whole, view.scoped, view.scope, _Restricted(values, part.name))


class _Restricted:
    """Settings of which only some may be read: a part that reads another would be kept under too little."""

    def __init__(self, values: Mapping[str, object], part: str) -> None:
        self._values, self._part = values, part

    def __getattr__(self, name: str) -> object:
        if name.startswith("_") or name not in self._values:
            raise OnRecordError(f"The part {self._part} reads the setting {name}, which it does not name.")
        return self._values[name]


def part(*reads: str) -> Callable[[Callable[[Any], V]], Part[V]]:
    """Make a method a part of its view, which reads the settings named and no others."""
    return lambda compute: Part(compute, reads)


def figure(*reads: str) -> Callable[[Callable[[Any, Canvas], F]], FigurePart[F]]:
    """Make a method that draws on a canvas a part of its view, which reads the settings named and no others.

    A figure that is None is not drawn: there is too little to see.
    """
    return lambda draw: FigurePart(draw, reads)
