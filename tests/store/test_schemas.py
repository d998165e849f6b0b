from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from pipeline.store.card import data_card
from pipeline.store.schemas import TABLES, Table, describe, type_name

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["posts", "entries", "speakers", "mentions", "links", "people", "companies", "tools", "talks", "themes", "entry_themes", "rejects"]


def test_the_tables_of_the_contract() -> None:
    assert list(TABLES) == NAMES


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_table_is_described_and_its_key_is_never_null(table: Table) -> None:
    assert table.doc.endswith(".")
    assert all(describe(field) for field in table.schema)
    assert all(not table.schema.field(name).nullable for name in table.key)
    assert len(set(table.schema.names)) == len(table.schema.names)


@pytest.mark.parametrize(
    ("table", "column", "written"),
    [
        ("posts", "authors", "list<string>"),
        ("posts", "published", "date32"),
        ("posts", "event_year", "int16"),
        ("posts", "recap_score", "float32"),
        ("posts", "text", "string"),
        ("entries", "position", "int32"),
        ("tools", "known", "bool"),
        ("themes", "terms", "list<struct<term: string, weight: float32>>"),
    ],
)
def test_types_are_named_as_in_the_contract(table: str, column: str, written: str) -> None:
    assert type_name(TABLES[table].schema.field(column).type) == written


def test_what_may_be_null() -> None:
    nullable = {f"{table.name}.{field.name}" for table in TABLES.values() for field in table.schema if field.nullable}
    assert nullable == {
        *("posts.url", "posts.title", "posts.published", "posts.event_name", "posts.event_year", "posts.event_city"),
        *("entries.section", "entries.theme_id", "speakers.role", "speakers.company", "speakers.company_id"),
        *("mentions.entry_id", "links.entry_id", "links.anchor", "links.start", "links.end"),
        *("companies.homepage", "tools.category", "tools.homepage", "tools.repo_url"),
        *("talks.event_name", "talks.event_year", "talks.video_url", "talks.slides_url"),
    }


def test_the_card_names_every_table_and_column_and_is_the_same_each_time() -> None:
    rows = {name: 1000 + n for n, name in enumerate(TABLES)}
    card = data_card(rows, "1.2.3")
    assert card == data_card(dict(reversed(rows.items())), "1.2.3")
    for n, (name, table) in enumerate(TABLES.items()):
        assert f"| [{name}](#{name}) | {1000 + n:,} |" in card
        section = re.split(r"\n## ", card.split(f"\n## {name}\n")[1])[0]
        assert [line.split(" | ")[0][2:] for line in section.splitlines() if line.startswith("| ")][1:] == table.schema.names


def test_schemas_survive_a_file(tmp_path: Path) -> None:
    for table in TABLES.values():
        path = tmp_path / f"{table.name}.arrow"
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema):
            pass
        assert pa.ipc.open_file(path).schema.equals(table.schema, check_metadata=True)
