"""The forms of all screens: fields over the columns of the codebook, and what is saved once a press."""

from onrecord.ui.forms.field import BETWEEN, Field
from onrecord.ui.forms.form import Form
from onrecord.ui.forms.once import fingerprint, once, reader_only, refused_values, save_request

__all__ = [
    "BETWEEN",
    "Field",
    "Form",
    "fingerprint",
    "once",
    "reader_only",
    "refused_values",
    "save_request",
]
