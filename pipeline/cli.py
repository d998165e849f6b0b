"""The command line: arguments to functions. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.errors import TalkmineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.executors import Engine

_FOLDER = click.Path(path_type=Path, file_okay=False)
_EXISTING = click.Path(path_type=Path, exists=True)


class _Commands(click.Group):
    """Turns an error of ours into its one line and its exit code."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except TalkmineError as error:
            click.echo(f"talkmine: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="talkmine", prog_name="talkmine")
def main() -> None:
    """Turn conference recap posts into tables of talks, speakers, companies, tools, links and themes.

    \b
    Examples:
      talkmine run raw --out output                  every post under raw/, tables under output/
      talkmine run a.md b.html --out /tmp/t          single files
      talkmine run posts --workers 2 --config pipeline.toml
      talkmine evaluate --gold gold output           score the tables against annotated posts
      talkmine schema entries                        the columns of a table and what they mean
    """  # noqa: D301 - click wants the character itself


@main.command()
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--out", type=_FOLDER, default=Path("output"), show_default=True, help="Folder for the tables.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that work on posts.")
@click.option("--engine", type=click.Choice(["local", "pool", "dask"]), help="How shards are run; chosen by size if not given.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Settings in TOML; unknown keys are errors.")
@click.option(
    "--ids", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Id registry to keep ids from; default: the one in --out."
)
@click.option("--strict", is_flag=True, help="Exit with 1 if any input was rejected.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def run(
    inputs: tuple[Path, ...],
    out: Path,
    workers: int,
    engine: str | None,
    config: Path | None,
    ids: Path | None,
    *,
    strict: bool,
    quiet: bool,
) -> None:
    """Read posts (files or folders; default: raw) and write the tables.

    \b
    Exit codes: 0 done, 1 done with rejects under --strict, 2 wrong usage or settings, 3 nothing could be read.

    \b
    Examples:
      talkmine run
      talkmine run raw more/posts --out output --workers 2
    """  # noqa: D301 - click wants the character itself
    from pipeline.config import load_settings
    from pipeline.report.progress import progress
    from pipeline.run import run as run_pipeline

    settings = load_settings(config)
    chosen: Engine | None = engine  # type: ignore[assignment] # click has checked the choice
    with progress(quiet=quiet) as tell:
        report = run_pipeline(inputs or (Path("raw"),), out, settings, workers=workers, ids=ids, engine=chosen, progress=tell)
    if not quiet:
        from rich.console import Console

        from pipeline.report.summary import summary

        Console(soft_wrap=False).print(summary(out, str(report)))
    if strict and report.n_rejects:
        sys.exit(1)


@main.command()
@click.argument("output", type=_EXISTING)
@click.option("--gold", type=_EXISTING, required=True, help="Folder with one gold file (JSON) per post.")
@click.option("--misses", is_flag=True, help="List every miss and every wrong item.")
@click.option(
    "--floors",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="TOML file with pinned floors; below one the exit code is 1.",
)
@click.option("--set", "floor_set", default="seeds", show_default=True, help="Which table of the floors file applies.")
def evaluate(output: Path, gold: Path, floors: Path | None, floor_set: str, *, misses: bool) -> None:
    """Score the tables in OUTPUT against annotated posts.

    \b
    Example:
      talkmine evaluate --gold tests/gold/samples output --misses
    """  # noqa: D301 - click wants the character itself
    from pipeline.evaluate import evaluate as score
    from pipeline.evaluate import floors_failed, render
    from pipeline.evaluate.floors import load_floors

    scores = score(gold, output)
    if misses:
        click.echo("\n".join(scores.misses))
    click.echo(render(scores))
    failed = floors_failed(scores, load_floors(floors, floor_set)) if floors else []
    for line in failed:
        click.echo(f"below its floor: {line}", err=True)
    if failed:
        sys.exit(1)


@main.command()
@click.argument("table", required=False)
def schema(table: str | None) -> None:
    """Print the tables (or one TABLE) with their columns, types and meanings.

    \b
    Example:
      talkmine schema speakers
    """  # noqa: D301 - click wants the character itself
    from pipeline.errors import ConfigError
    from pipeline.store.schemas import TABLES, describe, type_name

    if table is not None and table not in TABLES:
        raise ConfigError(f"no table {table!r}; there are: {', '.join(TABLES)}")
    for item in [TABLES[table]] if table else TABLES.values():
        click.echo(f"{item.name} (key {', '.join(item.key)}): {item.doc}")
        for column in item.schema:
            null = ", null" if column.nullable else ""
            click.echo(f"  {column.name:<17} {type_name(column.type) + null:<24} {describe(column)}")
        click.echo()


@main.command()
@click.argument("posts", nargs=-1, type=_EXISTING, required=True)
@click.option("--gold", multiple=True, type=_EXISTING, required=True, help="Folders with gold files.")
@click.option("--groups", type=_EXISTING, help="Tab-separated list with columns file and group: posts of one group are left out together.")
@click.option(
    "--left-out",
    "left_out",
    type=_FOLDER,
    help="Instead of training, score every post with models that never saw its group; tables go here.",
)
def train(posts: tuple[Path, ...], gold: tuple[Path, ...], groups: Path | None, left_out: Path | None) -> None:
    """Fit the models that the package ships on annotated posts, or measure them on left-out ones.

    \b
    Example:
      talkmine train ../shared/seeds ../shared/corpus --gold ../shared/gold/seeds --gold ../shared/gold/dev
    """  # noqa: D301 - click wants the character itself
    from pipeline.config import Settings
    from pipeline.evaluate import render
    from pipeline.train.examples import load_examples
    from pipeline.train.left_out import score_left_out
    from pipeline.train.ship import ship

    examples = load_examples(posts, gold, groups)
    tell: Callable[[str], None] = click.echo
    if left_out is None:
        ship(examples, tell)
        return
    for folder, scores in zip(gold, score_left_out(examples, gold, left_out, Settings(), tell), strict=True):
        click.echo(f"left out, {folder}\n{render(scores)}")
