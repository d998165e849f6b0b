"""TF-IDF themes over the entries of a corpus: what each is about, in terms that a reader would use.

The terms of an entry are made per post (`terms_of`); the corpus step sees only them. Entries come sorted by id, the factorisation
starts from a deterministic point on one thread, and weights are rounded: neither order of input nor number of workers can change a theme.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING

from pipeline.lexicon import lists
from pipeline.lexicon.stopwords import stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pipeline.config import ThemeSettings
    from pipeline.model import Entry, Mention, ParsedPost
    from pipeline.registry import Registry

_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]{3,})*")
_TERMS_PER_THEME = 12
_WORDS_IN_LABEL = 3
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of entries about one thing."""

    theme_id: str
    label: str
    terms: tuple[tuple[str, float], ...]
    members: tuple[tuple[str, float], ...]
    """(entry_id, weight 0..1), every membership over the threshold, sorted by entry."""
    main: tuple[str, ...]
    """The entries of which this is the strongest theme, the strongest first."""


@cache
def _not_themes(language: str) -> frozenset[str]:
    return stop_words(language) | stop_words("en") | frozenset(lists.lines("theme_stop_words.txt"))


def terms_of(post: ParsedPost, entry: Entry, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The terms of one entry, with repetitions: words without stop words, tools by canonical name, people and companies left out."""
    stop = _not_themes(post.meta.language)
    inside = [mention for mention in mentions if mention.entry_id == entry.entry_id]
    terms: list[str] = [mention.name for mention in inside if mention.label == "tool"]
    position = entry.start
    for mention in [*inside, None]:
        end = mention.start if mention else entry.end
        terms += [word for word in _WORD.findall(post.text[position:end].casefold()) if word not in stop]
        position = max(position, mention.end if mention else end)
    return tuple(terms)


def count_for(n_entries: int, settings: ThemeSettings) -> int:
    """How many themes a corpus gets: the square root of half its entries, so that themes grow both in number and in size."""
    return max(1, min(settings.max_themes, round(sqrt(n_entries / 2))))


def find_themes(entry_ids: Sequence[str], terms: Sequence[Sequence[str]], settings: ThemeSettings, registry: Registry) -> list[Theme]:
    """Themes sorted by id. `entry_ids` are sorted; `terms` are theirs. None where the corpus is too small to have any."""
    if len(entry_ids) < 2 * settings.min_entries:
        return []
    from sklearn.decomposition import NMF  # noqa: PLC0415 - heavy: only where themes are made
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    vectorizer = TfidfVectorizer(analyzer=lambda words: words, min_df=2, max_df=0.3, sublinear_tf=True)
    try:
        matrix = vectorizer.fit_transform(terms)
    except ValueError:  # no term stands in two entries: nothing is shared, so there are no themes
        return []
    wanted = min(count_for(len(entry_ids), settings), min(matrix.shape) - 1)
    if wanted < 1:
        return []
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # After the last iteration the factors are as good as they get in that time; they are the same on every run.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(n_components=wanted, init="nndsvda", random_state=0, max_iter=400, tol=1e-5)
        weights = model.fit_transform(matrix)
    return _themes(entry_ids, weights, model.components_, vectorizer.get_feature_names_out(), settings, registry)


def _themes(
    entry_ids: Sequence[str],
    weights: NDArray[np.float64],
    components: NDArray[np.float64],
    vocabulary: Sequence[str],
    settings: ThemeSettings,
    registry: Registry,
) -> list[Theme]:
    shares = (weights / weights.sum(axis=1, keepdims=True).clip(min=1e-12)).round(_DECIMALS)
    best = [int(row.argmax()) if row.max() > 0 else -1 for row in shares]
    drafts = []
    for number, component in enumerate(components):
        main = [index for index, theme in enumerate(best) if theme == number]
        if len(main) < settings.min_entries:
            continue
        top = sorted(range(len(vocabulary)), key=lambda term: (-round(float(component[term]), _DECIMALS), vocabulary[term]))[
            :_TERMS_PER_THEME
        ]
        total = sum(float(component[term]) for term in top) or 1.0
        terms = tuple((str(vocabulary[term]), round(float(component[term]) / total, _DECIMALS)) for term in top)
        members = tuple((entry_ids[i], float(row[number])) for i, row in enumerate(shares) if row[number] >= settings.min_weight)
        strongest = sorted(main, key=lambda index: (-shares[index][number], entry_ids[index]))
        drafts.append((terms, members, tuple(entry_ids[index] for index in strongest)))
    drafts.sort(key=lambda draft: (-len(draft[2]), draft[0]))
    return sorted((_named(terms, members, main, registry) for terms, members, main in drafts), key=lambda theme: theme.theme_id)


def _named(
    terms: tuple[tuple[str, float], ...], members: tuple[tuple[str, float], ...], main: tuple[str, ...], registry: Registry
) -> Theme:
    words = [term for term, _ in terms[:_WORDS_IN_LABEL]]
    theme_id = registry.assign("theme", [term for term, _ in terms[: 2 * _WORDS_IN_LABEL]], " ".join(words[:2]), least=_WORDS_IN_LABEL)
    return Theme(theme_id, " · ".join(words), terms, members, main)
