"""What became of an event: every date and status it was told with, in the order in which that became known.

An event that was given a new date is one thing with a history, however it is coded: reports that tell it otherwise one
after the other, or a second event that *reschedules* the first.
"""

import pandas as pd

from onrecord import dates
from onrecord.record.model import Record
from onrecord.record.reported_days import HERE, without_doubt

REPORTED = ("date", "place")
ORDER = ["published_on", "report_id", "start"]
COLUMNS = [
    "event_id",
    "known_on",
    "report_id",
    "of_id",
    "told_id",
    "date",
    "status",
    "earliest",
    "latest",
    "date_label",
    "step",
]
PUT_OFF = "postponed"
NO_DAY = "no day given"


def tellings(record: Record, mentions: pd.DataFrame) -> pd.DataFrame:
    """Each of `mentions` with what stood once it was published.

    Parameters
    ----------
    record : record
        All that was ever told: where no report gives a date (or place), that of the event itself holds from the start.
    mentions : table, rows of ``event_reports``
        What was told by some day.

    Returns
    -------
    table, the rows of `mentions` by event, then in the order of publication
        ``date`` and ``place``: as this mention gives them, else as the one before; "" where none had by then, though
        some later one does. ``status``: as this mention gives it.
    """
    rows = mentions.sort_values(["event_id", *ORDER], kind="stable", ignore_index=True)
    return rows.assign(
        status=rows["reported_status"], **{name: _latest_so_far(record, rows, name) for name in REPORTED}
    )


def _latest_so_far(record: Record, rows: pd.DataFrame, name: str) -> pd.Series:
    given, column = record.event_reports, f"reported_{name}"
    settled = record.events.set_index("event_id")[name]
    agreed = settled[~settled.index.isin(given.loc[given[column] != "", "event_id"])]
    said = rows[column].where(rows[column] != "").groupby(rows["event_id"]).ffill()
    return said.fillna(lookup(rows["event_id"], agreed)).fillna("").astype("str")


def replacements(record: Record) -> pd.Series:
    """The links *reschedules* that lead to a new date: by the event of the old date, the one that took its place.

    Notes
    -----
    A link *reschedules* goes from the act of putting off, or from the event with the new date, to the event put off.
    What has occurred is a new date only where it lies after the old one: an event is put off before its day. Where
    several took the place of one, the last to become known did. Events that took each other's place stand apart.
    """
    links = record.event_links[record.event_links["relation"] == "reschedules"]
    days = record.events.set_index("event_id")[["earliest", "latest", "status"]]
    new, old = (days.reindex(links[end]).reset_index(drop=True) for end in ("from_id", "to_id"))
    is_new = (new["status"] != "occurred") | (new["earliest"] > old["latest"])
    pairs = links[is_new.to_numpy(dtype=bool) & (links["from_id"] != links["to_id"]).to_numpy()]
    known = record.event_reports.groupby("event_id")["published_on"].min()
    ranked = pairs.assign(known=lookup(pairs["from_id"], known)).sort_values(["known", "from_id"], kind="stable")
    return ranked.drop_duplicates("to_id", keep="last").set_index("to_id")["from_id"]


def heads(record: Record) -> pd.DataFrame:
    """For every event the one that stands for it now, and how often a new date was given until then.

    Returns
    -------
    table, indexed by event_id
        ``head``: the event that took its place in the end, itself where none did; ``n_after``: how many steps that is.
    """
    ids = record.events.set_index("event_id", drop=False)["event_id"]
    new, at, after = record.once(replacements), ids, pd.Series(0, index=ids.index)
    for _ in range(len(new)):
        further = at.map(new)
        if further.isna().all():
            break
        at, after = further.fillna(at), after + further.notna()
    in_circle = at.isin(new.index)
    return pd.DataFrame({"head": at.where(~in_circle, ids), "n_after": after.where(~in_circle, 0)})


def histories(record: Record) -> pd.DataFrame:
    """Every date and status each event was told with, one after the other.

    Returns
    -------
    table, one row per event and step
        ``event_id``: the event that stands now, with the steps of those it took the place of; ``known_on`` (NaT: the
        day of the report is not known) and ``report_id``: since when, according to which report; ``of_id``: the event
        whose date this is; ``told_id``: the same, or the act that put it off; ``date`` ("" where none was given),
        ``status``, ``earliest``, ``latest``, ``date_label``; ``step``, from 1. By event and step.

    Notes
    -----
    A mention that changes neither date nor status is no step. An act of putting off is one: it leaves the date and
    makes the status *postponed*. What is still told of an old date after the new one is known is none.
    """
    chain = record.once(heads)
    rows = pd.concat([_mention_steps(record), _postponement_steps(record)], ignore_index=True)
    rows = rows.assign(event_id=rows["of_id"].map(chain["head"]), n_after=rows["of_id"].map(chain["n_after"]))
    by = ["event_id", "n_after", "known_on", "place_in_day", "report_id", "start"]
    rows = rows.sort_values(by, ascending=[True, False, True, True, True, True], kind="stable", ignore_index=True)
    rows = rows[~_outdated_mentions(record, rows)]
    rows["date"] = rows.groupby("of_id")["date"].ffill().fillna("").astype("str")
    before = rows[["event_id", "date", "status"]].shift()
    is_act = rows["told_id"] != rows["of_id"]
    rows = rows[(rows[["event_id", "date", "status"]] != before).any(axis=1) | is_act]
    spans = dates.spans(rows["date"])[["earliest", "latest", "label"]].rename(columns={"label": "date_label"})
    rows = rows.join(spans).assign(step=rows.groupby("event_id").cumcount() + 1)
    rows["date_label"] = rows["date_label"].where(rows["date"] != "", NO_DAY).astype("str")
    return rows[COLUMNS].reset_index(drop=True)


