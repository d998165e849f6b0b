"""The patterns of segmentation, in one place: what headings, labels and header lines look like in posts of several languages."""

from __future__ import annotations

import re


def _words(*groups: str) -> str:
    """An alternation of the given alternatives, longest line of reasoning first: spaces in a group separate nothing."""
    return "|".join(group.strip() for group in groups)


_WEEKDAYS = _words(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch",
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    r"lunedì|martedì|mercoledì|giovedì|venerdì|sabato",
)
_TIME_OF_DAY = r"(?:the|morning|afternoon|evening|night|keynotes?|sessions?|talks?|vormittag|nachmittag|matin|mattina)\b"
_NUMBERED_DAY = r"(?:day|tag|jour|dia|día|giorno)\s*(?:\d+|one|two|three|four|zero|eins|zwei|drei|un|deux)\b"
_SESSION_TYPES = _words(
    r"keynotes?|sessions?|lightning talks?|talks?|workshops?|tutorials?|panels?|tracks?|posters?|bofs?|birds of a feather",
    r"vorträge?|conférences?|universit[ée]s?|quickies?|tools?[- ]in[- ]action|hands[- ]on labs?|sprints?|deep dives?",
    r"(?:track|room|stage) (?:\d+|[a-z])\b",
)
_WHICH_SESSIONS = r"morning|afternoon|evening|opening|closing|early|late|main|invited|contributed|plenary|general|other|parallel"

