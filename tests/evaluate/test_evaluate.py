"""The scorer on one small post whose figures are worked out by hand: two entries, three tools, two companies, one person."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import ConfigError
from pipeline.evaluate import MEASURES, Scores, evaluate, floors_failed, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Row = dict[str, Any]
Tables = dict[str, list[Row]]

TYPES_BODY = "Carol opened with a story about mypy on Linux. So ship types you can trust."
ARRAYS_BODY = "Numbers are slow unless numpy or Cython helps, and that is all there was."
TEXT = f"PSF hosted us. Carol Willing, Asteris, spoke. {TYPES_BODY} {ARRAYS_BODY} We met Bob, Bob Stranger, Ada Writer; saw Perl."

GOLD: Row = {
    "slug": "us",
    "file": "014/recap.md",
    "title": "What I saw at PyCon",
    "authors": ["Ada Writer"],
    "published": "2019-05",
    "event": {"name": "PyCon US", "aliases": ["PyCon"], "year": 2019},
    "entries": [
        {
            "title": "Types in Anger",
            "kind": "talk",
            "section": "Day 1",
            "starts_with": "Carol opened with a story",
            "ends_with": "ship types you can trust.",
            "speakers": [{"name": "Carol Willing", "role": "Director", "company": "Asteris"}],
            "tools": [["mypy"]],
            "tools_optional": [["Linux"]],
            "companies": [["Asteris"]],
            "urls": ["https://example.org/types"],
        },
        {
            "title": "Fast Arrays",
            "kind": "keynote",
            "section": None,
            "starts_with": "Numbers are slow unless",
            "ends_with": "and that is all there was.",
            "speakers": [],
            "tools": [["NumPy", "numpy"], ["Cython"]],
        },
    ],
    "people": ["Carol Willing"],
    "outside": {"companies": [["PSF"]]},
}

TYPES: dict[str, pa.DataType] = {
    "authors": pa.list_(pa.string()),
    "published": pa.date32(),
    "event_year": pa.int16(),
    "position": pa.int32(),
    "start": pa.int32(),
    "end": pa.int32(),
}
COLUMNS = {
    "posts": "post_id source title authors published event_name event_year text",
    "entries": "post_id entry_id position kind title section text",
    "speakers": "post_id entry_id name role company",
    "mentions": "post_id entry_id label name surface start end",
    "links": "post_id entry_id url",
}


def mention(entry_id: str | None, label: str, surface: str, name: str | None = None) -> Row:
    start = TEXT.index(surface)
    end = start + len(surface)
    row = {"entry_id": entry_id, "label": label, "name": name or surface, "surface": surface}
    return {"post_id": "p1", **row, "start": start, "end": end}


def entry(entry_id: str, position: int, **fields: str | None) -> Row:
    return {"post_id": "p1", "entry_id": entry_id, "position": position, **fields}


def perfect() -> Tables:
    """Tables that say of the post what the gold says."""
    post = {"post_id": "p1", "source": "in/014/recap.md", "title": "What I saw at PyCon", "authors": ["Ada Writer"], "text": TEXT}
    event = {"published": date(2019, 5, 1), "event_name": "PyCon US", "event_year": 2019}
    carol = {"post_id": "p1", "entry_id": "a", "name": "Carol Willing", "role": "Director", "company": "Asteris"}
    return {
        "posts": [{**post, **event}],
        "entries": [
            entry("a", 0, kind="talk", title="Types in Anger", section="Day 1", text=TYPES_BODY),
            entry("b", 1, kind="keynote", title="Fast Arrays", section=None, text=ARRAYS_BODY),
        ],
        "speakers": [carol],
        "mentions": [
            mention(None, "company", "PSF"),
            mention("a", "person", "Carol", name="Carol Willing"),
            mention("a", "company", "Asteris"),
            mention("a", "tool", "mypy"),
            mention("b", "tool", "numpy", name="NumPy"),
            mention("b", "tool", "Cython"),
        ],
        "links": [{"post_id": "p1", "entry_id": "a", "url": "http://www.example.org/types/"}],
    }


class Bench:
    """A gold folder and an output folder to fill and to score."""

    def __init__(self, folder: Path) -> None:
        self.gold, self.output = folder / "gold", folder / "output"
        self.gold.mkdir()

    def annotate(self, gold: Row, name: str = "014.json") -> None:
        (self.gold / name).write_text(json.dumps(gold), "utf-8")

    def write(self, tables: Tables) -> None:
        for name, columns in COLUMNS.items():
            schema = pa.schema([(column, TYPES.get(column, pa.string())) for column in columns.split()])
            (self.output / name).mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist(tables[name], schema), self.output / name / "part-0.parquet")

    def score(self, tables: Tables) -> Scores:
        self.write(tables)
        return evaluate(self.gold, self.output)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.annotate(GOLD)
    return made


def figures(scores: Scores, measure: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one measure."""
    total = scores.total[measure]
    return total.precision, total.recall, total.f1