def _outdated_mentions(record: Record, rows: pd.DataFrame) -> pd.Series:
    """Which of these ordered rows tell an old date anew once the new one was known."""
    since = rows.groupby("of_id")["known_on"].min()
    new = rows["of_id"].map(record.once(replacements)).where(rows["n_after"] > 0)
    return (rows["known_on"] > lookup(new, since)) & rows.duplicated("of_id")


def _mention_steps(record: Record) -> pd.DataFrame:
    """What the reports say of each event; what no report in scope tells, as the record has it."""
    told = tellings(record, record.event_reports).rename(columns={"event_id": "of_id", "published_on": "known_on"})
    untold = record.events[~record.events["event_id"].isin(told["of_id"])].rename(columns={"event_id": "of_id"})
    rows = pd.concat([told, untold], ignore_index=True)[["of_id", "known_on", "report_id", "start", "date", "status"]]
    rows = rows.astype({"report_id": "str"}).fillna({"report_id": "", "start": 0}).assign(place_in_day=0)
    return rows.assign(told_id=rows["of_id"], known_on=rows["known_on"].astype("datetime64[us]"))


def postponements(record: Record) -> pd.DataFrame:
    """The links *reschedules* that lead to no new date: from the act of putting off to what it put off."""
    links = record.event_links[record.event_links["relation"] == "reschedules"]
    return links[lookup(links["to_id"], record.once(replacements)).fillna("") != links["from_id"]]


def _postponement_steps(record: Record) -> pd.DataFrame:
    """One row an act of putting off: known by the report of its link, else since the act itself is."""
    links = record.once(postponements)
    mentions = record.event_reports.sort_values(ORDER, kind="stable").drop_duplicates("event_id")
    first = mentions.set_index("event_id")
    report = links["report_id"].where(links["report_id"] != "", lookup(links["from_id"], first["report_id"])).fillna("")
    known = lookup(report, record.reports.set_index("report_id")["published_on"]).astype("datetime64[us]")
    was_told = lookup(links["to_id"], first["published_on"]) < known
    return pd.DataFrame(
        {
            "of_id": links["to_id"],
            "told_id": links["from_id"],
            "known_on": known,
            "report_id": report.astype("str"),
            "start": 0,
            "date": pd.Series(pd.NA, index=links.index, dtype="str"),
            "status": PUT_OFF,
            # what was known before is put off first and then told anew; what is told for the first time, told first
            "place_in_day": was_told.map({True: -1, False: 1}),
        }
    )


def lookup(keys: pd.Series, values: pd.Series) -> pd.Series:
    """The value of each of `keys`, missing where there is none; days stay days even where nothing is asked."""
    return values.reindex(keys).set_axis(keys.index)


def history(record: Record, event_id: str) -> pd.DataFrame:
    """The steps of one event, whichever of its dates it is asked by; as `histories`."""
    chain = record.once(heads)
    if event_id not in chain.index:
        return record.once(histories).head(0)
    steps = record.once(histories)
    own_steps: pd.DataFrame = steps[steps["event_id"] == chain["head"][event_id]].reset_index(drop=True)
    return own_steps


def step_texts(record: Record, steps: pd.DataFrame) -> pd.DataFrame:
    """Each of `steps` in words: ``since`` (when it became known) and ``told`` (date, status, according to whom).

    A date that no report gives, or that was worked out from what it says, is called so; a report of which only the
    month is known is known since that month.
    """
    names = record.reports.set_index("report_id")["name"]
    published = record.reports.set_index("report_id")["published_label"]
    since = lookup(steps["report_id"], published).replace("", "day unknown").fillna("day unknown").astype("str")
    titles = record.events.set_index("event_id")["title"]
    by = lookup(steps["report_id"], names).fillna("")
    other = lookup(steps["told_id"], titles).where(steps["told_id"] != steps["event_id"]).fillna("")
    is_act = steps["told_id"] != steps["of_id"]
    told = (_attributed_dates(record, steps) + ", " + steps["status"]).where(~is_act, "put off: " + other)
    said = (other.where(~is_act, "") + " · " + by).str.strip(" ·")
    return steps.assign(since=since, told=(told + (" (" + said + ")").where(said != "", "")).astype("str"))


def _attributed_dates(record: Record, steps: pd.DataFrame) -> pd.Series:
    """The date of each of `steps`, with a word where it is the coder's."""
    mentions = record.event_reports[["event_id", "reported_date"]]
    own = pd.MultiIndex.from_frame(steps[["of_id", "date"]]).isin(pd.MultiIndex.from_frame(mentions))
    spans = dates.spans(without_doubt(steps["date"]))
    is_coded = (steps["date"] != "") & (~pd.Series(own, steps.index) | dates.spans(steps["date"])["is_uncertain"])
    return steps["date_label"].where(~is_coded, spans["label"] + ", " + HERE).astype("str")
