"""The checks: each is shown a dossier that breaks it, and says where, what, what is allowed, what to do."""

import csv
import hashlib
import re
from pathlib import Path

import pandas as pd
import pytest

from onrecord import checks, store
from onrecord.errors import DossierError, TextError
from onrecord.schema import TABLES
from onrecord.schema.dossier import META_FIELDS
from tests import counts

FAULT = re.compile(r"[\w]+\.(csv|toml):\d+: [^\n\x00-\x1f]+; [^\n\x00-\x1f]+; [^\n\x00-\x1f]+")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)


def change(folder: Path, table: str, row: int = 1, **cells: str) -> dict[str, str]:
    """Change cells of a row (1 is the first, line 2 of the file); the row as it was."""
    rows = read(folder / f"{table}.csv")
    was = dict(zip(rows[0], rows[row], strict=True))
    rows[row] = [cells.get(column, value) for column, value in was.items()]
    write(folder / f"{table}.csv", rows)
    return was


def where(folder: Path, table: str, **cells: str) -> int:
    """The number of the first row that holds these cells."""
    rows = read(folder / f"{table}.csv")
    return next(i for i, row in enumerate(rows) if cells.items() <= dict(zip(rows[0], row, strict=True)).items())


def faults(folder: Path) -> list[str]:
    """The faults of a folder, each in the one form of a message."""
    with pytest.raises(DossierError) as refused:
        store.read_folder(folder)
    assert [f for f in refused.value.faults if not FAULT.fullmatch(f)] == []
    return list(refused.value.faults)


def only(folder: Path) -> str:
    found = faults(folder)
    assert len(found) == 1, found
    return found[0]


def test_the_shipped_and_the_generated_dossier_have_no_fault(dossier, generated):
    assert checks.faults(dossier.meta, dossier.tables) == []
    assert checks.faults(generated.meta, generated.tables) == []


def test_a_dossier_without_any_row_has_no_fault(dossier):
    assert checks.faults(dossier.meta, {name: rows.head(0) for name, rows in dossier.tables.items()}) == []


# One cell.

# table, column, value, what is said of it
CELLS = [
    ("events", "status", "done", "status is 'done'; the codebook allows occurred, planned,"),
    ("events", "status", "Occurred", "status is 'Occurred'; the codebook allows"),
    ("stances", "position", "7", "position is '7'; the codebook allows -2, -1, 0, 1, 2;"),
    ("stances", "position", "+1", "position is '+1'; the codebook allows"),
    ("stances", "position", "٢", "position is '٢'; the codebook allows"),
    ("stances", "actor_id", "nobody-at-all", "actor_id 'nobody-at-all' is not in actors.csv;"),
    ("stances", "issue_id", "nothing-at-all", "issue_id 'nothing-at-all' is not in issues.csv;"),
    ("event_actors", "report_id", "no-report", "report_id 'no-report' is not in reports.csv;"),
    ("actors", "principal_id", "nobody-at-all", "principal_id 'nobody-at-all' is not in actors.csv;"),
    ("stances", "report_id", "No Report", "report_id is 'No Report'; an id is lower-case"),
    ("stances", "stance_id", "a" * 81, "an id is lower-case"),
    ("stances", "stance_id", "<script>", "stance_id is '<script>'; an id is"),
    ("stances", "gist", "", "gist is empty; every row needs one;"),
    ("stances", "gist", " \n", "gist holds only blanks;"),
    ("stances", "note", " ", "note holds only blanks; a missing value is an empty cell;"),
    ("stances", "date", "", "date is empty;"),
    ("stances", "date", "2021-02-30", "date is no date: '2021-02-30'"),
    ("stances", "date", "spring 2021", "date is no date: 'spring 2021'"),
    ("reports", "published", "yesterday", "published is no date: 'yesterday'"),
    ("stances", "start", "0x1F", "start is '0x1F'; a whole number is needed;"),
    ("stances", "start", "007", "start is '007'; a whole number is needed;"),
    ("stances", "end", "9999999999", "end is '9999999999'; a whole number is needed;"),
    ("reports", "n_chars", "1.5", "n_chars is '1.5'; a whole number is needed;"),
    ("reports", "sha256", "ABC", "sha256 is no SHA-256; 64 hexadecimal digits are needed;"),
    ("events", "title", "a\x1bb", "title holds a control character (a\\x1bb); only line breaks and tabs"),
    ("events", "title", "a\x00b", "title holds a control character (a\\x00b);"),
    ("events", "title", "a\rb", "title holds a control character (a\\rb);"),
    ("events", "title", "a\x85b", "title holds a control character (a\\x85b);"),
]


