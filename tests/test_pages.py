"""Every page: it opens, says why where it is empty, withstands any address, names faults, and keeps the gate shut."""

import ast
import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from onrecord import measures, store
from onrecord import record as records
from onrecord.record.differences import differences
from onrecord.schema.dossier import FICTION_NOTE
from onrecord.store import folder as folders
from onrecord.views import pages
from tests import counts, river
from tests.apps import AUTH, DATA, DOSSIER, ROOT, advice, empty, opened, run_alone, sent

PRACTICE = "practice-river-talks"
# page: heading, fewest figures, tables, buttons
PAGES = {
    "overview": ("Overview", 0, 0, 20),
    "timeline": ("Timeline", 1, 1, 5),
    "alignment": ("Alignment", 1, 2, 7),
    "movement": ("Movement", 2, 1, 4),
    "blocs": ("Blocs", 1, 2, 5),
    "positions": ("Positions", 1, 2, 5),
    "reports": ("Reports", 0, 2, 10),
    "actors": ("Actors and issues", 0, 1, 4),
    "conflicts": ("Conflicts", 0, 1, 4),
    "quality": ("Quality", 0, 2, 4),
    "desk": ("Desk", 0, 0, 3),
    "changes": ("Changes", 0, 0, 4),
}
VIEWS = [page for page in PAGES if page != "desk"]  # what looks at a scope
WITH_EVIDENCE = [page for page in VIEWS if page != "quality"]
EMPTY = {"from": "1500-01-01", "to": "1500-01-02", "known_on": "1900-01-01"}
ABSURD = [
    {
        "actor": "nobody", "issue": "nothing", "topic": "x", "report": "999", "outlet": "x", "kind": "x", "status": "x",
        "salience": "<script>alert(1)</script>", "from": "2021-13-45", "to": "tomorrow", "known_on": "0000-00-00",
    },
    {
        "select": "event:<script>alert(1)</script>", "view": "x~y", "at": "5-3", "level": "xyz", "min_shared": "-1",
        "min_reports": "abc", "span": "x", "lanes": "x", "order": "x", "show": "x", "on": "nothing", "report_id": "999",
    },
    {"select": "dyad:a", "view": "2021-05-01~2021-01-01", "at": "5-", "min_shared": "999", "sort": "x"},
    {"select": "cell:russia", "view": "0001-01-01~9999-12-31", "at": "0-" + "9" * 30, "min_shared": "٣"},
    {"select": "events:,,,", "view": "2021~2022", "at": "-1--2", "from": "2021-05-01", "to": "2021-01-01"},
    {"select": ":", "view": "~", "from": "0001-01-01", "to": "9999-12-31", "known_on": "9999-12-31"},
    {"select": "stance:\u202e\x00", "view": "2021-03-01~2021-03-02", "min_shared": "1e3", "min_reports": "0"},
]  # fmt: skip
LONG = dict.fromkeys(
    ("actor", "from", "known_on", "level", "select", "view", "at", "on", "report_id", "lanes"), "x" * 10_000
)


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """A folder for the embedded databases of this run: each is filled once."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture
def shipped(enter, homes, record):
    """The environment of the shipped dossier; the record it holds."""
    enter(ONRECORD_DATA=DATA, ONRECORD_HOME=homes / "shipped")
    return records.narrow(record, records.Scope())


@pytest.fixture
def copy(tmp_path):
    """A folder of dossiers that holds a copy of the shipped one."""
    shutil.copytree(DATA / DOSSIER, tmp_path / "data" / DOSSIER)
    return tmp_path / "data"


def is_whole(at, page):
    """No exception, and the heading of the page."""
    assert not at.exception, [e.message for e in at.exception]
    assert [t.value for t in at.title] == [PAGES[page][0]]
    return True


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_shipped_dossier(page, shipped):
    at = opened(page)
    assert is_whole(at, page)
    _, figures, tables, buttons = PAGES[page]
    assert len(at.get("plotly_chart")) >= figures
    assert len(at.dataframe) >= tables
    assert len(at.main.button) + len(at.get("download_button")) >= buttons
    assert len(at.get("page_link")) >= len(PAGES)
    counts = f"<b>{len(shipped.stances)} stances, {len(shipped.events)} events, {len(shipped.reports)} reports</b>"
    assert counts in sent(at) or page not in VIEWS
    assert not at.error and not at.warning


# Blocs draws reports anew by the hundred, and with twelve of them every draw is another
@pytest.mark.parametrize("page", [pytest.param(p, marks=[pytest.mark.full] * (p == "blocs")) for p in PAGES])
def test_every_page_shows_the_practice_dossier_and_says_that_it_is_invented(page, shipped):
    at = opened(page, dossier=PRACTICE)
    assert is_whole(at, page) and not at.error and not at.warning
    assert sent(at).count(FICTION_NOTE) == 1


def test_the_real_dossier_opens_first_and_is_not_said_to_be_invented(shipped):
    at = opened("overview")
    assert shipped.meta["title"] in sent(at) and FICTION_NOTE not in sent(at)
    assert at.selectbox(key="w-dossier").value == DOSSIER and len(at.selectbox(key="w-dossier").options) == 2


def test_the_passages_of_the_practice_dossier_stand_in_their_texts_without_any_setting(shipped):
    stance = store.read_folder(DATA / PRACTICE).tables["stances"].iloc[0]
    passage = (DATA / PRACTICE / "texts" / f"{stance['report_id']}.txt").read_text(encoding="utf-8")
    hit = f'<mark class="or-hit">{passage[int(stance["start"]) : int(stance["end"])]}</mark>'
    assert hit in sent(opened("positions", dossier=PRACTICE, select=f"stance:{stance['stance_id']}"))


def test_every_page_there_is_stands_in_the_table_of_this_file_and_in_the_sidebar():
    assert {p.stem for p in (ROOT / "pages").glob("*.py")} == set(PAGES)
    assert {page.file: page.title for page in pages.PAGES.values()} == {file: told[0] for file, told in PAGES.items()}


READ_AS_MARKDOWN = (
    "caption",
    "info",
    "warning",
    "error",
    "success",
    "markdown",
    "write",
    "header",
    "subheader",
    "title",
)


def unescaped(source):
    """What is handed to a widget that reads Markdown: neither a constant nor through the escaping function."""
    calls = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
    read = (c.args[0] for c in calls if c.func.attr in READ_AS_MARKDOWN and c.args and "st" in ast.unparse(c.func))
    parts = (v for a in read for v in (a.values if isinstance(a, ast.JoinedStr) else [a]))
    parts = (ast.unparse(v) for v in parts if not isinstance(v, ast.Constant))
    return [v for v in parts if "label(" not in v and not re.match(r"\{count\(.*, '[a-z ]+'\)\}", v)]


# counts, days, sentences of the program itself, and names that were escaped where they were put together
OURS = {
    "add: {end - start:,}",
    "add: {named}",
    "add: {share}",
    "add: {what}",
    "clocks: {dates.label_day(day)}",
    "clocks: {dates.label_day(first)}",
    "delete_text: {_others(record, report_id)}",
    "evidence: INVITE",
    "frame: title",
    "gate: {what}",
    "gate: {where}",
    "lines: {then.revision}",
    "moves: {moment(revision['made_at'])}",
    "quality: schema.codebook().replace('# ', '### ')",
    "report_text: {n - len(free):,}",
    "row: {ended}",
    "since: said",
    "since: {outside}",
}


def test_no_text_of_the_record_reaches_what_reads_markdown_unescaped():
    assert unescaped("st.info(text)\nst.caption(f'{name}')\nst.title(label(text))") == ["text", "{name}"]
    files = [*(ROOT / "pages").glob("*.py"), *(ROOT / "onrecord" / "ui").rglob("*.py")]
    found = {f"{f.stem}: {what}" for f in files for what in unescaped(f.read_text(encoding="utf-8"))}
    assert found - OURS == set()


@pytest.mark.parametrize("page", VIEWS)
def test_every_page_says_why_nothing_is_in_scope_and_what_to_change(page, shipped):
    at = opened(page, **EMPTY)
    assert is_whole(at, page)
    said = advice(at) + " ".join(c.value for c in at.caption)
    own = page in ("quality", "changes")  # these go on to say what there is whatever the scope
    assert page == "changes" or "in this scope" in said
    assert own or "A later day as known on" in said
    assert not at.get("plotly_chart")
    button = at.button(key="w-clear" if own else "w-widen")
    after = button.click().run()
    assert is_whole(after, page) and not set(EMPTY) & set(after.query_params)


ADDRESSES = dict(zip([*"1234567", "long"], [*ABSURD, LONG], strict=True))


@pytest.mark.parametrize(("page", "address"), counts.pairs(PAGES, ADDRESSES))
def test_every_page_withstands_an_absurd_address(page, address, shipped):
    query = ADDRESSES[address]
    at = opened(page, **query)
    assert not at.exception and len(at.title) == 1
    assert len(advice(at)) < 3000


@pytest.mark.parametrize("page", counts.some(VIEWS, 3))
def test_every_page_names_what_an_address_asked_for_in_vain(page, shipped):
    at = opened(page, **{"actor": "nobody", "from": "2021-13-45", "level": "xyz"})
    assert all(what in advice(at) for what in ("actor 'nobody'", "from '2021-13-45'", "level 'xyz'"))


def test_an_issue_that_is_not_in_the_dossier_is_named_above_the_page(shipped):
    at = opened("positions", on="no-such-issue")
    assert is_whole(at, "positions")
    assert "on 'no-such-issue'" in advice(at)


@pytest.mark.parametrize("page", counts.some(WITH_EVIDENCE, 3))
def test_a_selection_that_is_not_in_the_dossier_is_named_as_text(page, shipped):
    at = opened(page, select="event:<script>alert(1)</script>")
    assert is_whole(at, page)
    assert "event:<script>alert(1)</script>, which is not in this dossier" in advice(at)
    assert "\\<script\\>" in at.warning[0].value


@pytest.mark.parametrize("page", counts.some(WITH_EVIDENCE, 3))
def test_a_selection_outside_the_scope_is_told_from_one_that_is_not_there(page, shipped):
    known = shipped.reports["published_on"].min().date()
    late = shipped.events.loc[~shipped.events["event_id"].isin(_told_by(shipped, known)), "event_id"].iloc[0]
    at = opened(page, known_on=str(known), select=f"event:{late}")
    assert is_whole(at, page) and "lies outside the scope" in advice(at)


def _told_by(rows, day):
    early = rows.event_reports["published_on"].dt.date <= day
    return set(rows.event_reports.loc[early, "event_id"])


@pytest.mark.parametrize("page", counts.some(PAGES, 2))
def test_a_dossier_that_is_not_there_is_named_and_the_first_one_offered(page, shipped):
    at = opened(page, dossier="atlantis")
    assert not at.exception and not at.dataframe and not at.get("plotly_chart")
    assert "atlantis" in advice(at) and DOSSIER in advice(at)
    assert "Open the first dossier" in sent(at)


def marks(rows):
    """A mark of each kind, with a title that stands in the panel."""
    cells = measures.cells(rows.stances)
    pair = measures.similarity(cells).iloc[0]
    silent = next(
        f"{a}~{i}" for a in sorted(set(cells["actor_id"])) for i in sorted(set(cells["issue_id"]))
        if not ((cells["actor_id"] == a) & (cells["issue_id"] == i)).any()
    )  # fmt: skip
    first = {t: getattr(rows, t).iloc[0] for t in ("events", "stances", "actors", "issues", "reports", "conflicts")}
    return {
        "event": f"event:{first['events']['event_id']}",
        "events": "events:" + ",".join(rows.events["event_id"].head(3)),
        "stance": f"stance:{first['stances']['stance_id']}",
        "cell": f"cell:{cells['actor_id'].iloc[0]}~{cells['issue_id'].iloc[0]}",
        "silent cell": f"cell:{silent}",
        "dyad": f"dyad:{pair['actor_a']}~{pair['actor_b']}",
        "actor": f"actor:{first['actors']['actor_id']}",
        "issue": f"issue:{first['issues']['issue_id']}",
        "report": f"report:{first['reports']['report_id']}",
        "conflict": f"conflict:{first['conflicts']['conflict_id']}",
        "difference": f"difference:{differences(rows).rows['difference_id'].iloc[0]}",
    }


KINDS = (
    "event", "events", "stance", "cell", "silent cell", "dyad", "actor", "issue", "report", "conflict", "difference",
)  # fmt: skip


@pytest.mark.parametrize(("page", "kind"), counts.pairs(WITH_EVIDENCE, KINDS))
def test_every_kind_of_mark_opens_its_evidence_on_every_page(page, kind, shipped):
    at = opened(page, select=marks(shipped)[kind])
    assert is_whole(at, page)
    said = sent(at)
    assert '<p class="or-group">Evidence</p>' in said and not at.warning
    assert ("or-passage" in said) or kind == "silent cell"
    assert "Read " in said or kind == "silent cell"


def filters(rows):
    """A value of each filter, and of actors one without a stance too."""
    silent = sorted(set(rows.actors["actor_id"]) - set(rows.stances["speaker_id"]))
    return {
        "actor": rows.stances["actor_id"].iloc[0],
        "actor who is silent": silent[0],
        "issue": rows.issues["issue_id"].iloc[-1],
        "report": rows.reports["report_id"].iloc[0],
        "kind": rows.stances["kind"].iloc[0],
        "status": rows.events["status"].unique()[0],
        "status of another": rows.events["status"].unique()[1],
        "known_on": rows.reports["published_on"].dropna().min().date(),
        "level": "speaker",
    }


FILTERS = (
    "actor", "actor who is silent", "issue", "report", "kind", "status", "status of another", "known_on", "level",
)  # fmt: skip


@pytest.mark.parametrize(("page", "name"), counts.pairs(PAGES, FILTERS))
def test_every_page_stands_every_single_filter(page, name, shipped):
    assert filters(shipped).keys() == set(FILTERS)
    at = opened(page, **{name.partition(" ")[0]: str(filters(shipped)[name])})
    assert not at.exception


def test_counting_by_speaker_changes_who_counts_as_an_actor(shipped):
    drawn = {level: sent(opened("positions", level=level, show="all")) for level in ("principal", "speaker")}
    persons = shipped.actors.loc[shipped.actors["kind"] == "person", "actor_id"]
    speaker = shipped.stances.loc[shipped.stances["speaker_id"].isin(persons), "speaker_id"].iloc[0]
    assert f"cell:{speaker}~" in drawn["speaker"] and f"cell:{speaker}~" not in drawn["principal"]


def test_the_search_finds_an_actor_by_an_alias_and_says_so_where_nothing_is_near(shipped):
    alias = shipped.aliases.iloc[0]
    at = opened("overview")
    found = at.text_input(key="w-find").set_value(alias["alias"]).run()
    assert f"select=actor%3A{alias['actor_id']}" in sent(found) or f"actor:{alias['actor_id']}" in sent(found)
    none = at.text_input(key="w-find").set_value("qqqqqqqqqq").run()
    assert "Nothing near that" in " ".join(c.value for c in none.caption)


@pytest.mark.parametrize("page", counts.some(PAGES, 4))
def test_every_page_shows_a_dossier_of_thousands_of_rows(page, enter, homes, generated):
    if not (homes / "generated-data" / generated.dossier_id).is_dir():
        store.write_folder(generated, homes / "generated-data" / generated.dossier_id)
    enter(ONRECORD_DATA=homes / "generated-data", ONRECORD_HOME=homes / "generated")
    at = opened(page)
    assert is_whole(at, page) and not at.error and not at.warning
    assert len(at.get("plotly_chart")) >= PAGES[page][1] and len(at.dataframe) >= PAGES[page][2]


def broken(data):
    """Break one cell of one row of a dossier; the line it stands in."""
    path = data / DOSSIER / "stances.csv"
    rows = path.read_text(encoding="utf-8")
    read = folders.read_folder(data / DOSSIER).tables["stances"]
    line = read.index[1]
    lines = rows.splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(f",{read['position'].loc[line]},", ",7,", 1)
    path.write_text("".join(lines), encoding="utf-8")
    return line


def is_named(at, line):
    said = sent(at)
    assert not at.exception
    assert f"stances.csv:{line}: position is '7'" in said and "Traceback" not in said
    return True


@pytest.mark.parametrize("page", counts.some(PAGES, 2))
def test_a_broken_dossier_is_refused_with_file_and_line_and_nothing_of_it_shown(page, enter, tmp_path, copy):
    line = broken(copy)
    enter(ONRECORD_DATA=copy, ONRECORD_HOME=tmp_path / "home")
    at = opened(page)
    assert is_named(at, line) and not at.dataframe and not at.get("plotly_chart")
    assert "nothing of it was loaded" in advice(at)


def test_a_broken_dossier_leaves_the_one_beside_it_readable(enter, tmp_path, copy):
    shutil.copytree(copy / DOSSIER, copy / "whole")
    line = broken(copy)
    enter(ONRECORD_DATA=copy, ONRECORD_HOME=tmp_path / "home")
    for page in counts.some(PAGES, 3):
        assert is_whole(opened(page), page)
    assert is_named(opened("quality"), line)
    at = opened("overview", dossier=DOSSIER)
    assert is_named(at, line) and "Open the first dossier" in sent(at)


def test_an_optional_column_that_a_folder_does_not_have_is_noted_on_the_page_quality(enter, tmp_path, copy):
    path = copy / DOSSIER / "stances.csv"
    pd.read_csv(path, dtype=str, keep_default_na=False).drop(columns="note").to_csv(path, index=False)
    (copy / "undescribed").mkdir()
    shutil.copy(path, copy / "undescribed" / path.name)
    enter(ONRECORD_DATA=copy, ONRECORD_HOME=tmp_path / "home")
    at = opened("quality")
    assert is_whole(at, "quality") and not at.error
    assert "was read with a note" in advice(at) and "stances.csv:1: column note not there; optional" in sent(at)
    assert "was passed over" in advice(at) and "undescribed: warning: holds tables and no dossier.toml" in sent(at)


def test_a_dossier_that_breaks_later_stays_as_it_was(enter, tmp_path, copy):
    enter(ONRECORD_DATA=copy, ONRECORD_HOME=tmp_path / "home")
    before = sent(opened("conflicts"))
    line = broken(copy)
    st.cache_resource.clear()
    at = opened("conflicts")
    assert is_whole(at, "conflicts") and at.dataframe
    assert before.count("or-passage") == sent(at).count("or-passage")
    assert is_named(opened("quality"), line)


def test_a_folder_without_any_dossier_says_so(enter, tmp_path):
    (tmp_path / "data").mkdir()
    enter(ONRECORD_DATA=tmp_path / "data", ONRECORD_HOME=tmp_path / "home")
    at = opened("overview")
    assert not at.exception and "No dossier is here yet: begin one, or bring one in." in sent(at)


# a dossier of which only these tables are there
BEGUN = {
    "no-reports": (),
    "no-rows": ("reports",),
    "no-stances": ("reports", "actors", "issues", "events", "event_actors", "event_reports"),
    "no-events": ("reports", "actors", "issues", "stances"),
}
# what a page says is missing, and where it leads; what is shown without more ado has no entry
NO_EVENT, NO_STANCE = ("No event", "code"), ("No stance", "code")
MISSING = {
    "no-reports": dict.fromkeys(set(PAGES) - {"changes"}, ("no report yet", "add")),
    "no-rows": dict.fromkeys(("overview", "reports", "quality"), ("Nothing", "code"))
    | dict.fromkeys(("alignment", "movement", "blocs", "positions"), NO_STANCE)
    | {"timeline": NO_EVENT, "conflicts": ("No conflict", "code"), "actors": ("No actor", "code")},
    "no-stances": dict.fromkeys(("overview", "alignment", "movement", "blocs", "positions"), NO_STANCE),
    "no-events": dict.fromkeys(("overview", "timeline"), NO_EVENT),
}


@pytest.fixture
def begun(enter, homes):
    """The environment of four dossiers that were begun and not gone on with."""
    coded = river.dossier()
    for name, tables in BEGUN.items() if not (homes / "begun").is_dir() else ():
        rows = {table: frame if table in tables else frame.iloc[:0] for table, frame in coded.tables.items()}
        store.write_folder(replace(coded, dossier_id=name, tables=rows), homes / "begun" / name)
    enter(ONRECORD_DATA=homes / "begun", ONRECORD_HOME=homes / "begun-home", ONRECORD_CODER="Dana")


@pytest.mark.parametrize(("page", "dossier"), counts.pairs(PAGES, BEGUN))
def test_every_page_says_what_a_dossier_still_lacks_and_leads_there(page, dossier, begun):
    at = opened(page, dossier=dossier)
    assert is_whole(at, page) and "in this scope" not in advice(at)
    assert "No row in this scope" not in " ".join(c.value for c in at.caption)
    missing, task = MISSING[dossier].get(page, ("", ""))
    ways = [e.proto.query_string for e in at.main if e.type == "page_link" and "task=" in e.proto.query_string]
    assert missing in advice(at) and bool(advice(at)) == bool(missing)
    assert ways == ([f"dossier={dossier}&task={task}"] if task else [])


def test_a_folder_of_data_that_is_not_there_is_named_with_its_setting(enter, tmp_path):
    enter(ONRECORD_DATA=tmp_path / "nowhere", ONRECORD_HOME=tmp_path / "home")
    at = opened("overview")
    assert not at.exception and "ONRECORD_DATA" in advice(at) and "nowhere" in advice(at)


def words(rows):
    """What would give a record away: titles, names, gists."""
    said = [*rows.reports["title"], *rows.events["title"], *rows.actors["name"], *rows.stances["gist"]]
    return [w for w in said if len(w) > 5]


def is_shut(at, rows, reason):
    """The page shows its reason and nothing else: no table, figure, file, link or word of the record."""
    said = sent(at)
    assert not at.exception, [e.message for e in at.exception]
    assert reason in advice(at)
    assert not at.dataframe and not at.sidebar.children
    assert not any(at.get(kind) for kind in ("plotly_chart", "download_button", "page_link", "file_uploader"))
    assert [w for w in words(rows) if w in said] == []
    return True


@pytest.fixture
def hosted(enter, filled, tmp_path, record):
    """The environment of a shared instance whose database holds the shipped dossier."""
    url = f"sqlite:///{shutil.copy(filled, tmp_path / 'shared.db')}"

    def hosted(**env):
        enter(ONRECORD_DATA=empty(tmp_path), ONRECORD_HOME=tmp_path, ONRECORD_DATABASE_URL=url, **env)
        return record

    return hosted


@pytest.mark.parametrize("page", counts.some(PAGES, 3))
def test_a_shared_instance_without_a_login_shows_only_the_reason(page, hosted, monkeypatch, tmp_path):
    rows = hosted(ONRECORD_READERS="@example.org")
    monkeypatch.setattr(st, "secrets", st.runtime.secrets.Secrets())
    monkeypatch.setattr(st.runtime.secrets, "get_secrets_file_paths", lambda: [], raising=False)
    assert is_shut(run_alone(page), rows, "without a login")


@pytest.mark.parametrize("page", counts.some(PAGES, 3))
def test_a_shared_instance_without_readers_shows_only_the_reason(page, hosted):
    rows = hosted()
    user = {"is_logged_in": True, "email": "a@example.org", "email_verified": True}
    assert is_shut(run_alone(page, secrets={"auth": AUTH}, user=user), rows, "ONRECORD_READERS")


@pytest.mark.parametrize("page", counts.some(PAGES, 3))
def test_a_visitor_who_is_not_logged_in_sees_only_that_a_login_is_needed(page, hosted):
    rows = hosted(ONRECORD_READERS="@example.org")
    at = run_alone(page, secrets={"auth": AUTH})
    assert is_shut(at, rows, "Please log in") and [b.label for b in at.button] == ["Log in"]


@pytest.mark.parametrize(
    "user",
    [
        {"email": "a@example.com", "email_verified": True},
        {"email": "a@example.org", "email_verified": False},
        {"email": "a@example.org"},
        {"email": "a@example.org", "email_verified": "true"},
        {"email": "", "email_verified": True},
        {"email": "example.org", "email_verified": True},
        {"email": "a@example.org@evil.org", "email_verified": True},
        {"email": "a@evil.example.org", "email_verified": True},
        {"email_verified": True},
    ],
    ids=str,
)
def test_an_account_that_is_not_a_verified_reader_is_refused(user, hosted):
    rows = hosted(ONRECORD_READERS="@example.org")
    at = run_alone("overview", secrets={"auth": AUTH}, user={"is_logged_in": True, **user})
    assert is_shut(at, rows, "may not read this record")


@pytest.mark.parametrize("readers", ["A@Example.org", "@example.org", "x@y.z, a@EXAMPLE.org"])
def test_a_verified_reader_is_let_in_by_address_or_domain_whatever_the_case(readers, hosted):
    hosted(ONRECORD_READERS=readers)
    at = AppTest.from_file(ROOT / "dashboard.py", default_timeout=600)
    at.secrets["auth"] = AUTH
    at.user = {"is_logged_in": True, "email": "a@example.ORG", "email_verified": True}
    assert is_whole(at.switch_page("pages/timeline.py").run(), "timeline") and at.dataframe
