"""The codebook as a page: data/README.md is what this prints."""

from collections.abc import Iterator

from onrecord.schema.tables import TABLES, Column, Table

HEAD = """# Codebook

Printed by `python -m onrecord codebook` from the schema; do not edit by hand.
How codes are chosen: [MANUAL.md](MANUAL.md).

A dossier is a folder: `dossier.toml` (its title, question, period, licence, how to cite it) and one CSV file a table.
Where everything in it is invented, `dossier.toml` says `fictional = "yes"`.
Text is UTF-8, CSV is RFC 4180 with a header, a missing value is an empty cell, ids are lower-case slugs that are never
reused. Dates are EDTF (ISO 8601-2 level 1): `2021-01-26`, `2021-04`, `2021-21/2021-22` for spring or summer,
`../2021-05`, `2021-05-05?`. `start` and `end` count characters of the report's text; the text itself is shipped only
where it is free, as `texts/<report_id>.txt`.

Whoever codes a folder by hand leaves `start` and `end` empty and copies the words of the passage into a column `quote`;
`python -m onrecord anchor FOLDER` finds them and fills in the places, and of each report `sha256`, `n_chars`,
`body_start` and `body_end`. An export also says in `dossier.toml` from which `revision` and `version` it was made, so
that it can be loaded again.
"""


def codebook() -> str:
    """Every table, column and code, as Markdown."""
    return "\n".join([HEAD, *(line for table in TABLES for line in _table(table))]).rstrip() + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n"
    yield f"One row: {table.row}. Key: {', '.join(f'`{k}`' for k in table.key)}.\n"
    yield "| column | holds | meaning |\n| --- | --- | --- |"
    for column in table.columns:
        yield f"| `{column.name}` | {_form(column)} | {column.about} |"
    for column in table.columns:
        if column.codes is not None:
            yield f"\n**{column.name}**\n"
            yield from (f"- `{code}`: {meaning}" for code, meaning in column.codes.items())
    yield ""


def _form(column: Column) -> str:
    what = "code" if column.codes is not None else column.kind
    into = f" in `{column.refers_to}`" if column.refers_to else ""
    return f"{what}{into}{'' if column.required else ', may be empty'}"
