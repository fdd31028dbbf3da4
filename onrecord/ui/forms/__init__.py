"""The forms of all screens: fields over the columns of the codebook, and what is saved once a press."""

from onrecord.ui.forms.exchange import Entry, Exchange, Request, exchange_of, take
from onrecord.ui.forms.field import BETWEEN, Field
from onrecord.ui.forms.form import Form
from onrecord.ui.forms.once import fingerprint, once, reader_only, refused_values, save_request
from onrecord.ui.forms.widget import Button, Layout, described, form_data, form_widget, is_new_request, offers

__all__ = [
    "BETWEEN",
    "Button",
    "Entry",
    "Exchange",
    "Field",
    "Form",
    "Layout",
    "Request",
    "described",
    "exchange_of",
    "fingerprint",
    "form_data",
    "form_widget",
    "is_new_request",
    "offers",
    "once",
    "reader_only",
    "refused_values",
    "save_request",
    "take",
]
