"""The day on which a post says that it was published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.authors import byline_names
from pipeline.parse.dates import Found, day_of_month, first_date, full_dates, stated_date
from pipeline.parse.masthead import masthead

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline.model import Layout

_KEYS = (
    *("date", "published", "pub_date", "pubdate", "publishdate", "publish_date", "date_published", "datepublished", "published_at"),
    *("article:published_time", "created_at", "created", "date_created", "datecreated", "posted", "posted_on", "dc.date", "time"),
)
"""Where front matter and <head> state the day, the most telling first; never a day of change."""
_URL_KEYS = ("url", "canonical", "og:url", "permalink", "wordpress_url", "blogger_orig_url")

_URL_DATE = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?:/|$)")
# What a line says that holds the day of publication and little else.
_CUE = re.compile(
    r"\b(?:posted|published|written|publiée?|veröffentlicht|erstellt|geschrieben|pubblicat[oa]|scritto|publicado|escrito|date|datum|data|fecha|le)\b",
    re.IGNORECASE,
)
# What may stand beside a date without making it anything else: days, clock times, reading times, counts of comments.
_BESIDE = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b\w+(?:tag|woch)\b|\b(?:lun|mar|mercre|jeu|vendre|same)di\b|\bdimanche\b"
    r"|\b\d\d?:\d\d(?::\d\d)?\s?(?:[ap]m)?\b|\b[A-Z]{2,4}T\b|\b(?:UTC|at|on|um|uhr|à)\b"
    r"|\b(?:\d+|no)\s?(?:min(?:ute)?s?(?: read)?|comments?|words?)\b|[^\w\n]+",
    re.IGNORECASE,
)
# A series that appears regularly prints its day in its title.
_ISSUE = re.compile(r"\b(?:issue|newsletter|digest|edition|weekly|ausgabe|numéro|edizione|#\d+)", re.IGNORECASE)
_ARCHIVE = re.compile(r"\b(?:archives?|archiv|archivio|archivo)\b", re.IGNORECASE)
_HEAD_BLOCKS = 4


def published_on(layout: Layout, title: str | None) -> date | None:
    """The stated day, else the one in a line above the text, in a periodical's title, below an archive's heading, or in the address."""
    return _stated(layout) or _in_masthead(layout, title) or _in_issue(title) or archive_day(layout) or _in_url(layout.stated)


def _stated(layout: Layout) -> date | None:
    values = (layout.stated.get(key, "") for key in _KEYS)
    days = (stated_date(value if isinstance(value, str) else " ".join(value)) for value in values if value)
    return next((day for day in days if day), None)


def _in_masthead(layout: Layout, title: str | None) -> date | None:
    return _first_day(masthead(layout, title))


def _first_day(lines: Iterable[str]) -> date | None:
    for line in lines:
        found = next(full_dates(line), None)
        if found and _is_dateline(line, found):
            return found.day
    return None


def _is_dateline(line: str, found: Found) -> bool:
    """Whether a line holds the day of publication: a date alone, after "Posted on", or beside the writer's name."""
    rest = f"{line[: found.start]} {line[found.end :]}"
    return bool(_CUE.search(rest)) or not _BESIDE.sub("", rest).strip() or any(byline_names(line))


def _in_issue(title: str | None) -> date | None:
    found = next(full_dates(title or ""), None)
    return found.day if found and _ISSUE.search(title or "") else None


def archive_day(layout: Layout) -> date | None:
    """The day of "June 9" at the head of a line below "Archive for June, 2016"; the month's first day if there is no such line."""
    lines = [line for block in layout.blocks[:_HEAD_BLOCKS] for line in layout.text[block.start : block.end].split("\n")]
    month = next((found.day for line in lines if _ARCHIVE.search(line) and (found := first_date(line))), None)
    if month is None:
        return None
    return next((found.day for line in lines if (found := day_of_month(line, month))), month)


def _in_url(stated: dict[str, str | list[str]]) -> date | None:
    """The day in the post's own address: /2018/05/11/."""
    urls = (url for key in _URL_KEYS if isinstance(url := stated.get(key, ""), str))
    match = next((match for url in urls if (match := _URL_DATE.search(url))), None)
    return stated_date("-".join(match.groups())) if match else None
