"""What a page shows as files: tables and graphs, each saying where it comes from and how it was made."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from onrecord import export
from onrecord.record import Record
from onrecord.views.values import Table
from onrecord.views.view import View

Files = dict[str, tuple[str, Callable[[], bytes]]]  # ending -> label, what makes it


def downloads(view: View) -> None:
    """An item of a page: its tables and graphs as files. Nothing is worked out before a file is asked for."""
    name = type(view).title.lower()
    if view.exported:
        _buttons(f"{view.whole.dossier_id}-{name}", _table_files(view))
    for graph in view.exported_graphs:
        _buttons(f"{view.whole.dossier_id}-{graph}", _graph_files(view, graph))


def _table_files(view: View) -> Files:
    origin = _origin(view.whole)

    def tables() -> dict[str, pd.DataFrame]:
        return {name: _rows(view, name) for name in view.exported}

    several: Files = {
        "xlsx": ("XLSX", lambda: export.xlsx(tables(), about=origin | {"method": view.method})),
        "json": ("JSON", lambda: export.json(tables(), about=origin | {"method": view.method})),
    }
    return several | {f"{n}.csv": (f"CSV {n}", partial(_csv, view, n)) for n in view.exported}


def _graph_files(view: View, part: str) -> Files:
    origin = _origin(view.whole)

    def about() -> dict[str, str]:
        return origin | {"method": view.method}

    return {
        "graphml": ("GraphML", lambda: export.graphml(getattr(view, part), about=about(), places=_places(view, part))),
        "gexf": ("GEXF", lambda: export.gexf(getattr(view, part), about=about(), places=_places(view, part))),
    }


def _places(view: View, part: str) -> pd.DataFrame | None:
    is_placed = set(getattr(view, part)) <= set(view.layout.index)
    return view.layout if is_placed else None


def _csv(view: View, part: str) -> bytes:
    return export.csv(_rows(view, part))


def _rows(view: View, part: str) -> pd.DataFrame:
    value = getattr(view, part)
    return value.rows if isinstance(value, Table) else value


def _buttons(name: str, files: Files) -> None:
    with st.container(horizontal=True, gap="small", key=f"files-{name}"):
        for ending, (label, make) in files.items():
            st.download_button(
                label, make, file_name=f"{name}.{ending}", key=f"file-{name}-{ending}",
                on_click="ignore", type="tertiary", icon=":material/download:",
            )  # fmt: skip


def _origin(record: Record) -> dict[str, str]:
    """Where a file comes from: dossier, version, address of the view, licence, how to cite it."""
    query = "&".join(f"{k}={v}" for k in sorted(st.query_params) for v in st.query_params.get_all(k))
    return {
        "dossier": record.meta["title"],
        "version": record.version,
        "revision": str(record.revision),
        "view": f"{st.context.url}?{query}" if query else str(st.context.url),
        "licence": record.meta["licence"],
        "cite": record.meta["cite"],
    }