# Headings and labels that group sessions: days, weekdays, tracks, session types. The words are those of printed schedules.
SECTION = re.compile(
    rf"""^\W*(?:
        (?:on\ |the\ )?(?:(?:pre-?)?conference\ )?{_NUMBERED_DAY}
      | (?:the\ )?(?:first|second|third|fourth|last|1st|2nd|3rd)\ (?:day|morning|afternoon)\s*(?:$|[\W\d])(?!of\b)
      | (?:on\ |pre-?)?(?:{_WEEKDAYS})\s*(?:$|[^\w\s]|\d|{_TIME_OF_DAY})
      | (?:{_WHICH_SESSIONS})?\s*(?:{_SESSION_TYPES.replace(" ", chr(92) + " ")})\W*$
      | (?:track|room|session|part|teil|slot)\s+[\dA-Z]\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# A heading that merely says that sessions follow.
MERELY_TALKS = re.compile(r"^\W*(?:the )?(?:talks?|sessions?|vorträge|conférences?)\W*$", re.IGNORECASE)

_QUALIFIERS = r"an? |the |my |our |some |a few |final |general |overall |other |closing |opening |quick |last "
_NO_SESSION = _words(
    r"intro(?:duction)?|overview|background|preface|prologue|about|summary|tl;?dr|conclusions?|concluding|fazit|einleitung",
    r"wrap[- ]?up|epilogue|outro|(?:final |closing |last )?(?:words?|thoughts?|remarks?|notes)|impressions?|takeaways?|lessons learned",
    r"travel(?:ling)?|getting there|arrival|hotel|venue|location|the city|sightseeing",
    r"food|lunch|dinner|breakfast|coffee|beer|drinks|part(?:y|ies)|after ?party|social(?: events?)?|networking|people|community",
    r"organi[sz]ation|logistics|registration|tickets?|preparation|swag|sponsors?|booths?|expo|exhibit(?:ion)?",
    r"thanks?(?: you)?(?: to .{1,40})?|merci|danke|acknowledge?ments?|credits|contact(?: us)?|subscribe|newsletter|disclaimer|update",
    r"references?|resources|links?|further reading|see also|related|comments?|share|tags|footnotes|notes|photos?|pictures",
    r"table of contents|contents?|toc|agenda|schedule|slides|videos?|bio|abstract|announcements?",
    r"next (?:year|steps)|what'?s next|wasn['’]?t there|(?:the )?(?:hallway|corridor) track|highlights?|(?:the )?conference",
)
_OUTING = r"party|reception|dinner|lunch|breakfast|sightseeing|brewery|cruise|sauna|pub|karaoke|barbecue|bbq|banquet"
# The line under a post's title that says when and by whom it was written.
_DATE = r"\d{1,2}(?:st|nd|rd|th)?\.? \w+ \d{4}|\w+ \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
_POSTED = rf"^\W*(?:posted|published|written|updated)\b.{{0,60}}$|^\W*(?:{_DATE})\W*$"
# Headings of what is no session: arrival, food, thanks, navigation, sign-off.
STOP = re.compile(
    rf"^\W*(?:(?:{_QUALIFIERS})*)(?:{_NO_SESSION})\b(?:\W*|\s*(?:and|&|of|on|from|/|,|und|et)\s[^:–—]{{1,40}})$|^(?:\S+\s){{0,5}}(?:{_OUTING})\b(?:\s\S+){{0,4}}$|{_POSTED}",
    re.IGNORECASE,
)

# Words with which a text speaks of a session.
TALK_WORD = re.compile(
    r"\b(?:"
    + _words(
        r"talks?|keynotes?|sessions?|presentations?|presented|presents|panel(?:ists)?|workshops?|tutorials?|lightning|speakers?|spoke|speaks",
        r"demo(?:ed|nstrated|s)?|gave an?|showed|vorträge?|vortrag|conférences?|présenta(?:it|tion)|intervento",
    )
    + r")\b",
    re.IGNORECASE,
)

QUOTED = re.compile(r"[“\"«„‘]([^“”\"«»„]{3,160}?)[”\"»“’](?=\W|$)")
# "1. Monitoring", "#3 - Queues", "2: Caches"; not "09:00", "1.5 million", "5-minute".
NUMBERED = re.compile(r"^\W{0,3}(?:#?\d{1,3}(?:[.)]\s+|\s*[:–-]\s+)(?=\D)|\d{1,2}\uFE0F?\u20E3\s*)")

_LINK_WORDS = _words(
    r"slides?|slide ?deck|deck|videos?|recording|youtube|presentation|abstract|schedule|sched|link|code|github|repo|notes|paper|pdf",
    r"transcript|website|materials?|vidéo|folien|aufzeichnung",
)
# What is left of a line of links when it says no more than where they lead: "Slides | Video".
LINK_LABEL = re.compile(
    rf"^\W*(?:(?:the |talk |view |watch |see |my )*(?:{_LINK_WORDS})\W*(?:link|here|and|&|/|,|on youtube)?\W*)+$", re.IGNORECASE
)

# Where recordings, slides and schedule pages of a session are found.
MEDIA = re.compile(
    r"youtu\.?be|vimeo|slideshare|speakerdeck|slides|infoq\.com|sched\.|schedule|/talks?/|/session|/event/|media\.ccc|/presentations?/|\.pdf$",
    re.IGNORECASE,
)

_TIME = r"\d{1,2}(?:[:.h]\d{2}(?:\s?[ap]m)?|\s?[ap]m)"
_ANNOUNCED = r"keynotes?|talk|session|panel|lightning talk|workshop|tutorial|presentation|vortrag|poster|title"
# What may stand before a title and is no part of it: "Keynote:", "3.", "10:30 - 11:00".
PREFIX = re.compile(
    rf"^\W*(?:[\[(](?:{_ANNOUNCED})[\])]\s*|day \d+\s*[:–—-]\s*"
    rf"|(?:opening|closing|morning|evening|welcome|day \d)?\s*(?:{_ANNOUNCED})\s*(?:#?\d+)?\s*(?::|\s[-–—])\s*"
    rf"|#?\d{{1,3}}\s?[.):]\s+|{_TIME}(?:\s*[-–]\s*{_TIME})?\s*[:–—-]?\s*)",
    re.IGNORECASE,
)

# Emoji and decoration at either end of a title.
_EMOJI = r"\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D"
PICTOGRAPH_BEFORE = re.compile(rf"[{_EMOJI}\u20E3\s*_#>•\-–—]+")
PICTOGRAPH_AFTER = re.compile(rf"[{_EMOJI}\s*_:#–—\-|,;]+$")

# Between a title that stands set apart and what says who gave it.
AFTER_LEAD = re.compile(r"^[\s\"”»*_]*(?:[:–—\-,|(]|\bby\b|\bvon\b|\bpar\b|\bwith\b|\bdi\b)?")
# Where the header of a one-block entry can end: a sentence, a colon, a dash, a bracket.
SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bJr)(?<!\bSr)(?<!\bvs)[.!?]\s+(?=[A-Z“\"])|:\s+|\s+[-–—]\s+|\n|\)\s*[:.]?\s*"
)
# How a line begins that says it is a byline.
SAYS_BYLINE = re.compile(r"\W*(?:by|speakers?|presenters?|presented by|with|von|par)\b", re.IGNORECASE)
_SESSION = r"(?:keynote|talk|session|presentation|workshop|tutorial|panel|speech|demo|lightning talk)"
# The shortest phrase that names a session without a title: "Jane's keynote", "the Istio talk", "a talk on tracing".
OWNED_SESSION = re.compile(rf"((?:[A-ZÀ-Þ][\w’'\-]+ ){{0,2}}[A-ZÀ-Þ][\w\-]+[’']s?\s+(?:\w+ ){{0,2}}{_SESSION})\b")
NAMED_SESSION = re.compile(
    rf"\b((?:[A-Z][\w\-]+ ){{1,3}}{_SESSION}|(?:opening|closing) {_SESSION}|{_SESSION} (?:on|about) [^.,;:()]{{3,60}})\b"
)
