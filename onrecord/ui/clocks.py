"""The two clocks: what was known on a day, and how the dossier itself stood on one. Both live in the address."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NoReturn

import pandas as pd
import streamlit as st

from onrecord import dates
from onrecord.editing import Store, reading
from onrecord.record import Record
from onrecord.ui import address
from onrecord.ui.escape import html, label
from onrecord.views.view import View

ALL = ""
REPLAY_HELP = "Every day on which a report added to what is known. The arrow keys go from one to the next."
STOOD_HELP = "The dossier as it had been coded when that day ended (UTC). It can be read then, not changed."


@dataclass(frozen=True)
class ShownState:
    """Which revision is shown: the newest, or the one the address asks for by day or by number.

    ``said`` names the past that is shown, "" for the present; ``day`` is the one in question; ``strange`` is what the
    address asks for in vain.
    """

    revision: int
    said: str = ""
    day: date | None = None
    strange: tuple[str, ...] = ()


def shown_state(held: Store, dossier_id: str) -> ShownState:
    """The revision to show. Ends the page where the dossier was not there yet on the day asked for."""
    newest = reading.newest_revision(held, dossier_id)
    if not newest or not any(address.value(name) for name in address.PAST):
        return ShownState(newest)
    past, rev = reading.revisions(held, dossier_id), address.value("rev")
    strange = [f"{name} '{address.value(name)}'" for name in address.PAST if address.value(name)]
    if rev.isascii() and rev.isdigit() and int(rev) in set(past["rev_id"]):
        made = past.loc[past["rev_id"] == int(rev), "made_at"].iloc[0]
        return ShownState(int(rev), f"As the dossier stood at revision {int(rev)}", date.fromisoformat(made[:10]))
    day = address.day("stood_on")
    if day is None or day > _today():
        return ShownState(newest, strange=tuple(strange))
    revision = reading.revision_on(held, dossier_id, day)
    if not revision:
        _not_yet(day, date.fromisoformat(past["made_at"].iloc[0][:10]))
    said = f"As the dossier stood on {dates.label_day(day)}, revision {revision}"
    return ShownState(revision, said, day, tuple(strange[1:]))


def show_state(at: ShownState) -> None:
    """Say above the page which past of the dossier it shows, with the way back; and what was asked for in vain."""
    if at.strange:
        st.warning(
            f"The address asks for a state of the dossier that there is not, and was left out: "
            f"{label(', '.join(at.strange))}. " + ("" if at.said else "The dossier is shown as it stands now.")
        )
    if at.said:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stood"):
            st.html(f'<p class="or-stood" role="status">{html(at.said)}</p>')
            _back_to_now("w-now")


def state_field(at: ShownState) -> None:
    """The day on which the dossier shall be seen as it stood."""
    st.session_state["w-stood_on"] = at.day
    st.date_input(
        "As the dossier stood on", key="w-stood_on", format="YYYY-MM-DD", on_change=_put_stood, help=STOOD_HELP,
        value=None, min_value=date.min, max_value=max(_today(), at.day or date.min),
    )  # fmt: skip


def replay(view: View) -> None:
    """A slider over the days on which what is known changes; it is the same *as known on* as in the sidebar."""
    days, given = view.whole.once(known_days), address.day("known_on")
    if len(days) < 2:
        return
    earlier = [given.isoformat()] if given and given.isoformat() < days[0] else []
    until = [day for day in days if given and day <= given.isoformat()]
    st.session_state["w-replay"] = [*earlier, *until][-1] if given else ALL
    st.select_slider(
        "Replay: as known on", [*earlier, *days, ALL], format_func=_day_name, key="w-replay", help=REPLAY_HELP,
        on_change=lambda: address.put("known_on", st.session_state["w-replay"]),
    )  # fmt: skip


def known_days(record: Record) -> list[str]:
    """The days on which a report was published, in order."""
    days = pd.DatetimeIndex(record.reports["published_on"].dropna().unique()).sort_values()
    return [f"{day.date()}" for day in days]


def _day_name(day: str) -> str:
    return dates.label_day(date.fromisoformat(day)) if day else "all"


def _put_stood() -> None:
    day = st.session_state["w-stood_on"]
    address.put_all({"rev": "", "stood_on": day.isoformat() if day else ""})


def _not_yet(day: date, first: date) -> NoReturn:
    st.title("On Record")
    st.info(
        f"The dossier was not here yet on {dates.label_day(day)}. It came on {dates.label_day(first)} (UTC).",
        icon=":material/history:",
    )
    _back_to_now("w-not-yet")
    address.mark_settled()
    st.stop()


def _back_to_now(key: str) -> None:
    st.button(
        "Show it as it stands now", key=key, type="tertiary", icon=":material/update:", on_click=address.put_all,
        args=(dict.fromkeys(address.PAST, ""),),
    )  # fmt: skip


def _today() -> date:
    return datetime.now(UTC).date()