def flawless(scores: Scores) -> set[str]:
    return {measure for measure in MEASURES if figures(scores, measure) == (1, 1, 1)}


def test_perfect_output_is_flawless(bench: Bench) -> None:
    scores = bench.score(perfect())
    assert flawless(scores) == set(MEASURES)
    assert {measure: scores.total[measure].gold for measure in ("entries", "sections", "tools", "companies", "metadata")} == {
        "entries": 2, "sections": 1, "tools": 3, "companies": 2, "metadata": 5,
    }  # fmt: skip
    assert (scores.misses, scores.missing, scores.grounded, scores.mentions) == ((), (), 1.0, 6)


def test_missing_entry_takes_its_parts_along(bench: Bench) -> None:
    tables = {name: [row for row in rows if row.get("entry_id") != "b"] for name, rows in perfect().items()}
    scores = bench.score(tables)
    assert figures(scores, "entries") == figures(scores, "records") == (1, 0.5, 0.6667)
    assert figures(scores, "tools") == (1, 0.3333, 0.5)
    assert scores.misses == (
        "us: Fast Arrays: entries: missed Fast Arrays",
        "us: Fast Arrays: tools: missed NumPy",
        "us: Fast Arrays: tools: missed Cython",
    )


def test_entry_too_many_is_wrong_with_all_its_parts(bench: Bench) -> None:
    tables = perfect()
    tables["entries"].append(entry("c", 2, kind="talk", title="Lunch", section="Day 1", text="Soup."))
    tables["mentions"].append(mention("c", "tool", "Perl"))
    scores = bench.score(tables)
    assert figures(scores, "entries") == figures(scores, "bodies") == (0.6667, 1, 0.8)
    assert figures(scores, "sections") == (0.5, 1, 0.6667)
    assert figures(scores, "tools") == (0.75, 1, 0.8571)


def test_claims_for_no_entry_are_wrong(bench: Bench) -> None:
    tables = perfect()
    tables["mentions"].append(mention("nowhere", "tool", "Perl"))
    scores = bench.score(tables)
    assert scores.misses == ("us: (extra) no such entry: tools: wrong Perl",)


@pytest.mark.parametrize(
    ("row", "change", "measure", "expected"),
    [
        (1, {"title": "Something else entirely"}, "titles", (0.5, 0.5, 0.5)),
        (1, {"title": "Fast Arrays!"}, "titles", (1, 1, 1)),
        (0, {"kind": "panel"}, "kinds", (0.5, 0.5, 0.5)),
        (0, {"section": "Day 2"}, "sections", (0, 0, 0)),
        (0, {"section": "DAY 1:"}, "sections", (1, 1, 1)),
        (0, {"section": None}, "sections", (0, 0, 0)),
        (1, {"section": "Day 1"}, "sections", (0.5, 1, 0.6667)),
        (0, {"text": TYPES_BODY + ARRAYS_BODY[:30]}, "bodies", (0.5, 0.5, 0.5)),
        (0, {"text": TYPES_BODY.removeprefix("Carol")}, "bodies", (0.5, 0.5, 0.5)),
        (0, {"text": TYPES_BODY.removesuffix("trust.")}, "bodies", (0.5, 0.5, 0.5)),
        (0, {"text": TYPES_BODY + "x" * 150}, "bodies", (1, 1, 1)),
        (0, {"text": TYPES_BODY + "x" * 151}, "bodies", (0.5, 0.5, 0.5)),
        (0, {"text": None}, "bodies", (0.5, 0.5, 0.5)),
    ],
)  # fmt: skip
def test_field_of_an_entry(bench: Bench, row: int, change: Row, measure: str, expected: tuple[float, float, float]) -> None:
    tables = perfect()
    tables["entries"][row] |= change
    scores = bench.score(tables)
    assert figures(scores, measure) == expected
    assert flawless(scores) >= {"entries", "speakers", "tools", "people"}
    assert figures(scores, "records") == ((1, 1, 1) if expected == (1, 1, 1) else (0.5, 0.5, 0.5))


@pytest.mark.parametrize(("letters", "f1"), [(0, 1), (80, 1), (81, 0.5)])
def test_body_where_the_gold_has_none(bench: Bench, letters: int, f1: float) -> None:
    gold = deepcopy(GOLD)
    gold["entries"][1] |= {"starts_with": None, "ends_with": None}
    bench.annotate(gold)
    tables = perfect()
    tables["entries"][1]["text"] = "x" * letters
    assert figures(bench.score(tables), "bodies") == (f1, f1, f1)