def test_a_cell_the_codebook_does_not_allow_is_named_with_its_line(folder):
    """Each table holds its cases one row after the other; a row is named by the line an editor shows."""
    row_of = [1 + sum(table == other for other, *_ in CELLS[:i]) for i, (table, *_) in enumerate(CELLS)]
    for (table, column, value, _), row in zip(CELLS, row_of, strict=True):
        change(folder, table, row, **{column: value})
    found = faults(folder)
    for (table, column, _, said), row in zip(CELLS, row_of, strict=True):
        line = 1 + sum(1 + len(re.findall(r"[\r\n]", "".join(cells))) for cells in read(folder / f"{table}.csv")[:row])
        mine = [f for f in found if f.startswith(f"{table}.csv:{line}: {column} ")]
        assert len(mine) == 1, (table, column, line, found)
        assert said in mine[0]


def test_line_breaks_tabs_and_every_script_are_allowed(folder):
    change(folder, "events", note="two\nlines\tand a tab, <b>, =1+1, رياض المالكي, \u200f, \U0001f54a")
    store.read_folder(folder)


def test_a_line_is_counted_as_an_editor_counts_it(folder):
    change(folder, "events", note="one\ntwo\nthree")
    change(folder, "events", row=2, status="done")
    assert only(folder).startswith("events.csv:5: ")


def test_every_fault_of_a_dossier_is_told_at_once(folder):
    change(folder, "events", status="done")
    change(folder, "stances", row=3, kind="heard", confidence="certain")
    assert [f.split(" ")[0] for f in faults(folder)] == ["events.csv:2:", "stances.csv:4:", "stances.csv:4:"]


def test_a_message_shows_what_does_not_print_as_its_code_and_cuts_what_is_long(folder):
    change(folder, "events", status="\u202edone")
    change(folder, "events", row=2, status="x" * 5000)
    turned, long = faults(folder)
    assert "is '\\u202edone';" in turned
    assert len(long) < 300


# One row.


def test_an_id_that_is_used_twice_is_a_fault_at_its_second_use(folder):
    was = change(folder, "issues")
    change(folder, "issues", row=2, issue_id=was["issue_id"])
    mine = [f for f in faults(folder) if "used twice" in f]
    assert mine == [
        f"issues.csv:3: issue_id '{was['issue_id']}' is used twice; each row needs its own; rename or remove one"
    ]


def test_a_key_of_several_columns_may_repeat_in_some_but_not_in_all(folder):
    rows = read(folder / "event_actors.csv")
    write(folder / "event_actors.csv", [*rows, rows[1]])
    assert f"event_actors.csv:{len(rows) + 1}: event_id + actor_id + role + report_id '" in only(folder)


def test_parts_of_a_key_are_not_run_together(folder, dossier):
    actor = dossier.tables["actors"]["actor_id"].iloc[0]
    report = dossier.tables["reports"]["report_id"].iloc[0]
    rows = read(folder / "aliases.csv")
    rows += [[actor, f"x + {report}", "", "variant"], [actor, "x", report, "variant"]]
    write(folder / "aliases.csv", rows)
    store.read_folder(folder)


@pytest.mark.parametrize("table", ["stances", "event_reports", "conflict_sides"])
def test_a_span_lies_in_the_body_and_is_not_empty(table, folder, dossier):
    reports = dossier.tables["reports"].set_index("report_id")
    was = change(folder, table)
    begin, end = (int(reports.at[was["report_id"], c]) for c in ("body_start", "body_end"))
    for span, said in {
        (was["start"], was["start"]): "is empty",
        (was["end"], was["start"]): "is empty",
        (was["start"], str(end + 1)): "leaves the report's body",
        (str(begin - 1), was["end"]): "leaves the report's body",
    }.items():
        change(folder, table, start=span[0], end=span[1])
        mine = [f for f in faults(folder) if f.startswith(f"{table}.csv:2: span {span[0]}:{span[1]} {said}")]
        assert len(mine) == 1
        assert f"must lie within {begin}:{end};" in mine[0]
    change(folder, table, start=str(begin), end=str(end))
    store.read_folder(folder)


@pytest.mark.parametrize(("begin", "end"), [("5", "5"), ("-1", "50"), ("0", "99999999")])
def test_a_body_lies_in_the_text(begin, end, folder):
    change(folder, "reports", body_start=begin, body_end=end)
    assert any(f.startswith(f"reports.csv:2: body is {begin}:{end} of ") for f in faults(folder))


