"""Shards: the unit of work. A list of inputs by reference goes in, one finished part comes out.

A part's name is a hash of the inputs' bytes, the software and the settings, so a part that is there need not be made again:
a run over an unchanged corpus does almost nothing, and a killed run goes on where it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import groupby
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, cast

import pyarrow as pa

from pipeline.acquire import files
from pipeline.clock import StageClock
from pipeline.config import Settings
from pipeline.errors import RejectInput, TalkmineError
from pipeline.model import InputRef, PostRecord, RawPost, Reject
from pipeline.store.parts import PartStore, PartSummary, part_tables
from pipeline.text import digest, post_id, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Analyse = Callable[[RawPost, Settings, StageClock], PostRecord]

_ANALYSE = "pipeline.analyse:analyse"

_ADDRESS = re.compile(r"\b0x[0-9a-f]+\b")  # "<object at 0x7f3c...>" differs from run to run
_MAX_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Shard:
    """The inputs whose post_id begins with `prefix`, and all that another process or machine must know to work on them."""

    prefix: str
    inputs: tuple[InputRef, ...]
    """Sorted by post_id."""
    out: str
    """The output folder."""
    settings_json: str
    analyse: str = _ANALYSE
    """The per-post function as "module:name", so that a shard can be sent anywhere."""


@dataclass(frozen=True, slots=True)
class ShardResult:
    """Where a shard's part is, and what it took."""

    prefix: str
    key: str
    """The part's name in the `PartStore`."""
    counts: dict[str, int]
    """Rows by record type, and "inputs" and "failed" (posts whose analysis broke)."""
    reused: bool
    seconds: dict[str, float]
    """Seconds by stage that this run spent."""


def make_shards(inputs: Iterable[InputRef], out: Path, settings: Settings, *, analyse: str = _ANALYSE) -> tuple[Shard, ...]:
    """The inputs divided by the first digits of their post_id, in that order; only shards that hold something."""
    by_id = sorted((post_id(ref.source), ref) for ref in inputs)
    length = prefix_length(len(by_id))
    grouped = groupby(by_id, key=lambda item: item[0][:length])
    settings_json = settings.model_dump_json()
    return tuple(Shard(prefix, tuple(ref for _, ref in group), str(out), settings_json, analyse) for prefix, group in grouped)


def prefix_length(n_inputs: int) -> int:
    """Digits of post_id that name a shard: 16 shards up to 2,000 inputs, 256 up to 40,000, then 4,096.

    That makes shards of some 10 to 160 posts: small enough to spread over the workers and to redo when one post changes, large enough
    that six files a shard are no burden. When the corpus outgrows a step, every part is made anew, once.
    """
    if n_inputs <= 2_000:  # noqa: PLR2004 (said above)
        return 1
    return 2 if n_inputs <= 40_000 else 3  # noqa: PLR2004 (said above)


def process_shard(shard: Shard, analyse: Analyse | None = None) -> ShardResult:
    """Make the shard's part, or find it made. The only function that executors know; running it twice does no harm."""
    clock, store, settings = StageClock(), PartStore(Path(shard.out)), Settings.model_validate_json(shard.settings_json)
    max_bytes = settings.acquire.max_bytes
    with clock("acquire"):
        key = _key(settings, [(ref.source, _state(_read(ref, max_bytes))) for ref in shard.inputs])
        done = store.summary(key)
    # A post that broke the analysis is tried again: its trouble may have been the machine's, such as too little memory.
    if done is not None and not done.counts["failed"]:
        return ShardResult(shard.prefix, key, done.counts, reused=True, seconds=clock.seconds)
    outcomes = [_outcome(ref, settings, analyse or _imported(shard.analyse), clock) for ref in shard.inputs]
    # Named by what was analysed, which is not what was there before if somebody wrote to the folder meanwhile.
    key = _key(settings, [(ref.source, state) for ref, (state, _) in zip(shard.inputs, outcomes, strict=True)])
    counts = _write(store, key, [result for _, result in outcomes], clock)
    return ShardResult(shard.prefix, key, counts, reused=False, seconds=clock.seconds)


# --- one post ----------------------------------------------------------------------------------------------------------------


def _read(ref: InputRef, max_bytes: int) -> RawPost | Reject:
    try:
        return files.read(ref, max_bytes)
    except RejectInput as refusal:
        return Reject(ref.source, refusal.stage, refusal.reason, refusal.detail)


