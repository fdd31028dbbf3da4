"""What a page shows as files: tables and graphs, each saying where it comes from and how it was made."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from onrecord import export
from onrecord.record import Record
from onrecord.schema.dossier import fiction_note
from onrecord.views.pages import PAGES
from onrecord.views.values import Table
from onrecord.views.view import View

Files = dict[str, tuple[str, Callable[[], bytes]]]  # ending -> label, what makes it
MOST_REPORTS = 40  # whose marks a file explains
Rows = Callable[[], pd.DataFrame]


def downloads(view: View) -> None:
    """An item of a page: its tables and graphs as files. Nothing is worked out before a file is asked for."""
    if view.exported:
        tables: dict[str, Rows] = {name: partial(_rows, view, name) for name in view.exported}
        table_downloads(view.whole, PAGES[type(view).title].file, tables, method=lambda: view.method)
    for graph in view.exported_graphs:
        _buttons(f"{view.whole.dossier_id}-{graph}", _graph_files(view, graph))


def table_downloads(
    record: Record, name: str, tables: Mapping[str, Rows], *, method: Callable[[], str] = lambda: ""
) -> None:
    """Tables as files, together and one by one; each is worked out when it is asked for."""
    origin = file_origin(record)

    def about() -> dict[str, str]:
        return origin | {"method": method()}

    def everything() -> dict[str, pd.DataFrame]:
        return {table: rows() for table, rows in tables.items()}

    files: Files = {
        "xlsx": ("XLSX", lambda: export.xlsx(everything(), about=about())),
        "json": ("JSON", lambda: export.json(everything(), about=about())),
    }
    files |= {f"{table}.csv": (f"CSV {table}", partial(_csv, rows)) for table, rows in tables.items()}
    _buttons(f"{record.dossier_id}-{name}", files)


def _graph_files(view: View, name: str) -> Files:
    origin = file_origin(view.whole)

    def exported(write: Callable[..., bytes]) -> bytes:
        graph = getattr(view, name)
        if not set(graph) <= set(view.scoped.actors["actor_id"]):
            return write(graph, about=origin | {"method": ""})
        return write(graph, about=origin | {"method": view.method}, places=view.layout)

    return {
        "graphml": ("GraphML", partial(exported, export.graphml)),
        "gexf": ("GEXF", partial(exported, export.gexf)),
    }


def _csv(rows: Rows) -> bytes:
    return export.csv(rows())


def _rows(view: View, name: str) -> pd.DataFrame:
    value: Table | pd.DataFrame = getattr(view, name)
    return value.rows if isinstance(value, Table) else value


def _buttons(name: str, files: Files) -> None:
    with st.container(horizontal=True, gap="small", key=f"files-{name}"):
        for ending, (label, make) in files.items():
            st.download_button(
                label, make, file_name=f"{name}.{ending}", key=f"file-{name}-{ending}",
                on_click="ignore", type="tertiary", icon=":material/download:",
            )  # fmt: skip


def file_origin(record: Record) -> dict[str, str]:
    """Where a file comes from: dossier, that it is invented where it is, version, address of the view, licence."""
    reports = record.reports.sort_values("number", kind="stable").head(MOST_REPORTS)["dated_name"]
    query = "&".join(f"{k}={v}" for k in sorted(st.query_params) for v in st.query_params.get_all(k))
    note = fiction_note(record.meta)
    return {
        "dossier": record.meta["title"],
        **({"note": note} if note else {}),
        "version": record.version,
        "revision": str(record.revision),
        "view": f"{st.context.url}?{query}" if query else str(st.context.url),
        "reports": "; ".join(reports),
        "licence": record.meta["licence"],
        "cite": record.meta["cite"],
    }
