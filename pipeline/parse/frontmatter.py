"""The metadata block before a Markdown post: YAML, TOML, JSON, or bare `Key: value` lines."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time

import yaml

from pipeline.parse.words import words

Stated = dict[str, str | list[str]]

# The fences of YAML and TOML front matter; either may be indented or followed by blanks by mistake.
_FENCED = re.compile(r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<inner>.*?)(?:^|\n)[ \t]*(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# "title: Something": what is left to read in YAML that no parser takes.
_PAIR = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$")
# Pelican and MultiMarkdown: the first lines, up to a blank one, with no fence around them.
_BARE_KEYS = words(
    """title subtitle date published updated modified author authors category tags keywords slug summary description status layout lang
    url"""
)
_NAME_KEYS = ("display_name", "name", "title", "fullname", "full_name", "login", "nick", "id", "url")
_LIFTED = frozenset({"extra", "params", "taxonomies", "seo", "meta", "metadata", "data"})
_MAX_SIZE = 1 << 16
_MAX_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Split:
    """A post without its front matter."""

    stated: Stated
    body: str
    first_line: int
    """How many lines stand before the body."""


def split(source: str, *, bare: bool = True) -> Split:
    """Cut the metadata off, whatever its kind; a post without any is all body. `bare`: lines without a fence count too."""
    match = _FENCED.match(source[: _MAX_SIZE * 2])
    if match and _plausible(match["inner"]):
        return _cut(source, match.end(), _load(match["fence"], match["inner"]))
    if source.lstrip()[:1] == "{":
        return _json(source)
    return _bare(source) if bare else Split({}, source, 0)


def _plausible(inner: str) -> bool:
    """Front matter has keys; a post that begins with a thematic break does not."""
    return len(inner) <= _MAX_SIZE and (not inner.strip() or any(_PAIR.match(line) or "=" in line for line in inner.split("\n")))


def _cut(source: str, end: int, stated: Stated) -> Split:
    return Split(stated, source[end:], source.count("\n", 0, end))


def _load(fence: str, inner: str) -> Stated:
    try:
        loaded: object = tomllib.loads(inner) if fence == "+++" else yaml.safe_load(inner)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        # PyYAML raises more than YAMLError on dates and numbers that cannot be.
        return _pairs(inner.split("\n"))
    return _flat(loaded) if isinstance(loaded, dict) else {}


def _json(source: str) -> Split:
    start = len(source) - len(source.lstrip())
    try:
        loaded, end = json.JSONDecoder().raw_decode(source[: start + _MAX_SIZE], start)
    except (ValueError, RecursionError):
        return Split({}, source, 0)
    if not isinstance(loaded, dict) or not loaded:
        return Split({}, source, 0)
    return _cut(source, end, _flat(loaded))


def _bare(source: str) -> Split:
    """`Title: x` on the first line, at least one more known key, then a blank line."""
    lines: list[str] = []
    for line in source[:_MAX_SIZE].split("\n"):
        pair = _PAIR.match(line)
        if not (pair or (lines and line[:1] in {" ", "\t", "-"} and line.strip("- \t"))):
            break
        lines.append(line)
    stated = _pairs(lines)
    if len(set(stated) & _BARE_KEYS) < 2 or lines[0].split(":")[0].strip().lower() not in _BARE_KEYS:  # noqa: PLR2004 - one could be prose
        return Split({}, source, 0)
    end = sum(len(line) + 1 for line in lines)
    return _cut(source, end + len("---\n") * source.startswith("---\n", end), stated)


def _pairs(lines: list[str]) -> Stated:
    """The `key: value` lines and `- item` lists of what no parser could read."""
    stated: Stated = {}
    key = ""
    for line in lines:
        pair = _PAIR.match(line)
        if pair:
            key = pair[1].lower()
            stated[key] = pair[2].strip().strip("\"'")
        elif key and line.strip().startswith("- "):
            value = stated[key]
            stated[key] = [*(value if isinstance(value, list) else []), line.strip()[2:].strip().strip("\"'")]
    return {key: value for key, value in stated.items() if value}


def _flat(loaded: dict[object, object]) -> Stated:
    """Keys in lower case, values as text or lists of texts; what generators nest for themselves (`extra`, `params`) is lifted."""
    stated: Stated = {}
    nested: Stated = {}
    for key, value in list(loaded.items())[:_MAX_ITEMS]:
        name = str(key).lower()
        if name in _LIFTED and isinstance(value, dict):
            nested |= _flat({k: v for k, v in value.items() if not isinstance(v, dict)})
            continue
        flat = [_text(item) for item in value[:_MAX_ITEMS]] if isinstance(value, list) else _text(value)
        kept = [item for item in flat if item] if isinstance(flat, list) else flat
        if kept:
            stated[name] = kept
    return nested | stated


def _text(value: object) -> str:
    """One value as text; of a nested one its name."""
    if value is None or isinstance(value, list):
        return ""
    if isinstance(value, dict):
        named = next((value[key] for key in _NAME_KEYS if value.get(key)), None) or next(iter(value), "")
        return "" if isinstance(named, dict | list) else _text(named)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).strip()
