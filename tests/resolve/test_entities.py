"""Names to entities: what is joined, what is kept apart, and ids that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.registry import Registry

if TYPE_CHECKING:
    from pipeline.model import Label
from pipeline.resolve.entities import Name, candidate_pairs, resolve_names, similarity

THRESHOLD = 92.0


def ids(label: Label, *names: str, known: dict[tuple[str, str], str] | None = None) -> list[str]:
    _, found = resolve_names([Name(label, name, 1) for name in names], Registry(known), THRESHOLD)
    return [found[label, name] for name in names]


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ("person", "Lucas Käldström", "Lucas Kaldstrom"),
        ("person", "Kelsey Hightower", "Kelsey Hightwoer"),
        ("person", "Holt Laura", "Laura Holt"),
        ("company", "Norrvik Data Inc.", "Norrvik Data"),
        ("company", "Norrvik Data GmbH", "norrvik data"),
        ("tool", "k8s", "Kubernetes"),
        ("tool", "Open Tracing", "OpenTracing"),
        ("company", "Amazon Web Services", "AWS"),
    ],
)
def test_one_thing(label: Label, first: str, second: str) -> None:
    a, b = ids(label, first, second)
    assert a == b


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ("person", "Dan Kohn", "Dan Cohn"),
        ("person", "Laura Holt", "Lara Bolt"),
        ("person", "Chen Goldberg", "Chan Goldman"),
        ("company", "Red Hat", "Red Hook"),
        ("tool", "Flux", "Fluxion"),
        ("tool", "Jenkins", "Jenkins X"),
        ("tool", "Git", "GitHub"),
        ("tool", "GitHub", "GitLab"),
        ("tool", "Kafka", "Kafka Streams"),
    ],
)
def test_two_things(label: Label, first: str, second: str) -> None:
    a, b = ids(label, first, second)
    assert a != b


def test_pairs_need_a_common_key() -> None:
    names = [Name("person", name, 1) for name in ("Laura Holt", "Laura Hold", "David Brandt")]
    assert candidate_pairs(names) == [(0, 1)]


def test_similarity_is_symmetric() -> None:
    pairs = [("person", "Laura Holt", "Laura Hold"), ("company", "Norrvik Data", "Norrvik Dota"), ("tool", "Fjordbase", "FjordBase")]
    for label, a, b in pairs:
        assert similarity(label, a, b) == similarity(label, b, a)  # type: ignore[arg-type]


def test_the_more_mentioned_thing_gets_the_plain_id() -> None:
    entities, _ = resolve_names([Name("person", "Laura Holt", 1), Name("person", "Laura Holt!", 3)], Registry(), THRESHOLD)
    assert [(entity.entity_id, entity.name) for entity in entities] == [("person:laura-holt", "Laura Holt!")]


def test_ids_of_the_registry_stay_though_the_name_changes() -> None:
    known = {("person", "Laura Holt"): "person:laura-holt"}
    _, found = resolve_names([Name("person", "Laura Holt", 1), Name("person", "Laura Hölt", 5)], Registry(known), THRESHOLD)
    assert set(found.values()) == {"person:laura-holt"}


def test_a_new_thing_never_takes_a_reserved_id() -> None:
    registry = Registry({("tool", "Fjordbase 1"): "tool:fjordbase"})
    assert registry.assign("tool", ["Fjordbase"], "Fjordbase") == "tool:fjordbase-2"
    assert ("tool", "Fjordbase 1", "tool:fjordbase") in registry.rows()


def test_things_that_share_a_form_keep_their_ids_on_the_next_run() -> None:
    first, second = ["cloud", "team", "cluster"], ["cloud", "team", "metric"]
    before = Registry()
    ids_before = [before.assign("theme", forms, forms[2]) for forms in (first, second)]
    after = Registry({(label, form): value for label, form, value in before.rows()})
    assert [after.assign("theme", forms, "renamed") for forms in (first, second)] == ids_before
