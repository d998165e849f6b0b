"""Tellings to talks: the same session told by several posts, and near misses."""

from __future__ import annotations

import pytest

from pipeline.registry import Registry
from pipeline.resolve.talks import Telling, join

THRESHOLD = 88.0


def telling(
    number: int,
    title: str,
    *people: str,
    event: str | None = "Harbour Summit",
    year: int = 2023,
    kind: str = "talk",
    video: str | None = None,
) -> Telling:
    return Telling(f"post{number}-x", f"post{number}", title, kind, event, year, people, video, None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            telling(1, "Postgres on Kubernetes – three years of lessons", "p:a"),
            telling(2, "Postgres on Kubernetes: Three Years of Lessons", "p:a"),
        ),
        (telling(1, "Postgres on Kubernetes, three years of lessons"), telling(2, "Postgres on Kubernetes: Three Years of Lessons", "p:a")),
        (telling(1, "Tracing in anger at scale", "p:a"), telling(2, "Tracing in anger, at scale", "p:a", "p:b")),
    ],
)
def test_same_session(first: Telling, second: Telling) -> None:
    (talk,) = join([first, second], Registry(), THRESHOLD)
    assert (talk.n_posts, talk.entry_ids) == (2, ("post1-x", "post2-x"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (telling(1, "Tracing in anger, part 1", "p:a"), telling(2, "Tracing in anger, part 2", "p:a")),
        (telling(1, "Tracing in anger at scale", "p:a"), telling(2, "Tracing in anger at scale", "p:a", year=2024)),
        (telling(1, "Tracing in anger at scale", "p:a"), telling(2, "Tracing in anger at scale", "p:a", event="Other Summit")),
        (telling(1, "Tracing in anger at scale", "p:a"), telling(2, "Tracing in anger at scale", "p:a", kind="lightning")),
        (telling(1, "Tracing in anger at scale", "p:a"), telling(2, "Tracing in anger at scale", "p:b")),
        (telling(1, "Lightning talks"), telling(2, "Lightning talks")),
        (telling(1, "Tracing in anger at scale", event=None), telling(2, "Tracing in anger at scale", event=None)),
    ],
)
def test_two_sessions(first: Telling, second: Telling) -> None:
    assert len(join([first, second], Registry(), THRESHOLD)) == 2


def test_a_recording_seen_once_serves_the_talk() -> None:
    tellings = [telling(1, "Tracing in anger at scale", "p:a"), telling(2, "Tracing in anger at scale", "p:a", video="https://v.example/1")]
    (talk,) = join(tellings, Registry(), THRESHOLD)
    assert talk.video_url == "https://v.example/1"


def test_ids_stay_when_a_post_is_added() -> None:
    registry = Registry()
    (before,) = join([telling(1, "Tracing in anger at scale", "p:a")], registry, THRESHOLD)
    known = {(label, form): value for label, form, value in registry.rows()}
    (after,) = join(
        [telling(0, "Tracing in Anger at Scale!", "p:a"), telling(1, "Tracing in anger at scale", "p:a")], Registry(known), THRESHOLD
    )
    assert after.talk_id == before.talk_id
