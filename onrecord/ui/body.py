"""The body of a page: the parts of its view on the left, the evidence of what is selected on the right."""

from onrecord.ui import address, evidence, show
from onrecord.ui.items import Item, draw
from onrecord.views.view import View


def top(view: View, *items: Item) -> None:
    """Draw items over the whole width, above the body."""
    _stop_where_empty(view)
    draw(view, items)


def body(view: View, *items: Item, beside_evidence: tuple[Item, ...] = ()) -> None:
    """Draw items, and beside them the evidence behind the mark that is selected; `beside_evidence` stand below it."""
    _stop_where_empty(view)
    _show_gap(view)
    main, side = show.split()
    with main:
        draw(view, items)
    with side:
        evidence.panel(view.scoped, view.whole)
        draw(view, beside_evidence)


def full_width(view: View, *items: Item) -> None:
    """Draw items over the whole width of a page that has no evidence beside it."""
    _stop_where_empty(view)
    _show_gap(view)
    draw(view, items)
    address.mark_settled()


def _stop_where_empty(view: View) -> None:
    if why := view.emptiness:
        show.nothing_in_view(why, view.whole)


def _show_gap(view: View) -> None:
    if why := view.gap:
        show.first_step(why, view.whole)
