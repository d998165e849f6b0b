"""Links as rows: what each leads to, and the entry that it belongs to."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

import tldextract

from pipeline.model import LinkRow
from pipeline.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model import Link, LinkKind, ParsedPost

_DEFAULT_PORT = {"http": 80, "https": 443}

# Parameters that say where a click came from, never what is shown.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|ref_src|ref_url"
    r"|vero_\w+|oly_\w+|pk_\w+|piwik_\w+|mtm_\w+|wt\.mc_id|spm|ncid|trk|trkcampaign|cmpid|s_cid|__s|rss_id)",
    re.IGNORECASE,
)
# A fragment that a script reads as an address ("#!/talks", "#/3"); every other one is a place in the same page.
_ROUTE = re.compile(r"[!/]")

# Hosts with one purpose. A longer host wins over the domain it lies in.
_HOSTS: dict[LinkKind, str] = {
    "video": (
        "youtube.com youtube-nocookie.com youtu.be vimeo.com dailymotion.com twitch.tv media.ccc.de video.fosdem.org pyvideo.org "
        "confreaks.tv confreaks.com confreaks.net blip.tv ustream.tv livestream.com bilibili.com channel9.msdn.com parleys.com "
        "viddler.com wistia.com loom.com tube.tchncs.de peertube.tv video.google.com talks.golang.tv"
    ),
    "slides": (
        "speakerdeck.com slideshare.net slides.com slid.es prezi.com noti.st notist.ninja gitpitch.com static.sched.com schd.ws "
        "talks.golang.org go-talks.appspot.com pitch.com decktape.org slides.google.com"
    ),
    "code": (
        "github.com gitlab.com bitbucket.org codeberg.org sourceforge.net sourcehut.org sr.ht gist.github.com code.google.com "
        "codepen.io jsfiddle.net jsbin.com codesandbox.io stackblitz.com glitch.com npmjs.com npmjs.org pypi.org pypi.python.org "
        "crates.io rubygems.org hub.docker.com packagist.org nuget.org clojars.org cran.r-project.org hackage.haskell.org "
        "metacpan.org launchpad.net colab.research.google.com huggingface.co artifacthub.io"
    ),
    "schedule": (
        "sched.com sched.org sessionize.com lanyrd.com eventbrite.com eventbrite.co.uk confengine.com papercall.io pretalx.com "
        "guidebook.com swapcard.com whova.com"
    ),
    "docs": (
        "readthedocs.io readthedocs.org docs.rs developer.mozilla.org pkg.go.dev godoc.org hexdocs.pm devdocs.io cppreference.com "
        "docs.google.com ietf.org rfc-editor.org w3.org man7.org caniuse.com learn.microsoft.com javadoc.io"
    ),
    "article": (
        "medium.com dev.to substack.com wordpress.com blogspot.com tumblr.com ghost.io hashnode.dev hackernoon.com infoq.com "
        "thenewstack.io arxiv.org doi.org acm.org openreview.net wikipedia.org oreilly.com lwn.net smashingmagazine.com css- "
        "tricks.com alistapart.com nytimes.com theguardian.com wired.com arstechnica.com techcrunch.com heise.de martinfowler.com "
        "plos.org nature.com usenix.org"
    ),
    "podcast": (
        "soundcloud.com anchor.fm podcasts.apple.com libsyn.com simplecast.com transistor.fm buzzsprout.com pca.st overcast.fm "
        "open.spotify.com podcasts.google.com podbean.com"
    ),
    "social": (
        "twitter.com x.com t.co facebook.com linkedin.com instagram.com bsky.app reddit.com plus.google.com slack.com discord.gg "
        "discord.com meetup.com gitter.im news.ycombinator.com mastodon.social mastodon.online fosstodon.org hachyderm.io "
        "chaos.social mstdn.social threads.net lobste.rs t.me pinterest.com flickr.com xing.com stackoverflow.com about.me keybase.io "
        "gravatar.com"
    ),
}
_KIND_OF_HOST: dict[str, LinkKind] = {host: kind for kind, hosts in _HOSTS.items() for host in hosts.split()}

# Asked before the hosts: a place on a site with many purposes.
_PLACES: tuple[tuple[LinkKind, re.Pattern[str]], ...] = (
    ("slides", re.compile(r"^docs\.google\.com/(?:a/[^/]+/)?presentation|\.sched\.(?:com|org)/hosted_files/")),
    ("slides", re.compile(r"\.(?:pptx?|odp|key|pps)$|/(?:slides?|slide-?decks?)(?:/|$)")),
    ("slides", re.compile(r"(?:slides?|deck|presentation|folien|vortrag)[\w.-]*\.(?:pdf|html?)$")),
    ("video", re.compile(r"\.(?:mp4|webm|ogv|mkv|mov|m4v)$|/skillscasts/")),
    ("video", re.compile(r"^(?:www\.)?(?:infoq\.com/(?:\w\w/)?presentations/|ted\.com/talks/)")),
    ("podcast", re.compile(r"\.(?:mp3|ogg|opus|m4a)$|^podcasts?\.|/podcasts?(?:/|$)")),
    ("article", re.compile(r"^(?:www\.)?linkedin\.com/(?:pulse|posts)/|^medium\.com/")),
    ("social", re.compile(r"^(?:www\.)?(?:github|gitlab)\.com/[^/]+/?$|^(?:mastodon|mstdn)\.|^[\w.-]+/@\w+(?:/\d+)?/?$")),
    ("code", re.compile(r"^(?:git|gitlab|svn|hg|cgit)\.")),
)
# Asked after them: what a path or the first label of a host tells where the site is not known.
_HINTS: tuple[tuple[LinkKind, re.Pattern[str]], ...] = (
    ("docs", re.compile(r"^(?:docs?|documentation|developers?|api|wiki|manual|man)\.")),
    ("docs", re.compile(r"/(?:docs?|documentation|manual|reference|tutorials?|wiki|guides?)(?:/|$)")),
    ("article", re.compile(r"^(?:blogs?|news|engineering)\.|/(?:blog|posts?|articles?|news|journal|papers?)(?:/|$)")),
    ("article", re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/")),
    ("schedule", re.compile(r"^(?:schedule|pretalx|cfp|program|agenda)\.")),
    ("schedule", re.compile(r"/(?:schedules?|agenda|programme?|timetable|fahrplan|programma|programa|sessions?|talks?)(?:[/.]|$)")),
    ("video", re.compile(r"^(?:videos?|media|tube)\.|/(?:videos?|watch|recordings?)(?:/|$)")),
)


def link_rows(post: ParsedPost, entry_at: Callable[[int], str | None]) -> tuple[LinkRow, ...]:
    """One row per link, in order of occurrence; `entry_at` tells the entry that holds an offset."""
    ordered = sorted(enumerate(post.links), key=lambda item: (item[1].start, item[0]))
    return tuple(_row(post.text, link, position, entry_at) for position, (_, link) in enumerate(ordered))


def _row(text: str, link: Link, position: int, entry_at: Callable[[int], str | None]) -> LinkRow:
    canonical = canonical_url(link.url)
    anchor = squeeze(text[link.start : link.end]) or None
    start, end = (link.start, link.end) if anchor else (None, None)
    return LinkRow(entry_at(link.start), position, link.url, canonical, domain(canonical), kind(canonical), anchor, start, end)


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """Scheme and host in lower case, without default port, user name and tracking parameters; parameters in order of their names."""
    try:
        parts = urlsplit(url.strip())
        host = _host_and_port(parts)
    except ValueError:  # a port that is no number, half an IPv6 address
        return url.strip()
    fragment = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", _query(parts.query), fragment))


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in {None, _DEFAULT_PORT.get(parts.scheme.lower())} else f"{host}:{parts.port}"


def _query(query: str) -> str:
    if "=" not in query:  # "?p1234": one word, no parameters
        return query
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name)))


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list as it came with the package: never fetched, never written."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def domain(url: str) -> str:
    """The registered domain ("media.example.co.uk" -> "example.co.uk"); the host itself where there is none."""
    return _registered(urlsplit(url).hostname or "")


@lru_cache(maxsize=4096)
def _registered(host: str) -> str:
    return _suffixes().extract_str(host).top_domain_under_public_suffix or host


@lru_cache(maxsize=4096)
def kind(url: str) -> LinkKind:
    """What a link leads to, told by its host and path alone."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    place = f"{host}{parts.path}".lower()
    return _first_match(_PLACES, place) or _known_host(host) or _first_match(_HINTS, place) or "other"


def _first_match(rules: tuple[tuple[LinkKind, re.Pattern[str]], ...], place: str) -> LinkKind | None:
    return next((found for found, pattern in rules if pattern.search(place)), None)


def _known_host(host: str) -> LinkKind | None:
    return next((_KIND_OF_HOST[part] for part in _parents(host) if part in _KIND_OF_HOST), None)


def _parents(host: str) -> Iterator[str]:
    """The host and the domains that it lies in, longest first: "a.b.org", "b.org", "org"."""
    while host:
        yield host
        _, _, host = host.partition(".")
