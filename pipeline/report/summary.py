"""The summary at the end of a run: what is in the tables, told to a person on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.store.dataset import read_table

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from rich.console import RenderableType


_MOST = 5
_NUMBERS = (
    ("posts", "posts"),
    ("entries", "entries"),
    ("talks", "talks"),
    ("people", "people"),
    ("companies", "companies"),
    ("tools", "tools"),
)
_MORE = (("speakers", "speaker lines"), ("mentions", "mentions"), ("links", "links"), ("themes", "themes"), ("rejects", "rejects"))


def summary(out: Path, closing: str) -> RenderableType:
    """Counts, the most frequent names, rejects with their reasons, `closing` (how long it took), and where the tables are."""
    parts: list[RenderableType] = [_counts(out), _frequent(out)]
    rejects = read_table(out, "rejects")
    if len(rejects):
        parts.append(_rejected(rejects))
    parts.append(Text(f"\n{closing} Tables: {out}/<table>/part-*.parquet, described in {out}/README.md"))
    return Padding(Group(*parts), (1, 0))


def _counts(out: Path) -> Table:
    table = Table.grid(padding=(0, 3))
    for row in (_NUMBERS, _MORE):
        cells = [Text.assemble((f"{len(read_table(out, name)):,}", "bold"), f" {label}") for name, label in row]
        table.add_row(*cells)
    return table


def _frequent(out: Path) -> Table:
    """Side by side: the tools and companies named in most entries, the people who gave most talks, the largest themes."""
    columns = {
        "tools": _top(read_table(out, "tools"), "n_entries"),
        "companies": _top(read_table(out, "companies"), "n_entries"),
        "speakers": _speakers(out),
        "themes": _top(read_table(out, "themes"), "n_entries", "label"),
    }
    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left")
    for name in columns:
        table.add_column(f"most frequent {name}" if name != "themes" else "largest themes", overflow="fold")
    for line in range(_MOST):
        table.add_row(*(rows[line] if line < len(rows) else "" for rows in columns.values()))
    return table


def _top(table: pa.Table, by: str, name: str = "name") -> list[str]:
    rows: list[dict[str, Any]] = table.select([name, by]).to_pylist()
    best = sorted((row for row in rows if row[by]), key=lambda row: (-row[by], row[name]))[:_MOST]
    return [f"{row[name]} ({row[by]})" for row in best]


def _speakers(out: Path) -> list[str]:
    names = {row["person_id"]: row["name"] for row in read_table(out, "people").select(["person_id", "name"]).to_pylist()}
    counted = pc.value_counts(read_table(out, "speakers")["person_id"]).to_pylist()
    best = sorted(counted, key=lambda row: (-row["counts"], names[row["values"]]))[:_MOST]
    return [f"{names[row['values']]} ({row['counts']})" for row in best]


def _rejected(rejects: pa.Table) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("rejected", "reason", "detail"):
        table.add_column(name, overflow="fold")
    for row in rejects.slice(0, 2 * _MOST).to_pylist():
        table.add_row(row["source"], row["reason"], row["detail"])
    if len(rejects) > 2 * _MOST:
        table.add_row(f"... and {len(rejects) - 2 * _MOST} more", "", "see the table rejects")
    return table