@pytest.mark.parametrize(
    ("change", "measure", "expected"),
    [
        ({"company": "Asteris, LLC"}, "affiliations", (1, 1, 1)),
        ({"company": "Ast"}, "affiliations", (0, 0, 0)),
        ({"company": "Google"}, "affiliations", (0, 0, 0)),
        ({"company": None}, "affiliations", (0, 0, 0)),
        ({"role": "director"}, "roles", (1, 1, 1)),
        ({"role": "Gardener"}, "roles", (0, 0, 0)),
        ({"name": "Cárol Willing"}, "speakers", (1, 1, 1)),
        ({"name": "Carol"}, "speakers", (0, 0, 0)),
    ],
)  # fmt: skip
def test_speaker(bench: Bench, change: Row, measure: str, expected: tuple[float, float, float]) -> None:
    tables = perfect()
    tables["speakers"][0] |= change
    assert figures(bench.score(tables), measure) == expected


@pytest.mark.parametrize(
    ("row", "measure", "expected"),
    [
        (mention("a", "tool", "Linux"), "tools", (1, 1, 1)),
        (mention("b", "tool", "Linux"), "tools", (0.75, 1, 0.8571)),
        (mention("a", "tool", "Perl"), "tools", (0.75, 1, 0.8571)),
        (mention("b", "tool", "numpy", name="Perl"), "tools", (1, 1, 1)),
        (mention(None, "tool", "mypy"), "tools", (0.75, 1, 0.8571)),
        (mention(None, "company", "Asteris"), "companies", (0.6667, 1, 0.8)),
        (mention(None, "person", "Bob"), "people", (1, 1, 1)),
        (mention(None, "person", "Bob Stranger"), "people", (0.5, 1, 0.6667)),
        (mention(None, "person", "Bob", name="Bob Stranger"), "people", (1, 1, 1)),
        (mention(None, "person", "Ada Writer"), "people", (1, 1, 1)),
    ],
)  # fmt: skip
def test_one_mention_more(bench: Bench, row: Row, measure: str, expected: tuple[float, float, float]) -> None:
    tables = perfect()
    tables["mentions"].append(row)
    assert figures(bench.score(tables), measure) == expected


def test_mention_moved_inside_is_missed_outside(bench: Bench) -> None:
    tables = perfect()
    tables["mentions"][0]["entry_id"] = "b"
    scores = bench.score(tables)
    assert figures(scores, "companies") == (0.5, 0.5, 0.5)
    assert scores.misses == ("us: Fast Arrays: companies: wrong PSF", "us: (outside): companies: missed PSF")


def test_ungrounded_mention(bench: Bench) -> None:
    tables = perfect()
    tables["mentions"][0]["start"] += 1
    tables["mentions"][1]["post_id"] = "another post"
    scores = bench.score(tables)
    assert scores.grounded == pytest.approx(4 / 6)
    assert scores.mentions == 6


@pytest.mark.parametrize(
    ("field", "value", "hits"),
    [
        ("title", "Another post", 4),
        ("authors", [], 4),
        ("published", date(2019, 5, 31), 5),
        ("published", date(2019, 6, 1), 4),
        ("published", None, 4),
        ("event_name", "PyCon", 5),
        ("event_name", "EuroPython", 4),
        ("event_year", None, 4),
    ],
)  # fmt: skip
def test_metadata(bench: Bench, field: str, value: object, hits: int) -> None:
    tables = perfect()
    tables["posts"][0][field] = value
    share = hits / 5
    assert figures(bench.score(tables), "metadata") == (share, share, share)


def test_event_where_the_gold_has_none(bench: Bench) -> None:
    bench.annotate({**GOLD, "event": None})
    assert figures(bench.score(perfect()), "metadata") == (0.6, 0.6, 0.6)


def test_post_that_is_not_there(bench: Bench) -> None:
    bench.annotate({**GOLD, "slug": "lost", "file": "015/lost.md"}, "015.json")
    scores = bench.score(perfect())
    assert scores.missing == ("015/lost.md",)
    assert scores.posts["lost"]["metadata"].f1 == 0
    assert figures(scores, "entries") == (1, 0.5, 0.6667)
    assert (scores.total["entries"].macro, scores.total["entries"].gold) == (0.5, 4)


def test_mean_leaves_out_posts_without_such_items(bench: Bench) -> None:
    bare = {"entries": [], "people": [], "outside": {}, "slug": "bare", "file": "bare.md"}
    bench.annotate({**GOLD, **bare}, "015.json")
    tables = perfect()
    tables["posts"].append({**tables["posts"][0], "post_id": "p2", "source": "bare.md"})
    tables["mentions"][3]["surface"] = tables["mentions"][3]["name"] = "Perl"
    scores = bench.score(tables)
    assert scores.posts["bare"]["tools"].f1 == 1
    assert scores.total["tools"].macro == scores.total["tools"].f1 == 0.6667


