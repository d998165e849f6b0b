"""The corpus-wide step: finished parts in, contract tables out. Names become entities, entries become talks and themes, ids are joined in.

Parts are read in the order of their shards, which is the order of post ids, so every table that is keyed by post streams through;
what is held in memory are the distinct names, one small record per entry, and the ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.registry import Registry
from pipeline.resolve.entities import Entity, Name, resolve_names
from pipeline.resolve.talks import Talk, Telling, join
from pipeline.store.schemas import TABLES
from pipeline.themes import Theme, find_themes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.config import Settings
    from pipeline.model import Label
    from pipeline.store.parts import PartStore

_IDS_SCHEMA = pa.schema([("label", pa.string()), ("form", pa.string()), ("id", pa.string())])
_EXAMPLES = 5

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """The finished parts of a run, in the order of their post ids."""

    store: PartStore
    keys: tuple[str, ...]

    def each(self, name: str) -> Iterator[pa.Table]:
        """One record type, part by part."""
        return (self.store.read_part(key, name) for key in self.keys)


@dataclass(slots=True)
class Count:
    """How often an entity occurs, and which companies stand beside a person."""

    n_mentions: int = 0
    n_posts: int = 0
    n_entries: int = 0
    companies: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class World:
    """What the corpus as a whole says."""

    entities: list[Entity]
    ids: dict[Key, str]
    """(label, name within a post) -> entity id."""
    name_of: dict[str, str]
    """entity id -> canonical name."""
    counts: dict[str, Count]
    talks: list[Talk]
    talk_of: dict[str, str]
    themes: list[Theme]
    theme_of: dict[str, str]
    registry: Registry


def build_world(parts: Parts, settings: Settings, known_ids: dict[Key, str]) -> World:
    """Resolve names, join talks, find themes."""
    registry = Registry(known_ids)
    entities, ids = resolve_names(_names(parts).values(), registry, settings.resolve.same_name)
    talks = join(_tellings(parts, ids), registry, settings.resolve.same_title)
    entry_ids, terms = _terms(parts)
    themes = find_themes(entry_ids, terms, settings.themes, registry)
    return World(
        entities=entities,
        ids=ids,
        name_of={entity.entity_id: entity.name for entity in entities},
        counts=_counts(parts, ids),
        talks=talks,
        talk_of={entry: talk.talk_id for talk in talks for entry in talk.entry_ids},
        themes=themes,
        theme_of={entry: theme.theme_id for theme in themes for entry in theme.main},
        registry=registry,
    )


# --- what the corpus-wide steps are given ----------------------------------------------------------------------------------------------


def _names(parts: Parts) -> dict[Key, Name]:
    """The distinct names of mentions and bylines."""
    names: dict[Key, Name] = {}

    def add(label: Label, name: str, surface: str, count: int) -> None:
        item = names.setdefault((label, name), Name(label, name))
        item.n_mentions += count
        item.surfaces.add(surface)

    for table in parts.each("mentions"):
        grouped = table.group_by(["label", "name", "surface"]).aggregate([("start", "count")])
        for row in grouped.to_pylist():
            add(row["label"], row["name"], row["surface"], row["start_count"])
    for table in parts.each("speakers"):
        for name, company in zip(table["name"].to_pylist(), table["company"].to_pylist(), strict=True):
            add("person", name, name, 0)
            if company:
                add("company", company, company, 0)
    return names


def _tellings(parts: Parts, ids: dict[Key, str]) -> list[Telling]:
    """One per entry, sorted by entry id within its post's shard."""
    tellings: list[Telling] = []
    for posts, entries, speakers, links in zip(*(parts.each(name) for name in ("posts", "entries", "speakers", "links")), strict=True):
        events = {row["post_id"]: row for row in posts.select(["post_id", "event_name", "event_year"]).to_pylist()}
        people: dict[str, list[str]] = defaultdict(list)
        for entry, name in zip(speakers["entry_id"].to_pylist(), speakers["name"].to_pylist(), strict=True):
            people[entry].append(ids["person", name])
        media = _first_links(links)
        for row in entries.select(["entry_id", "post_id", "title", "kind"]).to_pylist():
            event, entry = events[row["post_id"]], row["entry_id"]
            own = tuple(sorted(set(people[entry])))
            tellings.append(
                Telling(
                    entry,
                    row["post_id"],
                    row["title"],
                    row["kind"],
                    event["event_name"],
                    event["event_year"],
                    own,
                    *media.get(entry, (None, None)),
                )
            )
    return sorted(tellings, key=lambda telling: telling.entry_id)


