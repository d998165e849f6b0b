"""Invented recaps: an event with its talks, told in one of several layouts as the HTML of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from wording import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RETELLING = 0.1
"""Share of pages that tell of an event of which another page tells, too."""
_RETOLD = (2, 4)
"""Talks that such a page takes from the other: with `RETELLING` some 3 % of all entries are told twice."""
_NEAR = 200
"""The other page is one of that many before it."""
_WITH_ROLE = 0.4
_LENGTH = (7_600, 9_800)
"""Characters of an article's text, as in posts by real authors."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One session of an event."""

    title: str
    speakers: tuple[str, ...]
    role: str | None
    company: str
    minute: int


@dataclass(frozen=True, slots=True)
class Recap:
    """An article: what it tells of, and its HTML."""

    heading: str
    author: str
    event: str
    year: int
    talks: tuple[Talk, ...]
    html: str


@dataclass(frozen=True, slots=True)
class _Event:
    name: str
    year: int
    city: str
    talks: tuple[Talk, ...]


def recap(seed: int, number: int) -> Recap:
    """The article of a page: depends on nothing but the seed and the page's number."""
    writer = Writer(f"{seed}/{number}/article")
    event = _told(seed, number, writer)
    layout, count = _LAYOUTS[number % len(_LAYOUTS)]
    talks = event.talks[: count + writer.rng.randrange(-1, 2)]
    heading = writer.rng.choice(_HEADINGS).format(event=event.name, year=event.year, city=event.city, count=len(talks))
    html = _intro(writer, event) + layout(writer, talks, _stories(writer, talks)) + f"<p>{escape(_sentences(writer, 220))}</p>\n"
    return Recap(heading, writer.person(), event.name, event.year, talks, html)


def _told(seed: int, number: int, writer: Writer) -> _Event:
    """A new event with new talks; for some pages the event of an earlier page, of whose talks a few are the same."""
    own = _event(seed, number)
    if number == 0 or writer.rng.random() >= RETELLING:
        return own
    other = _event(seed, number - writer.rng.randrange(1, min(_NEAR, number) + 1))
    shared = other.talks[: writer.rng.randint(*_RETOLD)]
    return _Event(other.name, other.year, other.city, (*shared, *own.talks[len(shared) :]))


def _event(seed: int, number: int) -> _Event:
    writer = Writer(f"{seed}/{number}/event")
    talks = tuple(_talk(writer, index) for index in range(18))
    return _Event(writer.event(), writer.rng.randrange(2014, 2026), writer.pick("city"), talks)


def _talk(writer: Writer, index: int) -> Talk:
    writer.company = writer.firm()
    speakers = tuple(writer.person() for _ in range(writer.rng.choice((1, 1, 1, 2))))
    role = writer.pick("role") if writer.rng.random() < _WITH_ROLE else None
    return Talk(writer.title(), speakers, role, writer.company, 9 * 60 + 35 * index)


# --- text --------------------------------------------------------------------------------------------------------------------


def _intro(writer: Writer, event: _Event) -> str:
    link = f"https://{_slug(event.name)}.example/{event.year}"
    opening = f'Last week I was at <a href="{link}">{event.name} {event.year}</a> in {event.city}, and these are the talks that I saw.'
    first = f"<p>{opening} {escape(_sentences(writer, 200))}</p>\n"
    return first + f'<p><img src="/images/{_slug(event.name)}.jpg" alt="The venue"/></p>\n<p>{escape(_sentences(writer, 300))}</p>\n'


def _stories(writer: Writer, talks: Sequence[Talk]) -> list[str]:
    """What is told of each talk, of very different lengths, as paragraphs: together as long as an article is."""
    length = writer.rng.randrange(*_LENGTH) - 900 - 160 * len(talks)
    shares = [writer.rng.random() + 0.25 for _ in talks]
    return [_story(writer, talk, int(length * share / sum(shares))) for talk, share in zip(talks, shares, strict=True)]


def _story(writer: Writer, talk: Talk, length: int) -> str:
    writer.first, writer.company = talk.speakers[0].split()[0], talk.company
    size = min(length, 650)
    paragraphs = [
        f"<p>{escape(_sentences(writer, size), quote=False)} {_reference(writer)}</p>" for _ in range(max(1, round(length / size)))
    ]
    return "\n".join(paragraphs)


def _reference(writer: Writer) -> str:
    """A linked pointer at the end of a paragraph; real posts have some 30 links."""
    tool = writer.slot("tool")
    url = f"https://github.com/{writer.slot('slug')}/{_slug(tool)}"
    return f'See <a href="{url}">{escape(tool, quote=False)}</a> for the {writer.pick("noun")}.'


def _sentences(writer: Writer, length: int) -> str:
    """Sentences until they are about that long."""
    text = writer.sentence()
    while len(text) < length - 60:
        text += " " + writer.sentence()
    return text


