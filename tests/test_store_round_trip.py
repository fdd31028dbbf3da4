"""There and back: whatever the codebook allows comes out of a folder and of a database as it went in."""

from random import Random

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from onrecord import checks, store
from onrecord.schema import BY_NAME, TABLES
from onrecord.schema.dossier import META_FIELDS, Dossier
from onrecord.schema.tables import SUBJECTS, Column
from onrecord.store.folder import version
from tests import counts

LENGTH = 5000
DATES = ["2021-01-26", "2021-04", "2021-21/2021-22", "2017/2021", "../2021-05", "2021-05-05?", "2021-03/.."]
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '"', "'", '""', 'a"b,c', ",", "line\nline", "\\", "\\n", "\\u0041",
    "#", '"""', "'''", "[table]", "= 1", "true", "NaN", "null", "None", "nan", "1e5", "0x1F", "007", " blanks ",
    "\ufeffmark", "\u202eright to left\u2069", "\u200f\u200b", "رياض المالكي", "שלום", "\U0001f54a\U0001f1ea\U0001f1fa",
    "e\u0301 é", "\u2028\u2029", "<script>alert(1)</script>", "'; DROP TABLE stances; --", "%s %(x)s :x ? {x} $1", "ﷺ",
]  # fmt: skip
ANY = some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
TEXT = (some.sampled_from(HOSTILE) | ANY).filter(lambda text: text.strip() and not checks.CONTROL.search(text))


class Maker:
    """Makes the rows of a small dossier, its texts in turn those it is given."""

    def __init__(self, texts: list[str], random: Random) -> None:
        self.texts, self.random = texts, random
        self.rows: dict[str, list[dict[str, str]]] = {t.name: [] for t in TABLES}

    def text(self) -> str:
        return self.random.choice(self.texts)

    def row(self, table: str, **given: str) -> dict[str, str]:
        cells = {c.name: given.get(c.name, self.cell(c)) for c in BY_NAME[table].columns}
        self.rows[table].append(cells)
        return cells

    def cell(self, column: Column) -> str:
        if not column.required and self.random.random() < 0.3:
            return ""
        if column.refers_to:
            have = self.rows[column.refers_to]
            return self.random.choice(have)[BY_NAME[column.refers_to].key[0]] if have else ""
        if column.codes:
            return self.random.choice(list(column.codes))
        plain = {"edtf": self.random.choice(DATES), "sha256": self.random.randbytes(32).hex(), "text": self.text()}
        return plain.get(column.kind, "")

    def place(self, table: str, **given: str) -> None:
        start = self.random.randrange(LENGTH - 1)
        self.row(table, **given, start=str(start), end=str(self.random.randrange(start, LENGTH) + 1))

    def everything(self, n: int) -> dict[str, pd.DataFrame]:
        bounds = {"n_chars": str(LENGTH), "body_start": "0", "body_end": str(LENGTH)}
        for i in range(n):
            self.row("reports", report_id=f"r{i}", number=str(i + 1), **bounds)
            self.row("actors", actor_id=f"a{i}")
            self.row("issues", issue_id=f"i{i}")
        for i in range(n):
            self.row("aliases", report_id=self.random.choice(["", f"r{i}"]))
            self.row("events", event_id=f"e{i}")
            self.row("event_actors")
            self.place("event_reports", event_id=f"e{i}")
            self.place("stances", stance_id=f"s{i}")
        for i in range(n):
            subject = self.random.choice(SUBJECTS)
            key = self.random.choice(self.rows[subject])[BY_NAME[subject].key[0]]
            self.row("conflicts", conflict_id=f"c{i}", subject_table=subject, subject_id=key)
            for side in "ab":
                self.place("conflict_sides", conflict_id=f"c{i}", side=side)
        for i in range(1, n):
            self.row("event_links", from_id=f"e{i}", to_id=f"e{i - 1}")
        return {t.name: self.frame(t.name) for t in TABLES}

    def frame(self, table: str) -> pd.DataFrame:
        by_key = {tuple(row[k] for k in BY_NAME[table].key): row for row in self.rows[table]}
        columns = [c.name for c in BY_NAME[table].columns]
        return pd.DataFrame([[row[c] for c in columns] for row in by_key.values()], columns=columns, dtype="str")


@some.composite
def dossiers(draw: some.DrawFn) -> Dossier:
    """A dossier without fault."""
    random = Random(draw(some.integers(0, 10**9)))
    maker = Maker(draw(some.lists(TEXT, min_size=1, max_size=12)), random)
    tables = maker.everything(draw(some.integers(0, 4)))
    meta = {field: maker.text() for field in META_FIELDS} | {"period": random.choice(DATES)}
    return Dossier(f"d{random.getrandbits(60)}", meta, tables, version=version(meta, tables))


def rows(dossier: Dossier, table: str) -> list[list[str]]:
    return sorted(dossier.tables[table].to_numpy().tolist())


@given(made=dossiers())
@settings(max_examples=counts.of(8, 1000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_dossier_of_any_texts_comes_back_from_folder_and_database_without_a_difference(
    engine, tmp_path_factory, made
):
    assert checks.faults(made.meta, made.tables) == []
    folder = tmp_path_factory.mktemp("there") / made.dossier_id
    store.write_folder(made, folder)
    read = store.read_folder(folder)
    store.save(engine, read, made_by="ann", reason="taken over")
    loaded = store.load(engine, made.dossier_id)
    store.write_folder(loaded, folder.with_name("back"))
    back = store.read_folder(folder.with_name("back"))
    for again in (read, loaded, back):
        assert dict(again.meta) == dict(made.meta)
        assert all(rows(again, t.name) == rows(made, t.name) for t in TABLES)
        assert again.version == made.version
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in folder.with_name("back").iterdir()
    }
