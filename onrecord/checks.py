"""Compare a dossier with the codebook. One set of rules for the store, the command line and the quality page."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

import pandas as pd

from onrecord import dates, spreadsheet
from onrecord.schema import BY_NAME, TABLES, Column, Table
from onrecord.schema.dossier import FICTIONAL, MAY_BE_EMPTY, META_FIELDS, OPTIONAL_META
from onrecord.schema.tables import SUBJECTS
from onrecord.text import CONTROL, with_escapes

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
INTEGER = re.compile(r"0|-?[1-9][0-9]{0,8}")
SHA256 = re.compile(r"[0-9a-f]{64}")
Tables = Mapping[str, pd.DataFrame]
Lines = Sequence[tuple[Hashable, Mapping[str, str]]]  # what stands for the line in a message, and the row


def faults(meta: Mapping[str, str], tables: Tables) -> list[str]:
    """Everything in a dossier that the codebook does not allow, one readable line a fault.

    Parameters
    ----------
    meta : field -> text
        What dossier.toml says.
    tables : table name -> frame of texts
        Columns of the schema, "" where missing; the index is the line number in the file.

    Returns
    -------
    lines ``file:line: what; what is allowed; what to do``. Empty: no fault.
    """
    return line_faults(meta, {t.name: _lines(tables[t.name]) for t in TABLES})


def line_faults(meta: Mapping[str, str], tables: Mapping[str, Lines]) -> list[str]:
    """The same of rows as they are: a few are judged sooner than a frame of them is made."""
    found = list(_meta_faults(meta))
    keys = {t.name: {row[t.key[0]] for _, row in tables[t.name]} for t in TABLES if len(t.key) == 1}
    for table in TABLES:
        found += _table_faults(table, tables[table.name], keys)
    return found or [fault for rule in CROSS_RULES for fault in rule(tables)]


def _lines(frame: pd.DataFrame) -> Lines:
    names = list(frame.columns)
    cells = zip(*(frame[name].tolist() for name in names), strict=True)  # by column: many times faster than by row
    return [(line, dict(zip(names, row, strict=True))) for line, row in zip(frame.index, cells, strict=True)]


def _meta_faults(meta: Mapping[str, str]) -> Iterator[str]:
    for field in _missing_fields(meta):
        about = META_FIELDS[field].rstrip(".")
        yield f'dossier.toml:1: {field} is missing; it says: {about}; add a line {field} = "…"'
    for field, value in meta.items():
        if reason := _meta_fault(field, value):
            yield f"dossier.toml:1: {reason}"


def _meta_fault(field: str, value: str) -> str:
    if field not in (allowed := (*META_FIELDS, *OPTIONAL_META)):
        return f"'{visible(field)}' is no field; allowed are {', '.join(allowed)}; remove it"
    if field == FICTIONAL and value != "yes":
        return f"{field} is '{visible(value)}'; allowed is yes; write it so, or remove the line"
    reason = _not_plain(value) or (_not_edtf(value) if field == "period" and value.strip() else "")
    return f"{field} {reason}" if reason else ""


def _missing_fields(meta: Mapping[str, str]) -> list[str]:
    given = {field for field, value in meta.items() if value.strip() or field in MAY_BE_EMPTY}
    return [field for field in META_FIELDS if field not in given]


def _table_faults(table: Table, rows: Lines, keys: Mapping[str, set[str]]) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for line, row in rows:
        key = tuple(row[k] for k in table.key)
        if key in seen:
            what = f"{' + '.join(table.key)} '{visible(' + '.join(key))}' is used twice"
            yield f"{table.name}.csv:{line}: {what}; each row needs its own; rename or remove one"
        seen.add(key)
    for column in table.columns:
        for line, reason in _column_faults(column, rows, keys):
            yield f"{table.name}.csv:{line}: {column.name} {reason}"


def _column_faults(column: Column, rows: Lines, keys: Mapping[str, set[str]]) -> Iterator[tuple[Hashable, str]]:
    """Each distinct value is judged once, however many rows hold it; what a program did to many is said once."""
    verdicts: dict[str, str] = {}
    damaged: dict[str, list[tuple[Hashable, str, spreadsheet.Damage]]] = {}
    for line, row in rows:
        value = row[column.name]
        if value not in verdicts:
            verdicts[value] = _verdict(column, value, keys)
        if not verdicts[value]:
            continue
        if what := _damage(column, value, keys):
            damaged.setdefault(what.cause, []).append((line, value, what))
        else:
            yield line, verdicts[value]
    for places in damaged.values():
        line, value, what = places[0]
        more = spreadsheet.more_rows(len(places))
        yield line, f"is '{visible(value)}'{more}, {what.cause}; {what.allowed}; {what.cure}"


def _damage(column: Column, value: str, keys: Mapping[str, set[str]]) -> spreadsheet.Damage | None:
    """What a program did to a value that its column does not allow."""
    if column.refers_to and value.isascii() and value.isdigit():
        ids = keys[column.refers_to]
        if any(i.isascii() and i.isdigit() and int(i) == int(value) for i in ids):
            return spreadsheet.SHORTENED
    return spreadsheet.damage("code" if column.codes is not None else column.kind, value)


def _verdict(column: Column, value: str, keys: Mapping[str, set[str]]) -> str:
    if value == "":
        return "is empty; every row needs one; fill it in" if column.required else ""
    if reason := _not_plain(value):
        return reason
    if column.codes is not None and value not in column.codes:
        return f"is '{visible(value)}'; the codebook allows {', '.join(column.codes)}; choose one"
    if reason := FORMS[column.kind](value):
        return reason
    if column.refers_to and value not in keys[column.refers_to]:
        return f"'{value}' is not in {column.refers_to}.csv; ids must resolve; add it there or correct it here"
    return ""


def visible(value: str) -> str:
    """The value as a message can show it: cut, and what does not print as its code."""
    return with_escapes(value[:60])


def _not_plain(value: str) -> str:
    if CONTROL.search(value):
        return f"holds a control character ({visible(value)}); only line breaks and tabs are allowed; remove it"
    if value and not value.strip():
        return "holds only blanks; a missing value is an empty cell; remove them"
    return ""


def _not_id(value: str) -> str:
    shape = "lower-case letters, digits, - and _, at most 80"
    return "" if ID.fullmatch(value) else f"is '{visible(value)}'; an id is {shape}; rename it"


def _not_edtf(value: str) -> str:
    try:
        dates.parse(value)
    except ValueError as reason:
        return f"is no date: {reason}; correct it"
    return ""


def _not_integer(value: str) -> str:
    return "" if INTEGER.fullmatch(value) else f"is '{visible(value)}'; a whole number is needed; correct it"


def _not_sha256(value: str) -> str:
    return "" if SHA256.fullmatch(value) else "is no SHA-256; 64 hexadecimal digits are needed; take it from the text"


FORMS: Mapping[str, Callable[[str], str]] = {
    "id": _not_id,
    "text": lambda value: "",
    "integer": _not_integer,
    "edtf": _not_edtf,
    "sha256": _not_sha256,
}


def _body_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    for line, row in tables["reports"]:
        begin, end, length = int(row["body_start"]), int(row["body_end"]), int(row["n_chars"])
        if not 0 <= begin < end <= length:
            yield f"reports.csv:{line}: body is {begin}:{end} of {length} characters; it lies within; correct it"


def _span_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    """Rows never point into boilerplate, nor at nothing."""
    body = {row["report_id"]: (int(row["body_start"]), int(row["body_end"])) for _, row in tables["reports"]}
    for name in ("event_reports", "stances", "conflict_sides"):
        for line, row in tables[name]:
            start, end, (a, b) = int(row["start"]), int(row["end"]), body[row["report_id"]]
            if not a <= start < end <= b:
                what = "is empty" if start >= end else "leaves the report's body"
                span = f"span {start}:{end} {what}; it must lie within {a}:{b}"
                yield f"{name}.csv:{line}: {span}; point at the passage"


def _circle_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    """Nobody speaks for himself by way of others, and no report rests on itself."""
    for name, column in (("actors", "principal_id"), ("reports", "derived_from")):
        key = BY_NAME[name].key[0]
        above = {row[key]: row[column] for _, row in tables[name]}
        for line, row in tables[name]:
            seen, at = {row[key]}, above[row[key]]
            while at and at not in seen:
                seen.add(at)
                at = above.get(at, "")
            if at:
                what = f"{column} of '{row[key]}' leads back to '{at}'"
                yield f"{name}.csv:{line}: {what}; a chain must end; cut the circle"


def _mention_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    told = {row["event_id"] for _, row in tables["event_reports"]}
    for line, row in tables["events"]:
        if (event := row["event_id"]) not in told:
            what = f"event '{event}' has no report; every event needs one"
            yield f"events.csv:{line}: {what}; add a row to event_reports.csv"


def _link_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    for line, row in tables["event_links"]:
        if (event := row["from_id"]) == row["to_id"]:
            yield f"event_links.csv:{line}: '{event}' is linked to itself; two events are needed; remove the row"


def _number_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    """Every report has a number of its own, by which screens and exports name it."""
    taken: dict[str, str] = {}
    for line, row in tables["reports"]:
        number, where = row["number"], f"reports.csv:{line}: number"
        if not number or int(number) < 1:
            yield f"{where} is '{number}'; every report has one, from 1 on; give it the next"
        elif number in taken:
            yield f"{where} {number} is that of '{taken[number]}' too; each report has its own; give it the next"
        taken[number] = row["report_id"]


def _subject_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    """What a conflict or a verdict is about is a row that is there."""
    known = {name: {row[BY_NAME[name].key[0]] for _, row in tables[name]} for name in SUBJECTS}
    for name in ("conflicts", "verdicts"):
        for line, row in tables[name]:
            where, table = f"{name}.csv:{line}:", row["subject_table"]
            if table not in SUBJECTS:
                yield f"{where} subject_table is '{visible(table)}'; allowed are {', '.join(SUBJECTS)}; choose one"
            elif row["subject_id"] not in known[table]:
                yield f"{where} subject_id '{row['subject_id']}' is not in {table}.csv; ids must resolve; correct it"


def _verdict_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    for line, row in tables["verdicts"]:
        needed = "conflict_id" if row["verdict"] == "recorded" else "reason"
        if not row[needed]:
            what = f"{needed} is empty; a difference that is {row['verdict']} needs one; fill it in"
            yield f"verdicts.csv:{line}: {what}"
        if not row["difference_id"].startswith(f"{row['rule']}--"):
            what = f"'{row['difference_id']}' was found by another rule; one of '{row['rule']}' begins with its name"
            yield f"verdicts.csv:{line}: {what}; correct one of the two"


def _conflict_faults(tables: Mapping[str, Lines]) -> Iterator[str]:
    sides = Counter(row["conflict_id"] for _, row in tables["conflict_sides"])
    for line, row in tables["conflicts"]:
        where = f"conflicts.csv:{line}:"
        needed = 1 if row["kind"] == "internal" else 2
        if sides[row["conflict_id"]] < needed:
            yield f"{where} '{row['conflict_id']}' has too few sides; {needed} needed; add to conflict_sides.csv"


CROSS_RULES = (
    *(_number_faults, _body_faults, _span_faults, _circle_faults, _mention_faults, _link_faults),
    *(_subject_faults, _conflict_faults, _verdict_faults),
)


def text_faults(tables: Tables, texts: Mapping[str, str]) -> list[str]:
    """Where the attached texts do not bear out the spans: an empty passage, or a length other than coded.

    Parameters
    ----------
    tables : table name -> frame of texts, without faults
    texts : report_id -> the report's text, its hash already matched

    Returns
    -------
    lines as from `faults`.
    """
    reports = tables["reports"]
    coded = reports[reports["report_id"].isin(texts)]
    found = [
        f"reports.csv:{line}: n_chars is {row['n_chars']}; the text has {len(texts[row['report_id']])}; correct it"
        for line, row in coded.iterrows()
        if len(texts[row["report_id"]]) != int(row["n_chars"])
    ]
    for name in ("event_reports", "stances", "conflict_sides"):
        places = tables[name].loc[tables[name]["report_id"].isin(texts), ["report_id", "start", "end"]]
        for line, report, start, end in places.itertuples(name=None):
            if not texts[report][int(start) : int(end)].strip():
                what = f"span {start}:{end} holds no text; a passage is more than blanks"
                found.append(f"{name}.csv:{line}: {what}; point at the passage")
    return found