def _by(talk: Talk) -> str:
    """The speakers as bylines name them: "Ann Aa (Staff Engineer, Firm) and Bo Bb (Firm)"."""
    about = f"{talk.role}, {talk.company}" if talk.role else talk.company
    return " and ".join(f"{name} ({about if index == 0 else talk.company})" for index, name in enumerate(talk.speakers))


def _line(talk: Talk) -> str:
    """The same as a line: "Ann Aa & Bo Bb, Staff Engineer, Firm"."""
    return ", ".join([" &amp; ".join(talk.speakers), *([talk.role] if talk.role else []), talk.company])


def _slug(text: str) -> str:
    return "-".join(re.findall(r"\w+", text.lower()))


def _links(writer: Writer, talk: Talk) -> str:
    slug = _slug(talk.title)
    video = f'<a href="https://www.youtube.com/watch?v={writer.rng.getrandbits(60):011x}">Video</a>'
    return f'<p>{video} | <a href="https://speakerdeck.com/{_slug(talk.speakers[0])}/{slug}">Slides</a></p>\n'


# --- layouts -----------------------------------------------------------------------------------------------------------------


def _headings(writer: Writer, talks: Sequence[Talk], stories: Sequence[str]) -> str:
    """Days as headings, talks below them, a byline in italics, links to video and slides."""
    parts = []
    for index, (talk, story) in enumerate(zip(talks, stories, strict=True)):
        day = f"<h2>Day {1 + 2 * index // len(talks)}</h2>\n" if index in {0, (len(talks) + 1) // 2} else ""
        links = _links(writer, talk) if writer.rng.random() < 0.6 else ""
        parts.append(f"{day}<h3>{escape(talk.title)}</h3>\n<p><em>by {_by(talk)}</em></p>\n{links}{story}\n")
    return "".join(parts)


def _byline_lines(writer: Writer, talks: Sequence[Talk], stories: Sequence[str]) -> str:
    """A bold title and the speakers in one line, then the text."""
    dash = writer.rng.choice((" - ", " – ", " — "))
    return "".join(f"<p><strong>{escape(t.title)}</strong>{dash}{_line(t)}</p>\n{story}\n" for t, story in zip(talks, stories, strict=True))


def _linked_list(writer: Writer, talks: Sequence[Talk], stories: Sequence[str]) -> str:
    """A list of linked titles with a remark each."""
    items = []
    for talk, story in zip(talks, stories, strict=True):
        link = f'<a href="https://talks.example/{writer.rng.getrandbits(32):08x}/{_slug(talk.title)}.pdf">{escape(talk.title)}</a>'
        items.append(f"<li>{link} by {_by(talk)}\n{story}</li>\n")
    return f"<h2>The talks</h2>\n<ul>\n{''.join(items)}</ul>\n"


def _prose(writer: Writer, talks: Sequence[Talk], stories: Sequence[str]) -> str:
    """Running text in which a sentence introduces each talk."""
    parts = []
    for index, (talk, story) in enumerate(zip(talks, stories, strict=True)):
        heading = f"<h2>{writer.slot('lead')}: {writer.words(3)}</h2>\n" if index % 3 == 0 else ""
        opening = f"<p>In “{escape(talk.title)}” {' and '.join(talk.speakers)} of {talk.company} took the stage.</p>"
        parts.append(f"{heading}{opening}\n{story}\n")
    return "".join(parts)


def _table(writer: Writer, talks: Sequence[Talk], stories: Sequence[str]) -> str:
    """A programme with times, titles and speakers, then notes under the same titles."""
    rows = "".join(
        f"<tr><td>{t.minute // 60:02d}:{t.minute % 60:02d}</td><td>{escape(t.title)}</td><td>{_line(t)}</td></tr>\n" for t in talks
    )
    notes = "".join(f"<h3>{escape(t.title)}</h3>\n{story}\n" for t, story in zip(talks, stories, strict=True))
    head = "<tr><th>Time</th><th>Talk</th><th>Speaker</th></tr>"
    return f"<h2>Programme ({writer.words(1)})</h2>\n<table>{head}\n{rows}</table>\n<h2>Notes</h2>\n{notes}"


_LAYOUTS: tuple[tuple[Callable[[Writer, Sequence[Talk], Sequence[str]], str], int], ...] = (
    (_headings, 11),
    (_byline_lines, 11),
    (_linked_list, 16),
    (_prose, 8),
    (_table, 10),
)
_HEADINGS = (
    "{event} {year}: my notes from {city}",
    "{count} talks worth watching from {event} {year}",
    "Recap: {event} {year}",
    "Trip report – {event} {year}, {city}",
    "What we learned at {event} {year}",
    "{event} {year}, the highlights",
)
