"""Numbers about a cut and about each of its starts: the layout as the learned choice sees it. No words, but counts of cues."""

from __future__ import annotations

from math import log1p
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from pipeline.segment.candidates import has_byline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.segment.candidates import Cut
    from pipeline.segment.cues import Cue, LeadKind

_LAYOUTS = ("heading", "list", "table", "paragraph", "line")
_TESTS = (
    "byline",
    "leaf",
    "media",
    "numbered",
    "lead",
    "linked",
    "quote",
    "strong",
    "split",
    "talk",
    "all",
    "person",
    "titled",
    "prose",
    "+",
)
_LEADS: tuple[LeadKind, ...] = ("quote", "strong", "em", "link")
_T = TypeVar("_T")


class PostLayout:
    """A post's cues with what every cut's features need of them, computed once a post."""

    def __init__(self, cues: Sequence[Cue], title: str) -> None:
        self.cues = cues
        self.named = [has_byline(cues, index) for index in range(len(cues))]
        self.words = [cue.n_words for cue in cues]
        self.before = [0]
        for count in self.words:
            self.before.append(self.before[-1] + count)
        self.total_words = max(1, self.before[-1])
        self.n_named = max(1, sum(self.named))
        self.n_media = max(1, sum(cue.has_media for cue in cues))
        self.n_talk = max(1, sum(cue.talk_words > 0 for cue in cues))
        self.title_numbered = float(any(char.isdigit() for char in title[:4]))

    def post_features(self) -> dict[str, float]:
        """What is the same for all cuts of the post."""
        cues = self.cues
        n = max(1, len(cues))
        return {
            "post blocks": log1p(n),
            "post words": log1p(self.total_words),
            "post headings": sum(cue.is_heading for cue in cues) / n,
            "post items": sum(cue.block.kind == "list_item" for cue in cues) / n,
            "post rows": sum(cue.block.kind == "table_row" for cue in cues) / n,
            "post named": sum(self.named) / n,
            "post media": sum(cue.has_media for cue in cues) / n,
            "post talk": sum(cue.talk_words > 0 for cue in cues) / n,
            "post sections": sum(cue.is_section for cue in cues) / n,
            "post title numbered": self.title_numbered,
            "post ranks": float(len({cue.rank for cue in cues if cue.is_heading})),
        }

    def cut_features(self, cut: Cut) -> dict[str, float]:
        """What the cut's starts have in common, how much of the post they hold, and what they leave out."""
        cues, starts = self.cues, cut.starts
        features = self.post_features()
        features |= {f"layout {name}": float(cut.name.startswith(name)) for name in _LAYOUTS}
        features |= {f"test {name}": float(name in cut.name) for name in _TESTS}
        chosen = [cues[start] for start in starts]
        ends = (*starts[1:], len(cues)) if starts else ()
        gaps = [self.before[b] - self.before[a + 1] for a, b in zip(starts, ends, strict=True)]
        features |= {
            "starts": log1p(len(starts)),
            "rank": median(cue.rank for cue in chosen) if chosen else 9.0,
            "depth": median(cue.block.level for cue in chosen) if chosen else 0.0,
            "before": self.before[starts[0]] / self.total_words if starts else 1.0,
            "gap": log1p(median(gaps)) if gaps else 0.0,
            "gap max": max(gaps) / self.total_words if gaps else 1.0,
            "bare": _share(gaps, lambda gap: gap < 5),  # noqa: PLR2004 - fewer words than any remark
            "header words": log1p(median(cue.n_words for cue in chosen)) if chosen else 0.0,
            "named": _share(starts, lambda start: self.named[start]),
            "named held": sum(self.named[start] for start in starts) / self.n_named,
            "media held": sum(cue.has_media for cue in chosen) / self.n_media,
            "talk held": sum(cue.talk_words > 0 for cue in chosen) / self.n_talk,
            "media": _share(chosen, lambda cue: cue.has_media),
            "media below": _share(starts, lambda s: any(cue.has_media for cue in cues[s + 1 : s + 4])),
            "talk": _share(chosen, lambda cue: cue.talk_words > 0),
            "talk below": _share(starts, lambda s: any(cue.talk_words for cue in cues[s + 1 : s + 3])),
            "person": _share(chosen, lambda cue: cue.names_person),
            "apart": _share(chosen, lambda cue: bool(cue.apart)),
            "stop": _share(chosen, lambda cue: cue.is_stop),
            "section": _share(chosen, lambda cue: cue.is_section),
            "numbered": _share(chosen, lambda cue: cue.numbered),
            "sentence": _share(chosen, lambda cue: cue.sentence),
            "heading below": _share(starts, lambda s: s + 1 < len(cues) and cues[s + 1].is_heading),
            "list below": _share(starts, lambda s: s + 1 < len(cues) and cues[s + 1].block.kind == "list_item"),
            "split score": sum(cue.split.score for cue in chosen) / max(1, len(chosen)),
            "of its kind": len(starts)
            / max(1, sum(cue.rank in {c.rank for c in chosen} and cue.block.kind in {c.block.kind for c in chosen} for cue in cues)),
        }
        features |= {f"lead {kind}": sum(cue.lead_kind == kind for cue in chosen) / max(1, len(chosen)) for kind in _LEADS}
        return features

    def start_features(self, cut: Cut) -> list[dict[str, float]]:
        """Each start of a cut, beside what the cut has in common: an outlier among its siblings is hardly an entry."""
        common = self.cut_features(cut)
        return [common | self._own(cut.starts, number, common) for number in range(len(cut.starts))]

    def _own(self, starts: Sequence[int], number: int, common: dict[str, float]) -> dict[str, float]:
        cues, start = self.cues, starts[number]
        cue = cues[start]
        after = starts[number + 1] if number + 1 < len(starts) else len(cues)
        gap = self.before[after] - self.before[start + 1]
        above = next((c for c in reversed(cues[:start]) if c.is_heading and c.rank < cue.rank), None)
        return {
            "own place": number / max(1, len(starts) - 1),
            "own where": self.before[start] / self.total_words,
            "own named": float(self.named[start]),
            "own named - common": self.named[start] - common["named"],
            "own media": float(cue.has_media or any(c.has_media for c in cues[start + 1 : start + 3])),
            "own talk": float(cue.talk_words > 0),
            "own talk in body": float(min(3, sum(c.talk_words for c in cues[start + 1 : after]))),
            "own person": float(cue.names_person),
            "own apart": float(bool(cue.apart)),
            "own stop": float(cue.is_stop),
            "own section": float(cue.is_section),
            "own numbered": float(cue.numbered) - common["numbered"],
            "own sentence": float(cue.sentence) - common["sentence"],
            "own words": log1p(cue.n_words),
            "own words - common": log1p(cue.n_words) - common["header words"],
            "own gap": log1p(gap),
            "own gap - common": log1p(gap) - common["gap"],
            "own rank": float(cue.rank),
            "own heading below": float(start + 1 < len(cues) and cues[start + 1].is_heading),
            "own lead": float(cue.lead is not None),
            "own split": cue.split.score,
            "own question": float("?" in cue.text[-3:]),
            "above stop": float(above is not None and above.is_stop),
            "above section": float(above is not None and above.is_section),
            "above none": float(above is None),
            "above is start": float(above is not None and above.index in starts),
            "own capitals": _share(cue.text.split(), lambda word: word[:1].isupper()),
        }


def _share(items: Sequence[_T], test: Callable[[_T], object]) -> float:
    return sum(bool(test(item)) for item in items) / len(items) if items else 0.0
