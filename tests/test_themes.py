"""Themes: what terms an entry gives, and what groups are made of them."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from drafts import entries, parsed

from pipeline.config import ThemeSettings
from pipeline.extract import extract, nlp
from pipeline.registry import Registry
from pipeline.themes import Theme, count_for, find_themes, terms_of

SETTINGS = ThemeSettings()
SUBJECTS = {
    "a": "Prometheus Grafana metrics alerts dashboards latency histograms".split(),
    "b": "PostgreSQL replication backups vacuum indexes planner rows".split(),
    "c": "Rust borrow lifetimes compiler crates ownership traits".split(),
    "d": "hiring mentors managers careers promotion interviews salaries".split(),
}
NOISE = "harbour gulls herring ferry rain umbrella bread coffee bicycle bridge lantern pier rope anchor".split()

Corpus = dict[str, tuple[str, ...]]


def corpus(seed: int = 0, per_subject: int = 10) -> Corpus:
    """Entries of four subjects, each with most of its subject's words and a few of no subject."""
    rng = random.Random(seed)
    return {
        f"{subject}{number:03}": (*rng.sample(words, 5), *rng.choices(words, k=3), *rng.sample(NOISE, 2))
        for subject, words in SUBJECTS.items()
        for number in range(per_subject)
    }


def themes(made: Corpus, known: dict[tuple[str, str], str] | None = None, settings: ThemeSettings = SETTINGS) -> list[Theme]:
    ids = sorted(made)
    return find_themes(ids, [made[entry_id] for entry_id in ids], settings, Registry(known))


def subjects(theme: Theme) -> set[str]:
    return {entry_id[0] for entry_id in theme.main}


# --- terms -------------------------------------------------------------------------------------------------------------------------------


def terms(text: str) -> tuple[str, ...]:
    post = parsed(f"# Recap\n\nOutside we met Zebras.\n\n## Queues Without Tears\n\n{text}")
    record = extract(post, entries(post, "Queues"), nlp.builtin(statistical=False))
    return terms_of(post, record.entries[0], record.mentions)


def test_tools_keep_their_canonical_spelling() -> None:
    found = terms("They moved from postgres and Postgres to something else, with kubectl and Kafka.")
    assert found.count("PostgreSQL") == 2
    assert "Apache Kafka" in found
    assert not {"postgres", "kafka"} & set(found)


def test_people_and_companies_are_left_out() -> None:
    found = terms("Laura Holt from Red Hat talked about replication. We liked how Laura did it, and how Holt smiled.")
    assert "replication" in found
    assert not {"laura", "holt", "red", "hat", "Laura Holt", "Red Hat"} & set(found)


def test_words_without_stop_words_in_lower_case_and_as_often_as_they_stand() -> None:
    found = terms("The Replication of this talk is replication, and the speakers said so in 2023.")
    assert found.count("replication") == 2
    assert not {"the", "of", "talk", "speakers", "said", "2023", "so"} & set(found)


def test_the_title_counts_and_the_rest_of_the_post_does_not() -> None:
    found = terms("They replicate.")
    assert "queues" in found
    assert "zebras" not in found


# --- themes ------------------------------------------------------------------------------------------------------------------------------


def test_every_subject_is_found() -> None:
    found = themes(corpus())
    assert {frozenset(subjects(theme)) for theme in found} == {frozenset(subject) for subject in SUBJECTS}
    for theme in found:
        (subject,) = subjects(theme)
        assert {term for term, _ in theme.terms[:5]} <= set(SUBJECTS[subject])


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_construction_does_not_matter(seed: int) -> None:
    made = corpus()
    shuffled = list(made.items())
    random.Random(seed).shuffle(shuffled)
    rng = random.Random(seed)
    again = {entry_id: tuple(rng.sample(list(words), len(words))) for entry_id, words in shuffled}
    assert themes(again) == themes(made)


def test_the_same_twice() -> None:
    assert themes(corpus()) == themes(corpus())


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"a000": ("Kafka", "queues")},
        {f"a{number}": ("Kafka", "queues") for number in range(2 * SETTINGS.min_entries - 1)},
        {f"a{number}": (f"word{number}", f"other{number}") for number in range(30)},
        {f"a{number}": () for number in range(30)},
        {f"a{number}": ("Kafka",) for number in range(30)},
    ],
    ids=["nothing", "one entry", "one too few", "nothing shared", "no terms", "one term everywhere"],
)
def test_a_corpus_without_themes(made: Corpus) -> None:
    assert themes(made) == []


