"""Reading JSON with an eye on the place: a wrong value is one line that says where it stands and what was expected there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 40
"""Characters of a wrong value that the error shows."""


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and the way to it from the file: "gold/014.json: entries[2].kind"."""

    value: object
    file: str
    path: str = ""

    def wrong(self, wanted: str) -> ConfigError:
        """The error for a value that is not what is wanted here."""
        place = f"{self.file}: {self.path}" if self.path else self.file
        return ConfigError(f"{place}: expected {wanted}, found {json.dumps(self.value, ensure_ascii=False)[:SHOWN]}")

    def need(self, key: str) -> Node:
        """The value of a key that must be there."""
        if isinstance(self.value, dict) and key not in self.value:
            raise self.wrong(f"the key {key!r}")
        return self.may(key)

    def may(self, key: str) -> Node:
        """The value of a key; null when it is absent."""
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        return Node(self.value.get(key), self.file, f"{self.path}.{key}".lstrip("."))

    def items(self) -> tuple[Node, ...]:
        """The items of a list; none for null."""
        if not isinstance(self.value, list | None):
            raise self.wrong("a list")
        return tuple(Node(item, self.file, f"{self.path}[{number}]") for number, item in enumerate(self.value or ()))

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            raise self.wrong("a string")
        return self.value

    def text_or_none(self) -> str | None:
        """A string or null."""
        return None if self.value is None else self.text()

    def one_of(self, choices: Sequence[str]) -> str:
        """One of a few strings."""
        if self.value not in choices:
            raise self.wrong(f"one of {', '.join(choices)}")
        return self.text()

    def integer_or_none(self) -> int | None:
        """A whole number or null."""
        if self.value is None or (isinstance(self.value, int) and not isinstance(self.value, bool)):
            return self.value
        raise self.wrong("a whole number or null")

    def texts(self) -> tuple[str, ...]:
        """A list of strings, perhaps empty."""
        return tuple(item.text() for item in self.items())

    def some_texts(self) -> tuple[str, ...]:
        """A list of at least one string."""
        if self.value == []:
            raise self.wrong("at least one string")
        return self.texts()