def test_nobody_speaks_for_himself_by_way_of_others(folder):
    state = where(folder, "actors", actor_id="russia")
    change(folder, "actors", row=state, principal_id="lavrov")
    found = faults(folder)
    assert f"actors.csv:{state + 1}: principal_id of 'russia' leads back to 'russia'; a chain" in "\n".join(found)
    assert all("cut the circle" in f for f in found)
    change(folder, "actors", row=state, principal_id="russia")
    assert any(f.startswith(f"actors.csv:{state + 1}: principal_id of 'russia' leads back") for f in faults(folder))


def test_no_report_rests_on_itself(folder, dossier):
    first, second = dossier.tables["reports"]["report_id"].iloc[:2]
    change(folder, "reports", row=where(folder, "reports", report_id=first), derived_from=second)
    store.read_folder(folder)
    change(folder, "reports", row=where(folder, "reports", report_id=second), derived_from=first)
    assert len([f for f in faults(folder) if "derived_from" in f and "cut the circle" in f]) == 2


def test_an_event_without_a_report_is_a_fault(folder):
    rows = read(folder / "events.csv")
    write(folder / "events.csv", [*rows, ["unheard-of", *rows[1][1:]]])
    assert only(folder).startswith(f"events.csv:{len(rows) + 1}: event 'unheard-of' has no report;")


def test_an_event_is_not_linked_to_itself(folder):
    was = change(folder, "event_links")
    change(folder, "event_links", to_id=was["from_id"])
    assert f"event_links.csv:2: '{was['from_id']}' is linked to itself;" in only(folder)


def test_a_conflict_has_two_sides_unless_a_report_is_at_odds_with_itself(folder):
    row = where(folder, "conflicts", kind="contradiction")
    conflict = read(folder / "conflicts.csv")[row][0]
    sides = read(folder / "conflict_sides.csv")
    mine = [s for s in sides if s[0] == conflict]
    others = [s for s in sides if s[0] != conflict]
    write(folder / "conflict_sides.csv", [*others, mine[0]])
    assert only(folder).startswith(f"conflicts.csv:{row + 1}: '{conflict}' has too few sides; 2 needed;")
    change(folder, "conflicts", row=row, kind="internal")
    store.read_folder(folder)
    write(folder / "conflict_sides.csv", others)
    assert "has too few sides; 1 needed;" in only(folder)


def test_a_conflict_is_about_a_row_that_there_is(folder):
    was = change(folder, "conflicts", subject_id="nothing-at-all")
    assert f"conflicts.csv:2: subject_id 'nothing-at-all' is not in {was['subject_table']}.csv;" in only(folder)
    change(folder, "conflicts", subject_table="event_links")
    assert "subject_table is 'event_links'; allowed are actors, events, issues, reports, stances;" in only(folder)


def test_a_verdict_is_on_a_difference_of_its_rule(folder):
    change(folder, "verdicts", rule="spelling")
    assert "was found by another rule; one of 'spelling' begins with its name;" in only(folder)


# A file.


def test_a_table_that_is_missing_is_named(folder):
    (folder / "aliases.csv").unlink()
    assert only(folder).startswith("aliases.csv:1: is not there; every table is needed")


def test_a_column_that_is_missing_is_named(folder):
    path = folder / "stances.csv"
    write(path, [row[1:] for row in read(path)])
    assert only(folder).startswith("stances.csv:1: column stance_id missing; the table needs stance_id, date,")


def test_optional_columns_that_are_not_there_are_read_as_empty_with_a_note(folder):
    write(folder / "verdicts.csv", read(folder / "verdicts.csv")[:1])  # each verdict needs one of its two
    before, notes = store.read_folder(folder), []
    absent = {t.name: [c.name for c in t.columns if not c.required and c.name not in t.key] for t in TABLES}
    for name, columns in absent.items():
        header, *rows = read(folder / f"{name}.csv")
        kept = [i for i, column in enumerate(header) if column not in columns]
        write(folder / f"{name}.csv", [[row[i] for i in kept] for row in (header, *rows)])
        some = f"column{'s' * (len(columns) > 1)} {', '.join(columns)}"
        what = f"{some} not there; optional, so read as empty; add to fill in"
        notes += [f"{name}.csv:1: {what}"] if columns else []
    after = store.read_folder(folder)
    absent["reports"].remove("number")  # given anew: by day, then by id
    assert before.notes == () and list(after.notes) == notes and notes
    for name, columns in absent.items():
        assert after.tables[name].equals(before.tables[name].assign(**dict.fromkeys(columns, "")).astype("str"))