def test_labels_are_three_terms() -> None:
    for theme in themes(corpus()):
        assert theme.label == " · ".join(term for term, _ in theme.terms[:3])
        assert theme.theme_id.startswith("theme:")


def test_tools_keep_their_spelling_in_labels() -> None:
    words = {term for theme in themes(corpus()) for term, _ in theme.terms}
    assert {"PostgreSQL", "Prometheus", "Grafana", "Rust"} <= words
    assert "postgresql" not in words


def test_weights_are_shares() -> None:
    found = themes(corpus())
    assert found
    for theme in found:
        weights = [weight for _, weight in theme.terms]
        assert all(0 <= weight <= 1 for weight in weights)
        assert all(a >= b for a, b in pairwise(weights))
        assert sum(weights) == pytest.approx(1, abs=0.01)
        assert all(SETTINGS.min_weight <= weight <= 1 for _, weight in theme.members)
    totals: dict[str, float] = {}
    for theme in found:
        for entry_id, weight in theme.members:
            totals[entry_id] = totals.get(entry_id, 0) + weight
    assert all(total <= 1.001 for total in totals.values())


def test_members_are_sorted_and_hold_the_main_ones() -> None:
    found = themes(corpus())
    for theme in found:
        ids = [entry_id for entry_id, _ in theme.members]
        assert ids == sorted(ids)
        assert set(theme.main) <= set(ids)
        weights = [dict(theme.members)[entry_id] for entry_id in theme.main]
        assert weights == sorted(weights, reverse=True)
        assert len(theme.main) >= SETTINGS.min_entries
    mains = [entry_id for theme in found for entry_id in theme.main]
    assert len(mains) == len(set(mains))


def test_themes_are_sorted_by_id_and_no_id_twice() -> None:
    ids = [theme.theme_id for theme in themes(corpus())]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(("n_entries", "count"), [(0, 1), (8, 2), (50, 5), (200, 10), (5_000, 40), (1_000_000, 40)])
def test_how_many(n_entries: int, count: int) -> None:
    assert count_for(n_entries, SETTINGS) == count


# --- ids ---------------------------------------------------------------------------------------------------------------------------------


def test_an_id_stays_while_most_terms_stay() -> None:
    registry = Registry()
    made = corpus()
    ids = sorted(made)
    before = find_themes(ids, [made[entry_id] for entry_id in ids], SETTINGS, registry)
    known = {(label, form): value for label, form, value in registry.rows()}
    after = themes(made | corpus(seed=1, per_subject=12), known)
    assert {min(subjects(theme)): theme.theme_id for theme in after} == {min(subjects(theme)): theme.theme_id for theme in before}


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["Kafka", "queues", "brokers", "topics"], "theme:kafka-queues"),
        (["brokers", "queues", "pubsub", "Kafka"], "theme:kafka-queues"),
        (["queues", "Kafka", "brokers", "gulls"], "theme:kafka-queues"),
        (["Rust", "crates", "traits", "lifetimes"], "theme:rust-crates"),
    ],
)
def test_the_id_that_most_terms_had_before(forms: list[str], expected: str) -> None:
    registry = Registry()
    registry.assign("theme", ["Kafka", "queues", "brokers", "topics"], "Kafka queues")
    known = {(label, form): value for label, form, value in registry.rows()}
    assert Registry(known).assign("theme", forms, " ".join(forms[:2])) == expected


def test_a_theme_that_shares_a_single_term_with_a_former_one_is_another() -> None:
    former = dict.fromkeys(
        (("theme", term) for term in ("Prometheus", "gulls", "herring", "ferry", "rain", "bread")), "theme:gulls-herring"
    )
    assert "theme:gulls-herring" not in {theme.theme_id for theme in themes(corpus(), former)}


def test_of_two_themes_that_claim_one_id_the_first_keeps_it() -> None:
    known = {("theme", "Kafka"): "theme:kafka", ("theme", "queues"): "theme:kafka"}
    registry = Registry(known)
    assert registry.assign("theme", ["queues", "brokers"], "queues brokers") == "theme:kafka"
    assert registry.assign("theme", ["Kafka", "topics"], "Kafka topics") == "theme:kafka-topics"


def test_a_new_theme_never_takes_the_id_of_a_former_one() -> None:
    registry = Registry({("theme", "former"): "theme:kafka"})
    assert registry.assign("theme", ["Kafka"], "Kafka") == "theme:kafka-2"
