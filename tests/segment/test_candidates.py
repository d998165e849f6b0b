"""One small post per layout: among the cuts that are proposed there is one with exactly the right starts.

Which of the cuts is chosen is the learned score's business, and no part of these tests.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from drafts import cuts, parsed, starts_at

from pipeline.segment.candidates import NOTHING, candidates
from pipeline.segment.cues import cues_of


class Draft(NamedTuple):
    """A post and the first words of the blocks at which its entries begin."""

    text: str
    starts: tuple[str, ...]
    suffix: str = ".md"


LAYOUTS = {
    "headings with a dash byline": Draft(
        """
        # Notes from Gannet Conf

        Three talks that I still think about.

        ## Queues Without Tears - Laura Holt, Norrvik

        Laura took a queue apart on stage and put it together with one part fewer.

        ## A Cache Is a Promise - David Brandt, Ostwind

        David counted the ways in which a cache can lie.

        ## Restoring What You Never Backed Up - Miriam Sand & Peter Lund, Fjordbase

        A sad story, told by the two who had to clean up.

        ## Travel

        The train was late.
        """,
        ("Queues Without", "A Cache", "Restoring What"),
    ),
    "headings with an italic byline below": Draft(
        """
        # Notes from Gannet Conf

        ## Queues Without Tears

        *Laura Holt, Norrvik*

        She took a queue apart on stage and put it together with one part fewer.

        ## A Cache Is a Promise

        *David Brandt, Ostwind*

        He counted the ways in which a cache can lie.

        ## The harbour

        We ate herring and looked at boats until it was dark.
        """,
        ("Queues Without", "A Cache"),
    ),
    "headings with a byline in brackets below": Draft(
        """
        # Notes from Gannet Conf

        ### Queues Without Tears

        (Laura Holt, Norrvik)

        She took a queue apart on stage and put it together with one part fewer.

        ### A Cache Is a Promise

        (David Brandt and Miriam Sand, Ostwind)

        They counted the ways in which a cache can lie.

        ### Getting home

        The train was late, and nobody minded.
        """,
        ("Queues Without", "A Cache"),
    ),
    "headings with a labelled byline below": Draft(
        """
        # Notes from Gannet Conf

        ## Queues Without Tears

        Speaker: Laura Holt

        She took a queue apart on stage and put it together with one part fewer.

        ## A Cache Is a Promise

        Speakers: David Brandt, Miriam Sand

        They counted the ways in which a cache can lie.

        ## Getting home

        The train was late, and nobody minded.
        """,
        ("Queues Without", "A Cache"),
    ),
    "bold lines as headings": Draft(
        """
        # Notes from Gannet Conf

        I wrote this on the train.

        **Queues Without Tears**

        A queue was taken apart on stage and put together with one part fewer.

        **A Cache Is a Promise**

        The ways in which a cache can lie were counted, and there were nine.

        **Restoring What You Never Backed Up**

        A sad story, told well.
        """,
        ("Queues Without", "A Cache", "Restoring What"),
    ),
    "list items with byline and links": Draft(
        """
        # The recordings of Gannet Conf

        Here are the ones I liked most.

        - Queues Without Tears - Laura Holt, Norrvik ([video](https://youtube.com/watch?v=aaa))
        - A Cache Is a Promise - David Brandt, Ostwind ([video](https://youtube.com/watch?v=bbb))
        - Restoring What You Never Backed Up - Miriam Sand, Fjordbase ([video](https://youtube.com/watch?v=ccc))

        See you next year!
        """,
        ("Queues Without", "A Cache", "Restoring What"),
    ),
    "nested bullets as bodies": Draft(
        """
        # Notes from Gannet Conf

        - **Queues Without Tears** by Laura Holt
            - a queue has two ends
            - one of them is always the wrong one
        - **A Cache Is a Promise** by David Brandt
            - nine ways to lie
            - none of them is a bug
        """,
        ("Queues Without", "A Cache"),
    ),
    "numbered list with paragraphs between": Draft(
        """
        # Notes from Gannet Conf

        1. Queues Without Tears

        Somebody took a queue apart on stage and put it together with one part fewer, which was both useful and very funny.

        2. A Cache Is a Promise

        The speaker counted the ways in which a cache can lie, and gave each of them the name of a politician of her city.

        3. Restoring What You Never Backed Up

        A sad story, and the longest applause of the day, because everybody in the room had lived through something like it.
        """,
        ("Queues Without", "A Cache", "Restoring What"),
    ),
    "table with speakers and videos": Draft(
        """
        # The recordings of Gannet Conf

        All of them, in the order of the programme.

        | Title | Speaker | Video |
        |-------|---------|-------|
        | Queues Without Tears | Laura Holt | [Watch](https://youtube.com/watch?v=aaa) |
        | A Cache Is a Promise | David Brandt | [Watch](https://youtube.com/watch?v=bbb) |
        | Restoring What You Never Backed Up | Miriam Sand | [Watch](https://youtube.com/watch?v=ccc) |
        """,
        ("Queues Without", "A Cache", "Restoring What"),
    ),
    "paragraphs that open with a quoted title": Draft(
        """
        # Notes from Gannet Conf

        I went to Gannet Conf for the first time, and here is what I heard.

        “Queues Without Tears” by Laura Holt took a queue apart and put it together with one part fewer.

        “A Cache Is a Promise” by David Brandt counted the ways in which a cache can lie.

        All in all I would go again.
        """,
        ("“Queues Without", "“A Cache"),
    ),
    "paragraphs that open with a bold title": Draft(
        """
        # Notes from Gannet Conf

        I went to Gannet Conf for the first time, and here is what I heard.

        **Queues Without Tears** by Laura Holt: a queue was taken apart and put together with one part fewer.

        **A Cache Is a Promise** by David Brandt: the ways in which a cache can lie were counted.

        All in all I would go again.
        """,
        ("Queues Without", "A Cache"),
    ),
    "paragraphs that open with an italic title": Draft(
        """
        # Notes from Gannet Conf

        I went to Gannet Conf for the first time, and here is what I heard.

        *Queues Without Tears* by Laura Holt was the talk in which a queue was taken apart.

        *A Cache Is a Promise* by David Brandt was the one that counted the ways in which a cache can lie.

        All in all I would go again.
        """,
        ("Queues Without", "A Cache"),
    ),
    "paragraphs that open with a linked title": Draft(
        """
        # Notes from Gannet Conf

        I went to Gannet Conf for the first time, and here is what I heard.

        [Queues Without Tears](https://gannet.example/talks/1) by Laura Holt took a queue apart on stage.

        [A Cache Is a Promise](https://gannet.example/talks/2) by David Brandt counted the ways in which a cache can lie.

        All in all I would go again.
        """,
        ("Queues Without", "A Cache"),
    ),
    "paragraphs that speak of a talk by its title": Draft(
        """
        # Notes from Gannet Conf

        I had not been to Gannet Conf since it moved to the harbour, and I had missed the gulls.

        The first morning began with a talk called “Queues Without Tears”, in which Laura Holt took a queue apart and put it together.

        Right after it *A Cache Is a Promise* was the session to go to: David Brandt counted the ways in which a cache can lie.

        There was herring for lunch, and more herring after that, and we were glad of the bread that came with it.
        """,
        ("The first morning", "Right after"),
    ),
    "paragraphs that name a title without saying what it is": Draft(
        """
        # Notes from Gannet Conf

        I had not been to Gannet Conf since it moved to the harbour, and I had missed the gulls.

        The first morning began with “Queues Without Tears”, in which Laura Holt took a queue apart and put it together.

        I then squeezed into *A Cache Is a Promise* by David Brandt, who counted the ways in which a cache can lie.

        There was herring for lunch, and more herring after that, and we were glad of the bread that came with it.
        """,
        ("The first morning", "I then squeezed"),
    ),
    "numbered takeaways": Draft(
        """
        # Three takeaways from Gannet Conf

        I was there for the first time.

        ## 1. Queues are back

        Every second slide had one.

        ### In databases, too

        Even there.

        ## 2. Nobody trusts caches

        And they are right.

        ## 3. Backups are culture

        So they said.

        ## Final words

        See you there.
        """,
        ("1. Queues", "2. Nobody", "3. Backups"),
    ),
    "a list of titles first, then the same as headings": Draft(
        """
        # Notes from Gannet Conf

        What is in this post:

        - Queues Without Tears
        - A Cache Is a Promise

        ## Queues Without Tears

        A queue was taken apart on stage and put together with one part fewer.

        ## A Cache Is a Promise

        The ways in which a cache can lie were counted.
        """,
        ("# Queues Without", "# A Cache"),
    ),
    "days at a level of their own": Draft(
        """
        # Notes from Gannet Conf

        ## Day 1

        ### Queues Without Tears

        A queue was taken apart on stage.

        ### A Cache Is a Promise

        The ways in which a cache can lie were counted.

        ## Day 2

        ### Restoring What You Never Backed Up

        A sad story, told well.
        """,
        ("Queues Without", "A Cache", "Restoring What"),
    ),
    "days at the level of the sessions": Draft(
        """
        Notes from Gannet Conf

        I went there for the first time, with two colleagues and a great many questions about queues.

        Day 1

        Queues Without Tears

        Somebody took a queue apart on stage and put it together with one part fewer, which was both useful and very funny.

        A Cache Is a Promise

        The speaker counted the ways in which a cache can lie, and gave each of them the name of a politician of her city.

        Day 2

        Restoring What You Never Backed Up

        A sad story, and the longest applause of the day, because everybody in the room had lived through something like it.
        """,
        ("Queues Without", "A Cache", "Restoring What"),
        ".txt",
    ),
    "a block of keynotes among talks": Draft(
        """
        # Notes from Gannet Conf

        ## Morning keynotes

        Laura Holt of Norrvik opened the day with a queue. Then David Brandt (Ostwind) talked about caches, and Miriam Sand closed.

        ## A Cache Is a Promise - David Brandt, Ostwind

        The ways in which a cache can lie were counted.

        ## Restoring What You Never Backed Up - Peter Lund, Fjordbase

        A sad story, told well.
        """,
        ("Morning keynotes", "A Cache", "Restoring What"),
    ),
    "lightning talks under their label": Draft(
        """
        # Notes from Gannet Conf

        ## Lightning talks

        ### Five Minutes of DNS - Laura Holt

        It was always going to be DNS.

        ### My Cat Runs a Cluster - David Brandt

        She does it well.

        ## Drinks

        There were some.
        """,
        ("Five Minutes", "My Cat"),
    ),
    "a panel between talks": Draft(
        """
        # Notes from Gannet Conf

        ## Queues Without Tears

        *Laura Holt, Norrvik*

        A queue was taken apart on stage.

        ## Panel: Who Gets the Pager?

        *Laura Holt (Norrvik), David Brandt (Ostwind) and Miriam Sand (Fjordbase)*

        They did not agree, and said so.
        """,
        ("Queues Without", "Panel: Who"),
    ),
    "lines in plain text with a byline below": Draft(
        """
        Notes from Gannet Conf

        I went there for the first time, with two colleagues and a great many questions about queues.

        Queues Without Tears
        Laura Holt, Software Engineer, Norrvik
        Somebody took a queue apart on stage and put it together with one part fewer, which was both useful and very funny.

        A Cache Is a Promise
        David Brandt, Ostwind
        The speaker counted the ways in which a cache can lie, and gave each of them the name of a politician of his city.
        """,
        ("Queues Without", "A Cache"),
        ".txt",
    ),
    "an introductory list of links before the sessions": Draft(
        """
        # Notes from Gannet Conf

        - [The programme](https://gannet.example/programme)
        - [All recordings](https://youtube.com/playlist?list=aaa)
        - [Pictures](https://pictures.example/gannet)

        ## Queues Without Tears

        *Laura Holt, Norrvik*

        A queue was taken apart on stage.

        ## A Cache Is a Promise

        *David Brandt, Ostwind*

        The ways in which a cache can lie were counted.
        """,
        ("Queues Without", "A Cache"),
    ),
    "food between the sessions": Draft(
        """
        # Notes from Gannet Conf

        ## Queues Without Tears

        A queue was taken apart on stage.

        ## Food and drinks

        Herring in the morning, herring in the evening.

        ## A Cache Is a Promise

        The ways in which a cache can lie were counted.
        """,
        ("Queues Without", "A Cache"),
    ),
    "a heading that merely announces": Draft(
        """
        # Notes from Gannet Conf

        ## The talks

        ### Queues Without Tears

        A queue was taken apart on stage.

        ### A Cache Is a Promise

        The ways in which a cache can lie were counted.

        ## Final words

        I would go again.
        """,
        ("Queues Without", "A Cache"),
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_some_cut_has_exactly_the_right_starts(name: str) -> None:
    draft = LAYOUTS[name]
    post = parsed(draft.text, draft.suffix)
    assert starts_at(post, draft.starts) in cuts(post)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_empty_cut_comes_first_and_no_cut_twice(name: str) -> None:
    found = candidates(cues_of(parsed(LAYOUTS[name].text, LAYOUTS[name].suffix)))
    assert found[0] == NOTHING
    assert len({cut.starts for cut in found}) == len(found)
    assert all(list(cut.starts) == sorted(set(cut.starts)) for cut in found)
