"""Names to entities: candidates by two blocking keys, a score, a threshold, clusters. Each step is a function of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from cleanco import basename
from rapidfuzz import fuzz

from pipeline.lexicon import lists
from pipeline.resolve.clusters import connected
from pipeline.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.lexicon.lists import Known
    from pipeline.model import Label
    from pipeline.registry import Registry

_MAX_BLOCK = 200
"""A block with more names than that is too common a key to be evidence ("Smith"); its pairs are left to the other key."""
_SHORTEST_FUZZY = 6
"""Letters below which two different spellings are two names: "Flux" and "Flex"."""


@dataclass(slots=True)
class Name:
    """A distinct name as the posts give it, with how often and how it was printed."""

    label: Label
    name: str
    n_mentions: int = 0
    surfaces: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, company or tool across posts."""

    entity_id: str
    label: Label
    name: str
    aliases: tuple[str, ...]
    known: Known | None


def known_as(label: Label, name: str) -> Known | None:
    """The gazetteer's entry for a name."""
    if label == "person":
        return None
    index = lists.tool_index() if label == "tool" else lists.company_index()
    return index.get(fold(name)) or (index.get(fold(str(basename(name)))) if label == "company" else None)


def core(label: Label, name: str) -> str:
    """The folded name that is compared: a company without its legal form, anything else as it is."""
    return fold(str(basename(name)) or name) if label == "company" else fold(name)


def blocking_keys(label: Label, name: str) -> Iterator[str]:
    """Keys of which two names must share one to be compared."""
    folded = core(label, name)
    words = folded.split()
    yield f"letters {letters(folded)[:40]}"
    if not words:
        return
    if label == "person" and len(words) > 1:
        yield f"surname {words[-1]}"
        yield f"given {words[0]} {words[-1][:1]}"
        yield f"sorted {' '.join(sorted(words))}"
    else:
        yield f"first {words[0][:5]}"


def candidate_pairs(names: Sequence[Name]) -> list[tuple[int, int]]:
    """Index pairs that share a blocking key, each once, ascending."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(names):
        for key in blocking_keys(item.label, item.name):
            blocks[key].append(index)
    pairs = {pair for members in blocks.values() if len(members) <= _MAX_BLOCK for pair in combinations(members, 2)}
    return sorted(pairs)


def similarity(label: Label, first: str, second: str) -> float:
    """0..100: how surely two names are one. Equal letters are one name; likeness counts only for longer ones."""
    a, b = core(label, first), core(label, second)
    if letters(a) == letters(b):
        return 100.0
    if label != "person":
        return fuzz.ratio(a, b) if min(len(a), len(b)) >= 2 * _SHORTEST_FUZZY and a.split()[0] == b.split()[0] else 0.0
    x, y = a.split(), b.split()
    if len(x) < 2 or len(y) < 2 or min(len(a), len(b)) < _SHORTEST_FUZZY:  # noqa: PLR2004 - given name and surname
        return 0.0
    if sorted(x) == sorted(y):
        return 100.0
    return min(fuzz.ratio(a, b), 20 + fuzz.ratio(x[0], y[0]), 12 + fuzz.ratio(x[-1], y[-1]))


def clusters(names: Sequence[Name], threshold: float) -> list[list[Name]]:
    """Names grouped into entities; what the gazetteer knows is grouped by its entry, the rest by similarity."""
    by_entry: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for index, item in enumerate(names):
        known = known_as(item.label, item.name)
        if known is not None:
            pairs.append((by_entry.setdefault(known.name, index), index))
    listed = set(by_entry.values()) | {index for _, index in pairs}
    for a, b in candidate_pairs(names):
        # Two names of the gazetteer are what it says; an unlisted one joins a listed one only as another spelling of the same letters.
        needed = 100.0 if a in listed or b in listed else threshold
        if not (a in listed and b in listed) and similarity(names[a].label, names[a].name, names[b].name) >= needed:
            pairs.append((a, b))
    return [[names[index] for index in group] for group in connected(len(names), pairs)]


def resolve_names(names: Iterable[Name], registry: Registry, threshold: float) -> tuple[list[Entity], dict[tuple[str, str], str]]:
    """Entities sorted by id, and the entity of each (label, name)."""
    entities: list[Entity] = []
    ids: dict[tuple[str, str], str] = {}
    by_label: dict[Label, list[Name]] = defaultdict(list)
    for item in sorted(names, key=lambda name: (name.label, name.name)):
        by_label[item.label].append(item)
    for label, members in sorted(by_label.items()):
        for group in _by_weight(clusters(members, threshold)):
            entity = _entity(label, group, registry)
            entities.append(entity)
            ids |= {(label, item.name): entity.entity_id for item in group}
    return sorted(entities, key=lambda entity: entity.entity_id), ids


def _by_weight(groups: list[list[Name]]) -> list[list[Name]]:
    """The most mentioned first: of two things with one slug the better known gets it without a number."""
    return sorted(groups, key=lambda group: (-sum(item.n_mentions for item in group), group[0].name))


def _entity(label: Label, group: Sequence[Name], registry: Registry) -> Entity:
    best = min(group, key=lambda item: (-item.n_mentions, item.name))
    known = next((entry for item in group if (entry := known_as(label, item.name))), None)
    name = known.name if known else best.name
    forms = {form for item in group for form in (item.name, *item.surfaces)}
    entity_id = registry.assign(label, sorted({item.name for item in group}), name)
    return Entity(entity_id, label, name, tuple(sorted(forms - {name})), known)