def _state(raw: RawPost | Reject) -> str:
    """What the part's name must know of an input: its bytes, or why there are none."""
    return raw.content_hash if isinstance(raw, RawPost) else f"{raw.reason}: {raw.detail}"


def _outcome(ref: InputRef, settings: Settings, analyse: Analyse, clock: StageClock) -> tuple[str, PostRecord | Reject]:
    """The state of an input, and its record or the reason why there is none."""
    with clock("acquire"):
        raw = _read(ref, settings.acquire.max_bytes)
    return _state(raw), raw if isinstance(raw, Reject) else _analysed(raw, settings, analyse, clock)


def _analysed(raw: RawPost, settings: Settings, analyse: Analyse, clock: StageClock) -> PostRecord | Reject:
    try:
        return analyse(raw, settings, clock)
    except RejectInput as refusal:
        return Reject(raw.source, refusal.stage, refusal.reason, clean(refusal.detail))
    except TalkmineError:  # a set-up problem, such as a model that is not installed: the same for every post
        raise
    except Exception as error:  # noqa: BLE001
        # Everything, on purpose: posts come from anywhere, and a defect that one in ten thousand of them brings to light in a parser or
        # a model must cost that post, not the run. It is not hidden: it is a row in `rejects`, and it is counted as "failed".
        return _failed(raw.source, error)


def _failed(source: str, error: Exception) -> Reject:
    return Reject(source, "internal", "error", clean(f"{type(error).__name__}: {error}"))


def clean(detail: str) -> str:
    """A detail as a table may hold it: one line, encodable, without what differs from run to run."""
    encodable = detail.encode("utf-8", "backslashreplace").decode()
    return _ADDRESS.sub("0x", squeeze(encodable))[:_MAX_DETAIL]


# --- the part ----------------------------------------------------------------------------------------------------------------


def _write(store: PartStore, key: str, results: Sequence[PostRecord | Reject], clock: StageClock) -> dict[str, int]:
    """Write the part; its counts."""
    with clock("store"):
        try:
            sound, tables = results, _tables(results)
        except _UNFIT:
            sound = [_storable(result) for result in results]
            tables = _tables(sound)
        failed = sum(isinstance(result, Reject) and result.stage == "internal" for result in sound)
        counts = {"inputs": len(sound), "failed": failed, **{name: len(table) for name, table in tables.items()}}
        store.write(key, tables, PartSummary(counts, {stage: round(spent, 6) for stage, spent in clock.seconds.items()}))
    return counts


def _tables(results: Sequence[PostRecord | Reject]) -> dict[str, pa.Table]:
    records, rejects = [r for r in results if isinstance(r, PostRecord)], [r for r in results if isinstance(r, Reject)]
    return part_tables(records, rejects)


def _storable(result: PostRecord | Reject) -> PostRecord | Reject:
    """The result, or a reject if it holds a value that no column takes: a lone surrogate, a null, a number out of range."""
    try:
        _tables([result])
    except _UNFIT as error:
        return _failed(result.post.source if isinstance(result, PostRecord) else result.source, error)
    return result


_UNFIT = (pa.ArrowException, ValueError, TypeError, OverflowError, AttributeError)  # ValueError: also UnicodeEncodeError


def _key(settings: Settings, states: Sequence[tuple[str, str]]) -> str:
    """The part's name. Sorted, so that the order in which inputs were found does not matter."""
    flat = [text for pair in sorted(states) for text in pair]
    return digest(fingerprint(), _version(settings.nlp.model), settings.per_post_fingerprint(), *flat)[:40]


# --- the software ------------------------------------------------------------------------------------------------------------


@cache
def fingerprint(package: Path = Path(__file__).parent) -> str:
    """A hash of the program: its source, data and model files, and the versions of Python and of the packages that it requires.

    Read once per process. A change to any of them makes all finished parts stale, which is cheap beside one stale part that is believed.
    """
    paths = sorted(path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    contents = [part for path in paths for part in (path.relative_to(package).as_posix(), path.read_bytes())]
    names = [re.split(r"[\s;<>=!~\[(]", line)[0] for line in requires("talkmine") or [] if "extra ==" not in line]
    versions = [f"{name} {_version(name)}" for name in sorted(names)]
    return digest(python_version(), *versions, *contents)


def _version(name: str) -> str:
    """The version of an installed package; "" for what is none, such as the built-in model."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def _imported(path: str) -> Analyse:
    module, _, name = path.partition(":")
    return cast("Analyse", getattr(import_module(module), name))
