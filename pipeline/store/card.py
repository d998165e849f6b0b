"""The data card: `output/README.md`, made from the schemas, for whoever opens the folder without having read our documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.store.schemas import CONTRACT_VERSION, TABLES, Table, describe, type_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_HEAD = """# Tables that talkmine made

Posts that people wrote after conferences, as tables. Contract version {contract}, talkmine {version}.

Each table is a folder of Parquet files with one fixed schema. `_run.json` tells what made them: settings, counts, the sha256 of every file.
Offsets (`start`, `end`) count Unicode code points in `posts.text`, so `text[start:end]` is the thing itself.

| table | rows | sorted by | what |
|---|---:|---|---|
"""

_HOW = """
## How to read them

```python
import pandas as pd

entries = pd.read_parquet("entries")
posts = pd.read_parquet("posts", columns=["post_id", "title", "event_name", "event_year"])
entries.merge(posts, on="post_id", suffixes=("", "_post"))
```

```sql
-- DuckDB, from this folder: the tools that most posts mention
SELECT name, n_posts FROM 'tools/*.parquet' ORDER BY n_posts DESC, name LIMIT 20;

-- who spoke about what
SELECT s.name, s.company, e.title FROM 'speakers/*.parquet' s JOIN 'entries/*.parquet' e USING (entry_id);
```

The folders are links to `.work/current`, which a run replaces all at once. A program that reads several tables while a run may
finish should resolve `.work/current` once and read below that path: the files there stay until the run after next.
"""


def data_card(rows: Mapping[str, int], version: str) -> str:
    """The card as Markdown. `rows` counts the rows by table, `version` is the software's. The same arguments give the same text."""
    overview = "".join(f"| [{t.name}](#{t.name}) | {rows[t.name]:,} | {', '.join(t.key)} | {t.doc} |\n" for t in TABLES.values())
    sections = "".join(_section(table) for table in TABLES.values())
    return _HEAD.format(contract=CONTRACT_VERSION, version=version) + overview + _HOW + sections


def _section(table: Table) -> str:
    lines = "".join(_line(field) for field in table.schema)
    return f"\n## {table.name}\n\n{table.doc} Key: {', '.join(table.key)}.\n\n| column | type | meaning |\n|---|---|---|\n{lines}"


def _line(field: pa.Field) -> str:
    null = ", null" if field.nullable else ""
    return f"| {field.name} | `{type_name(field.type)}`{null} | {describe(field)} |\n"
