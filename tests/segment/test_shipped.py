"""The shipped model on posts whose layout leaves no doubt. What it does with doubtful ones is for `make eval` to say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drafts import body, parsed

from pipeline.segment import segment, shipped

DAYS = """
# Gannet Conf 2023: my notes

I spent two days at Gannet Conf, and these are the talks that I went to.

## Day 1

### Queues Without Tears

*Laura Holt, Norrvik*

Laura took a queue apart on stage and put it together with one part fewer. The talk was both useful and very funny.

### A Cache Is a Promise

*David Brandt, Ostwind*

David counted the ways in which a cache can lie. There were nine, and each of them was named after a politician of his city.

## Day 2

### Restoring What You Never Backed Up

*Miriam Sand and Peter Lund, Fjordbase*

A sad story, told by the two who had to clean up. The speakers showed what was left of their PostgreSQL cluster, which was not much.

### Five Kinds of Pager

*Anna Berg, Norrvik*

Anna presented a taxonomy of pagers, from the polite to the hostile. The session ended with a demo of all five, at once.
"""

TAKEAWAYS = """
# Four takeaways from Gannet Conf 2023

Two days, thirty sessions, and far too much coffee: this is what stays.

## 1. Queues are back

Every second slide had one. The vendors call them streams now, but a queue is a queue, and people are not ashamed of it any more.

## 2. Nobody trusts caches

And they are right. I heard the word invalidation more often than the word cloud, and there was always a sigh behind it.

## 3. Backups are culture

Not software, culture: that was said by four people who had never met each other before the conference.

## 4. Pagers are for everyone

Teams that build a thing carry its pager. It took us ten years to say so without a shouting match afterwards.
"""

RELEASE = """
# Version 4.2 of our queue is out

This release makes the queue faster and smaller.

## Upgrading

Stop the daemon, replace the binary, start the daemon.

## Fixed bugs

The daemon does not eat all memory any more. Messages longer than a megabyte are refused with a proper error.
"""


def test_headings_with_bylines_under_days() -> None:
    post = parsed(DAYS)
    found = segment(post, shipped(), min_recap_score=0.5)
    assert [(entry.title, entry.section, entry.kind) for entry in found] == [
        ("Queues Without Tears", "Day 1", "talk"),
        ("A Cache Is a Promise", "Day 1", "talk"),
        ("Restoring What You Never Backed Up", "Day 2", "talk"),
        ("Five Kinds of Pager", "Day 2", "talk"),
    ]
    assert [[post.text[slice(*span)] for span in entry.bylines] for entry in found] == [
        ["Laura Holt, Norrvik"],
        ["David Brandt, Ostwind"],
        ["Miriam Sand and Peter Lund, Fjordbase"],
        ["Anna Berg, Norrvik"],
    ]
    assert body(post, found[0]).startswith("Laura took")
    assert body(post, found[1]).endswith("of his city.")


def test_numbered_takeaways() -> None:
    found = segment(parsed(TAKEAWAYS), shipped(), min_recap_score=0.5)
    assert [(entry.title, entry.section, entry.kind) for entry in found] == [
        ("Queues are back", None, "topic"),
        ("Nobody trusts caches", None, "topic"),
        ("Backups are culture", None, "topic"),
        ("Pagers are for everyone", None, "topic"),
    ]


def test_a_post_about_anything_else_has_no_entries() -> None:
    post = parsed(RELEASE)
    assert post.recap_score < 0.5
    assert segment(post, shipped(), min_recap_score=0.5) == ()


@pytest.mark.parametrize("draft", [DAYS, TAKEAWAYS])
def test_below_the_score_there_are_none_however_clear_the_layout(draft: str) -> None:
    post = replace(parsed(draft), recap_score=0.49)
    assert segment(post, shipped(), min_recap_score=0.5) == ()
    assert segment(post, shipped(), min_recap_score=0.49)


def test_the_model_is_read_once_and_says_the_same_twice() -> None:
    assert shipped() is shipped()
    post = parsed(DAYS)
    assert segment(post, shipped(), min_recap_score=0.5) == segment(post, shipped(), min_recap_score=0.5)


def test_confidences_are_shares() -> None:
    assert all(0 < entry.confidence <= 1 for entry in segment(parsed(DAYS), shipped(), min_recap_score=0.5))
