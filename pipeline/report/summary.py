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
_REJECTS = 10
_COUNTED = (
    ("posts", "entries", "talks", "speakers", "links", "themes"),
    ("mentions", "people", "companies", "tools", "rejects"),
)


def summary(out: Path, closing: str) -> RenderableType:
    """Counts, the most frequent names, rejects with their reasons, `closing` (how long it took), and where the tables are."""
    parts: list[RenderableType] = [_counts(out), Text(), _frequent(out), Text()]
    rejects = read_table(out, "rejects")
    if len(rejects):
        parts += [_rejected(rejects), Text()]
    parts.append(Text(f"{closing}\nTables: {out}/<table>/part-*.parquet, described in {out}/README.md"))
    return Padding(Group(*parts), (1, 0))


def _counts(out: Path) -> Table:
    table = Table.grid(padding=(0, 2))
    for row in _COUNTED:
        table.add_row(*(Text.assemble((f"{len(read_table(out, name)):,}", "bold"), f" {name}") for name in row))
    return table


def _frequent(out: Path) -> Table:
    """The tools and companies that most entries name, the people who gave most talks, the largest themes: a line each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("tools", _top(read_table(out, "tools"), "name"))
    table.add_row("companies", _top(read_table(out, "companies"), "name"))
    table.add_row("speakers", _speakers(out))
    table.add_row("themes", _top(read_table(out, "themes"), "label"))
    return table


def _top(table: pa.Table, name: str) -> str:
    rows: list[dict[str, Any]] = table.select([name, "n_entries"]).to_pylist()
    best = sorted((row for row in rows if row["n_entries"]), key=lambda row: (-row["n_entries"], row[name]))[:_MOST]
    return ", ".join(f"{row[name]} ({row['n_entries']})" for row in best) or "none"


def _speakers(out: Path) -> str:
    names = {row["person_id"]: row["name"] for row in read_table(out, "people").select(["person_id", "name"]).to_pylist()}
    counted = pc.value_counts(read_table(out, "speakers")["person_id"]).to_pylist()
    best = sorted(counted, key=lambda row: (-row["counts"], names[row["values"]]))[:_MOST]
    return ", ".join(f"{names[row['values']]} ({row['counts']})" for row in best) or "none"


def _rejected(rejects: pa.Table) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("rejected", "reason", "detail"):
        table.add_column(name, overflow="fold")
    for row in rejects.slice(0, _REJECTS).to_pylist():
        table.add_row(Text(row["source"]), row["reason"], Text(row["detail"]))
    if len(rejects) > _REJECTS:
        table.add_row(f"... and {len(rejects) - _REJECTS} more", "", "see the table rejects")
    return table