def test_single_files_do_as_well_as_folders(bench: Bench) -> None:
    bench.write(perfect())
    for name in COLUMNS:
        (bench.output / name / "part-0.parquet").rename(bench.output / f"{name}.parquet")
        (bench.output / name).rmdir()
    assert flawless(evaluate(bench.gold, bench.output)) == set(MEASURES)


def test_render_lists_posts_summary_and_grounded(bench: Bench) -> None:
    bench.annotate({**GOLD, "slug": "lost", "file": "lost.md"}, "015.json")
    lines = render(bench.score(perfect())).splitlines()
    assert lines[0].split() == [measure[:9] for measure in MEASURES]
    assert [line.split()[0] for line in lines[1:]] == ["us", "lost", "precision", "recall", "F1", "F1,", "gold", "grounded", "no"]
    assert lines[-2:] == ["grounded 1.0000 of 6 mentions; 2 posts", "no post for lost.md"]
    assert len({len(line) for line in lines[:-2]}) == 1


def test_floors(bench: Bench) -> None:
    tables = perfect()
    tables["entries"][0]["kind"] = "panel"
    scores = bench.score(tables)
    assert floors_failed(scores, {"kinds": 0.5, "tools": 1.0}) == []
    assert floors_failed(scores, {"kinds": 0.51}) == ["kinds: F1 0.5000 is below its floor 0.5100"]
    with pytest.raises(ConfigError, match="floors: no measure 'kind'"):
        floors_failed(scores, {"kind": 0.5})


def spoil_first_entry(**fields: object) -> Row:
    gold = deepcopy(GOLD)
    gold["entries"][0] |= fields
    return gold


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        ([], "expected an object, found []"),
        ({"file": "x"}, "expected the key 'event'"),
        ({**GOLD, "slug": None}, "slug: expected a string, found null"),
        ({**GOLD, "people": "Bob"}, 'people: expected a list, found "Bob"'),
        ({**GOLD, "event": {"name": "PyCon", "year": "2019"}}, 'event.year: expected a whole number or null, found "2019"'),
        (spoil_first_entry(kind="chat"), 'entries[0].kind: expected one of keynote, talk, panel, lightning, workshop, topic, found "chat"'),
        (spoil_first_entry(tools=[[]]), "entries[0].tools[0]: expected at least one string, found []"),
        (spoil_first_entry(speakers=[{}]), "entries[0].speakers[0]: expected the key 'name', found {}"),
    ],
)  # fmt: skip
def test_bad_gold_says_where_and_what(bench: Bench, gold: object, message: str) -> None:
    (bench.gold / "014.json").write_text(json.dumps(gold), "utf-8")
    bench.write(perfect())
    with pytest.raises(ConfigError) as problem:
        evaluate(bench.gold, bench.output)
    assert str(problem.value).startswith(f"{bench.gold / '014.json'}: ")
    assert message in str(problem.value)


def spoil_json(bench: Bench) -> None:
    (bench.gold / "014.json").write_text("{", "utf-8")


def spoil_encoding(bench: Bench) -> None:
    (bench.gold / "014.json").write_bytes(b'{"slug": "\xff"}')


def double_gold(bench: Bench) -> None:
    bench.annotate(GOLD, "015.json")


def remove_gold(bench: Bench) -> None:
    (bench.gold / "014.json").unlink()


def remove_table(bench: Bench) -> None:
    (bench.output / "links").rename(bench.output / "lynx")


def spoil_table(bench: Bench) -> None:
    (bench.output / "links" / "part-0.parquet").write_text("not Parquet")


def empty_table(bench: Bench) -> None:
    (bench.output / "links" / "part-0.parquet").unlink()


def drop_column(bench: Bench) -> None:
    pq.write_table(pa.table({"post_id": ["p1"]}), bench.output / "links" / "part-0.parquet")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_json, r"014\.json: not valid JSON: .*line 1 column 2"),
        (spoil_encoding, r"014\.json: not valid JSON: 'utf-8' codec"),
        (double_gold, r"more than one gold file has the slug 'us'"),
        (remove_gold, r"no gold files \(\*\.json\)"),
        (remove_table, r"no table links"),
        (spoil_table, r"links: not a readable Parquet table"),
        (empty_table, r"links: no column post_id, entry_id, url"),
        (drop_column, r"links: no column entry_id, url"),
    ],
)  # fmt: skip
def test_bad_folder_is_one_clear_line(bench: Bench, spoil: Callable[[Bench], None], message: str) -> None:
    bench.write(perfect())
    spoil(bench)
    with pytest.raises(ConfigError, match=message) as problem:
        evaluate(bench.gold, bench.output)
    assert "\n" not in str(problem.value)
