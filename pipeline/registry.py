"""The id registry: what keeps ids from one run to the next. An id is fixed when a thing is first seen; only its name may change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.text import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Registry:
    """Known (label, form) -> id, from the previous dataset, and the ids given in this run."""

    def __init__(self, known: Mapping[tuple[str, str], str] | None = None) -> None:
        self._known = dict(known or {})
        self._taken: set[str] = set()
        self._reserved = set(self._known.values())
        self._given: dict[tuple[str, str], str] = {}

    def assign(self, label: str, forms: Iterable[str], wanted: str, *, least: int = 1) -> str:
        """The id of the thing that these forms name: the one that most of them (at least `least`) had before, else one made of `wanted`.

        Forms must come in an order that does not depend on the input's; of two things that claim one old id the first keeps it.
        """
        forms = list(forms)
        before = Counter(self._known[label, form] for form in forms if (label, form) in self._known)
        free = [item for item in before.items() if item[0] not in self._taken and item[1] >= least]
        chosen = min(free, key=lambda item: (-item[1], item[0]))[0] if free else self._new(f"{label}:{slug(wanted)}")
        self._taken.add(chosen)
        for form in forms:
            self._given.setdefault((label, form), chosen)  # a term that two themes share stays with the first
        return chosen

    def _new(self, wanted: str) -> str:
        candidate, number = wanted, 2
        while candidate in self._taken or candidate in self._reserved:
            candidate, number = f"{wanted}-{number}", number + 1
        return candidate

    def rows(self) -> list[tuple[str, str, str]]:
        """(label, form, id) of everything ever seen, sorted: what the next run is given."""
        return [(label, form, value) for (label, form), value in sorted((self._known | self._given).items())]
