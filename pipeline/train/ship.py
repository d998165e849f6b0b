"""Write the trained models into the package, with a card that says what they were trained on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.train import names, segmenter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.train.examples import Example

FOLDER = Path(__file__).parent.parent / "model"


def ship(examples: Sequence[Example], tell: Callable[[str], None]) -> None:
    """Fit on all examples and write `cuts.npz`, `starts.npz`, `names.crfsuite` and `card.json`."""
    tell(f"training on {len(examples)} posts")
    learned = segmenter.train([segmenter.label(example) for example in examples])
    learned.cuts.save(FOLDER / "cuts.npz")
    learned.starts.save(FOLDER / "starts.npz")
    tell("segmenter done")
    names.train(examples, FOLDER / "names.crfsuite")
    tell("names done")
    (FOLDER / "card.json").write_text(json.dumps(_card(examples), indent=1, sort_keys=True) + "\n", "utf-8")


def _card(examples: Sequence[Example]) -> dict[str, object]:
    return {
        "trained on": "annotated recap posts by other authors; their texts are not part of this repository",
        "posts": len(examples),
        "groups": len({example.group for example in examples}),
        "entries": sum(len(example.gold.entries) for example in examples),
        "files": {
            "cuts.npz": "extra trees: expected F1 of a whole-post cut from layout features",
            "starts.npz": "extra trees: chance that one start of a cut is an entry",
            "names.crfsuite": "linear-chain CRF: person, company, tool; shape, context and list features",
        },
        "figures": "docs/quality.md",
        "limits": "English first; layouts of technology conference recaps",
    }
