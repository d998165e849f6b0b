"""Function words by language, from spaCy's lists."""

from __future__ import annotations

import runpy
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def stop_words(language: str) -> frozenset[str]:
    """The function words of a language (ISO 639-1); none where spaCy has no list.

    The list's own file is run, not its package imported: with it would come the language's whole tokenizer, two seconds for seven of them.
    """
    spec = find_spec("spacy.lang")
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()] if spec else []
    files = [folder / language / "stop_words.py" for folder in folders]
    words = next((runpy.run_path(str(file))["STOP_WORDS"] for file in files if file.is_file()), ())
    return frozenset(words)
