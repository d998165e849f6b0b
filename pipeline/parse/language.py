"""The language of a post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Layout

_KEYS = ("lang", "language", "languagecode", "locale", "og:locale", "content-language")
_CODE = re.compile(r"\s*([a-z]{2})(?:[-_][a-z0-9]+)*\s*", re.IGNORECASE)
_ENOUGH = 200
"""Characters of prose from which the text is believed more than the page, whose `lang` is often the theme's."""
_SAMPLE = 1500
"""Characters that are looked at: half a millisecond; more changed no answer on our posts."""
_DEFAULT = "en"


def language_of(layout: Layout) -> str:
    """The language that the prose is written in; the stated one where there is little prose, English where nothing tells."""
    sample = _prose(layout)
    if len(sample) >= _ENOUGH:
        return _classified(sample)
    return _stated(layout) or _DEFAULT


def _stated(layout: Layout) -> str | None:
    values = (layout.stated.get(key) for key in _KEYS)
    matches = (_CODE.fullmatch(value) for value in values if isinstance(value, str))
    return next((match[1].lower() for match in matches if match), None)


def _prose(layout: Layout) -> str:
    """The first paragraphs and list items; code and tables hold few words of any language."""
    return " ".join(_pieces(layout))[:_SAMPLE]


def _pieces(layout: Layout) -> Iterator[str]:
    length = 0
    for block in layout.blocks:
        if block.kind in {"paragraph", "list_item", "quote"}:
            yield layout.text[block.start : block.end]
            length += block.end - block.start
        if length > _SAMPLE:
            return


def _classified(text: str) -> str:
    """py3langid with the model inside its wheel; loading it takes half a second, so only when a post needs it."""
    import py3langid  # noqa: PLC0415 - see above

    return str(py3langid.classify(text)[0])