def test_a_folder_of_an_older_version_is_read_without_numbers_short_names_words_and_verdicts(folder):
    """Reports are numbered by day, then by id; a number that is there stays."""
    (folder / "verdicts.csv").unlink()
    header, *rows = read(folder / "reports.csv")
    at = header.index("number")
    write(
        folder / "reports.csv",
        [header, *([*row[:at], "9" if n == 1 else "", *row[at + 1 :]] for n, row in enumerate(rows))],
    )
    found = store.read_folder(folder)
    assert found.tables["reports"]["number"].tolist() == ["10", "9", "11", "12", "13"][: len(rows)]
    assert found.tables["verdicts"].empty
    assert list(found.notes) == ["verdicts.csv:1: is not there; optional, so read as empty"]


def test_an_optional_column_of_the_key_that_is_not_there_does_not_hide_that_rows_are_alike(folder):
    header, *rows = read(folder / "event_actors.csv")
    at = header.index("report_id")
    again = [["x"] * len(rows[0])] if not rows else [[*rows[0][:at], "", *rows[0][at + 1 :]]] * 2
    write(folder / "event_actors.csv", [[*row[:at], *row[at + 1 :]] for row in (header, *again)])
    assert "is used twice" in only(folder)


def test_a_column_that_is_unknown_is_named(folder):
    path = folder / "stances.csv"
    header, *rows = read(path)
    write(path, [[*header, "mood\x1b"], *([*row, ""] for row in rows)])
    assert only(folder).startswith("stances.csv:1: column mood\\x1b unknown; the table has stance_id,")


def test_a_column_that_stands_twice_is_a_fault(folder):
    path = folder / "stances.csv"
    write(path, [[*row, row[0]] for row in read(path)])
    assert only(folder).startswith("stances.csv:1: a column stands twice;")


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_is_no_part_of_a_name(folder):
    path, before = folder / "stances.csv", store.read_folder(folder)
    write(path, [row[::-1] for row in read(path)])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert store.read_folder(folder).version == before.version


def test_text_that_is_not_utf_8_is_found_to_the_line(folder):
    path = folder / "stances.csv"
    lines = path.read_bytes().split(b"\n")
    lines[4] += b"\xe9"
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    assert only(folder).startswith("stances.csv:5: holds a byte that is not UTF-8;")


def test_an_empty_file_is_a_table_without_columns(folder):
    (folder / "stances.csv").write_bytes(b"")
    assert "columns stance_id, date," in only(folder)


@pytest.mark.parametrize("line", ["one,two", "", ",".join("x" * 40)])
def test_a_ragged_row_is_found_to_the_line(line, folder):
    path = folder / "stances.csv"
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([*lines[:3], line, *lines[3:]]), "utf-8")
    n = len(line.split(",")) if line else 0
    assert only(folder).startswith(f"stances.csv:4: {n} cells; the header has 12;")


def test_a_quote_that_is_never_closed_is_found_where_it_opens(folder):
    path = folder / "stances.csv"
    lines = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([*lines[:3], 's-x,"never closed', *lines[3:]]), "utf-8")
    assert re.match(r"stances\.csv:4: is no CSV from here on \(.+\); RFC 4180 is needed;", only(folder))


# dossier.toml


def rewrite(folder: Path, **fields: object) -> None:
    meta = dict.fromkeys(META_FIELDS, '"x"') | {"period": '"2021"'} | fields
    text = "\n".join(f"{field} = {value}" for field, value in meta.items() if value is not None)
    (folder / "dossier.toml").write_text(text, encoding="utf-8")


def test_a_dossier_without_its_description_is_refused(folder):
    (folder / "dossier.toml").unlink()
    assert only(folder).startswith("dossier.toml:1: is not there;")


NEEDED = [field for field in META_FIELDS if field != "period"]


@pytest.mark.parametrize(("field", "value"), counts.pairs(NEEDED, [None, '""', '"  "']))
def test_a_field_that_is_missing_is_named(field, value, folder):
    rewrite(folder, **{field: value})
    found = faults(folder)
    assert found[0].startswith(f"dossier.toml:1: {field} is missing; it says: ")