def _first_links(links: pa.Table) -> dict[str, tuple[str | None, str | None]]:
    """Per entry its first video and its first slides."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in links.select(["entry_id", "kind", "canonical_url"]).to_pylist():
        if row["entry_id"] and row["kind"] in {"video", "slides"}:
            found[row["entry_id"]].setdefault(row["kind"], row["canonical_url"])
    return {entry: (kinds.get("video"), kinds.get("slides")) for entry, kinds in found.items()}


def _terms(parts: Parts) -> tuple[list[str], list[list[str]]]:
    """Entries and their terms, sorted by id."""
    rows: list[tuple[str, list[str]]] = []
    one: dict[str, str] = {}  # each distinct term once in memory, however many entries hold it
    for table in parts.each("entries"):
        terms = ([one.setdefault(term, term) for term in row] for row in table["terms"].to_pylist())
        rows += zip(table["entry_id"].to_pylist(), terms, strict=True)
    rows.sort(key=lambda row: row[0])
    return [entry for entry, _ in rows], [terms for _, terms in rows]


def _counts(parts: Parts, ids: dict[Key, str]) -> dict[str, Count]:
    counts: dict[str, Count] = defaultdict(Count)
    for mentions, speakers in zip(parts.each("mentions"), parts.each("speakers"), strict=True):
        seen_in: dict[str, set[str]] = defaultdict(set)
        seen_entries: dict[str, set[str]] = defaultdict(set)

        def see(
            entity: str,
            post: str,
            entry: str | None,
            seen_in: dict[str, set[str]] = seen_in,
            seen_entries: dict[str, set[str]] = seen_entries,
        ) -> None:
            seen_in[entity].add(post)
            if entry:
                seen_entries[entity].add(entry)

        for row in mentions.select(["label", "name", "post_id", "entry_id"]).to_pylist():
            entity = ids[row["label"], row["name"]]
            counts[entity].n_mentions += 1
            see(entity, row["post_id"], row["entry_id"])
        for row in speakers.select(["name", "company", "post_id", "entry_id"]).to_pylist():
            person = ids["person", row["name"]]
            see(person, row["post_id"], row["entry_id"])
            if row["company"]:
                company = ids["company", row["company"]]
                counts[person].companies.add(company)
                see(company, row["post_id"], row["entry_id"])
        for entity, posts in seen_in.items():
            counts[entity].n_posts += len(posts)
            counts[entity].n_entries += len(seen_entries[entity])
    return dict(counts)


# --- the tables ----------------------------------------------------------------------------------------------------------------------


def tables(parts: Parts, world: World, rejects: pa.Table) -> Iterator[tuple[str, Iterator[pa.Table]]]:
    """Every table of the contract with its rows, sorted by key."""
    yield "posts", parts.each("posts")
    yield "entries", (_with_ids(table, world) for table in parts.each("entries"))
    yield "speakers", (_speakers(table, world) for table in parts.each("speakers"))
    yield "mentions", (_mentions(table, world) for table in parts.each("mentions"))
    yield "links", parts.each("links")
    yield "people", _rows("people", [_person(entity, world) for entity in world.entities if entity.label == "person"])
    yield "companies", _rows("companies", [_company(entity, world) for entity in world.entities if entity.label == "company"])
    yield "tools", _rows("tools", [_tool(entity, world) for entity in world.entities if entity.label == "tool"])
    yield "talks", _rows("talks", [_talk(talk) for talk in world.talks])
    yield "themes", _rows("themes", [_theme(theme) for theme in world.themes])
    yield "entry_themes", _rows("entry_themes", _memberships(world.themes))
    yield "rejects", iter([rejects])


def ids_table(world: World) -> pa.Table:
    """The id registry that the next run is given."""
    rows = world.registry.rows()
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return pa.Table.from_arrays([pa.array(column, pa.string()) for column in columns], schema=_IDS_SCHEMA)


def _rows(name: str, rows: Sequence[dict[str, Any]]) -> Iterator[pa.Table]:
    yield pa.Table.from_pylist(list(rows), schema=TABLES[name].schema)


def _with_ids(table: pa.Table, world: World) -> pa.Table:
    entries = table["entry_id"].to_pylist()
    talks = pa.array([world.talk_of[entry] for entry in entries], pa.string())
    themes = pa.array([world.theme_of.get(entry) for entry in entries], pa.string())
    return table.drop_columns(["terms"]).append_column("talk_id", talks).append_column("theme_id", themes)


def _speakers(table: pa.Table, world: World) -> pa.Table:
    people = pa.array([world.ids["person", name] for name in table["name"].to_pylist()], pa.string())
    companies = pa.array([world.ids["company", name] if name else None for name in table["company"].to_pylist()], pa.string())
    return table.append_column("person_id", people).append_column("company_id", companies)


def _mentions(table: pa.Table, world: World) -> pa.Table:
    ids = [world.ids[label, name] for label, name in zip(table["label"].to_pylist(), table["name"].to_pylist(), strict=True)]
    canonical = pa.array([world.name_of[entity] for entity in ids], pa.string())
    at = table.schema.get_field_index("name")
    return table.set_column(at, "name", canonical).append_column("entity_id", pa.array(ids, pa.string()))


def _counted(entity: Entity, world: World) -> dict[str, Any]:
    count = world.counts.get(entity.entity_id, Count())
    return {
        "name": entity.name,
        "aliases": list(entity.aliases),
        "n_mentions": count.n_mentions,
        "n_entries": count.n_entries,
        "n_posts": count.n_posts,
    }


def _person(entity: Entity, world: World) -> dict[str, Any]:
    companies = world.counts[entity.entity_id].companies if entity.entity_id in world.counts else set()
    return {"person_id": entity.entity_id, "companies": sorted(companies), **_counted(entity, world)}


def _company(entity: Entity, world: World) -> dict[str, Any]:
    known = entity.known
    return {
        "company_id": entity.entity_id,
        "kind": known.category if known else "other",
        "homepage": known and known.homepage,
        **_counted(entity, world),
    }


def _tool(entity: Entity, world: World) -> dict[str, Any]:
    known = entity.known
    described = {"category": known and known.category, "homepage": known and known.homepage, "repo_url": known and known.repo_url}
    return {"tool_id": entity.entity_id, "known": known is not None, **described, **_counted(entity, world)}


def _talk(talk: Talk) -> dict[str, Any]:
    return {name: getattr(talk, name) for name in TABLES["talks"].schema.names}


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "theme_id": theme.theme_id,
        "label": theme.label,
        "terms": [{"term": term, "weight": weight} for term, weight in theme.terms],
        "n_entries": len(theme.main),
        "example_entry_ids": list(theme.main[:_EXAMPLES]),
    }


def _memberships(themes: Sequence[Theme]) -> list[dict[str, Any]]:
    rows = [{"entry_id": entry, "theme_id": theme.theme_id, "weight": weight} for theme in themes for entry, weight in theme.members]
    return sorted(rows, key=lambda row: (row["entry_id"], row["theme_id"]))


def reject_counts(rejects: pa.Table) -> dict[str, int]:
    """Rejects by reason."""
    return dict(sorted(Counter(rejects["reason"].to_pylist()).items()))
