"""Who said or did what, when, according to whom.

In a notebook: ``record = onrecord.open(folder)``, then ``onrecord.measures.similarity(record.cells())``.
"""

import os

# Read when numpy loads: on matrices of a few hundred rows a second thread costs more than it gives.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from onrecord.record import Record

__version__ = "0.2.0"
# Text kept by Arrow is turned into an object at each comparison; before the first frame is built, hence here.
pd.set_option("mode.string_storage", "python")

PARTS = ("export", "measures", "networks")  # loaded when first asked for


def open(path: str | os.PathLike[str]) -> "Record":
    """The record of one dossier, checked: pandas frames, ready for `onrecord.measures` and `onrecord.networks`.

    Parameters
    ----------
    path : a dossier folder, or a bundle (.zip) that was handed over

    Errors
    ------
    DossierError where it breaks the codebook; its ``faults`` are all there are. MissingError where it is not there,
    UploadError where a bundle is damaged or altered, TextError where a text is not the one that was coded.
    """
    from onrecord import record
    from onrecord.editing import bundles

    return record.from_dossier(bundles.open_path(Path(path)).dossier)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module, whose own names keep their types
    if name in PARTS:
        return import_module(f"onrecord.{name}")
    raise AttributeError(f"module 'onrecord' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *PARTS})
