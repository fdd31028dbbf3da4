"""What is worked out once for everybody: the same question about the same part of the record has the same answer."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from onrecord import measures
from onrecord.record import Record

P = ParamSpec("P")
T = TypeVar("T")
MOST = 1000
# Shared and never changed, so which one it is says what is in it.
SAME: dict[str | type[Any], Callable[[Any], Any]] = {
    Record: id,
    pd.DataFrame: id,
    measures.Blocs: id,
    measures.BlocStability: id,
    measures.Scaling: id,
    "networkx.classes.graph.Graph": id,
}


def kept(make: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """What `make` gives, worked out once and then shared by all visitors, who only read it.

    Parameters
    ----------
    make : function
        Of a module, whose result follows from its arguments alone.
    args, options : arguments of `make`
        Records, tables and graphs count as the same only where they are the same object: what is kept for a view hangs
        on the view itself, and a table that was kept can be the argument of the next question. All else counts by what
        is in it.
    """
    found: T = _answer(make, f"{make.__module__}.{make.__qualname__}", args, options)[0]
    return found


@st.cache_resource(show_spinner=False, max_entries=MOST, hash_funcs=SAME)
def _answer(_make: Callable[..., Any], name: str, args: tuple[Any, ...], options: dict[str, Any]) -> tuple[Any, ...]:
    # The arguments are kept beside the answer: as long as they live, nothing else can be the same object.
    return _make(*args, **options), args, options