def test_a_dossier_is_fictional_where_its_description_says_yes_and_no_other_word_is_taken(folder):
    rewrite(folder, fictional='"yes"')
    assert store.read_folder(folder).meta["fictional"] == "yes"
    for value in ('"no"', '"true"', '""'):
        rewrite(folder, fictional=value)
        assert only(folder).startswith("dossier.toml:1: fictional is '") and "allowed is yes" in only(folder)


def test_a_description_that_is_no_toml_is_found_to_the_line(folder):
    (folder / "dossier.toml").write_text('title = "x"\nquestion = x\n', encoding="utf-8")
    assert only(folder).startswith("dossier.toml:2: is no TOML (")
    (folder / "dossier.toml").write_bytes(b'title = "x"\nquestion = "\xe9"\n')
    assert only(folder).startswith("dossier.toml:2: holds a byte that is not UTF-8;")


@pytest.mark.parametrize("value", ["2021", "2021-01-01", "true", '["x"]', '{a = "x"}'])
def test_a_field_is_a_text(value, folder):
    rewrite(folder, title=value)
    assert only(folder).startswith("dossier.toml:1: title is no text;")


def test_a_field_nobody_knows_is_named(folder):
    rewrite(folder, **{'"licence\\n"': '"x"'})
    assert only(folder).startswith("dossier.toml:1: 'licence\\n' is no field; allowed are title, question,")


def test_the_period_is_a_date(folder):
    rewrite(folder, period='"some years"')
    assert only(folder).startswith("dossier.toml:1: period is no date: 'some years'")


def test_a_period_may_be_left_to_what_is_coded_but_not_forgotten(folder):
    rewrite(folder, period='""')
    store.read_folder(folder)
    rewrite(folder, period=None)
    assert only(folder).startswith("dossier.toml:1: period is missing")


def test_a_description_holds_no_control_character(folder):
    rewrite(folder, title='"a\\u0000b"')
    assert only(folder).startswith("dossier.toml:1: title holds a control character (a\\x00b);")


# Texts.


def lies(dossier) -> dict[str, str]:
    """For every report a text of the right length, without a blank."""
    reports = dossier.tables["reports"]
    return {r: "x" * int(n) for r, n in zip(reports["report_id"], reports["n_chars"], strict=True)}


def test_texts_of_the_right_length_with_something_in_every_span_have_no_fault(dossier):
    assert checks.text_faults(dossier.tables, lies(dossier)) == []
    assert checks.text_faults(dossier.tables, {}) == []


def test_a_text_of_another_length_is_a_fault(dossier):
    report, text = next(iter(lies(dossier).items()))
    (fault,) = checks.text_faults(dossier.tables, {report: text + "x"})
    assert FAULT.fullmatch(fault)
    assert fault.startswith(f"reports.csv:2: n_chars is {len(text)}; the text has {len(text) + 1};")


def test_a_span_that_holds_only_blanks_is_a_fault(dossier):
    row = dossier.tables["stances"].iloc[0]
    text = lies(dossier)[row["report_id"]]
    start, end = int(row["start"]), int(row["end"])
    blank = text[:start] + " \n" * (end - start) + text[end:]
    found = checks.text_faults(dossier.tables, {row["report_id"]: blank[: len(text)]})
    assert all(FAULT.fullmatch(fault) for fault in found)
    assert any(f.startswith(f"stances.csv:2: span {start}:{end} holds no text;") for f in found)


def test_a_text_whose_hash_is_not_the_one_coded_is_refused(dossier):
    with pytest.raises(TextError, match=r"'other\.txt' is not the text that was coded: .* byte for byte"):
        store.match_texts([("other.txt", b"other")], dossier.tables["reports"])


def test_a_text_that_was_coded_but_is_not_utf_8_is_refused(dossier):
    reports = dossier.tables["reports"].head(1).assign(sha256=hashlib.sha256(b"caf\xe9").hexdigest())
    with pytest.raises(TextError, match="is not UTF-8"):
        store.match_texts([("a.txt", b"caf\xe9")], reports)


def test_the_texts_bear_out_every_span(dossier, texts_folder):
    texts = store.read_texts(texts_folder, dossier.tables["reports"])
    assert set(texts) == set(dossier.tables["reports"]["report_id"])
    assert checks.text_faults(dossier.tables, texts) == []


def test_every_table_is_checked(dossier):
    """A row of blanks is a fault in every table."""
    for table in TABLES:
        broken = pd.DataFrame([{c.name: " " for c in table.columns}], index=[2], dtype="str")
        found = checks.faults(dossier.meta, {**dossier.tables, table.name: broken})
        assert any(f.startswith(f"{table.name}.csv:2: ") for f in found)
