"""The spaCy pipeline, and the mentions that come of it: people, companies and tools.

Expectations are of lists and rules; where the trained recogniser takes part, only what must hold whatever it says is tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy
from drafts import entries, parsed
from spacy.language import Language

from pipeline.acquire.files import find_inputs, read
from pipeline.config import NlpSettings
from pipeline.errors import EnvironmentProblem
from pipeline.extract import extract, nlp, reader
from pipeline.parse import parse
from pipeline.segment import segment, shipped

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Mention, ParsedPost, PostRecord

Named = tuple[str, str, str]


def wrong(text: str, names: list[str], reason: str) -> object:
    """A wording that is not read rightly yet."""
    return pytest.param(text, names, marks=pytest.mark.xfail(strict=True, reason=reason))


def record(text: str, *, statistical: bool = False) -> PostRecord:
    """What is found in a session whose body is the given text."""
    post = parsed(f"# Recap\n\n## Queues Without Tears\n\n{text}")
    return extract(post, entries(post, "Queues"), nlp.builtin(statistical=statistical))


def mentions(text: str) -> list[Named]:
    """Label, name and surface of what is found in a text."""
    return [(mention.label, mention.name, mention.surface) for mention in record(text).mentions]


def tools(text: str) -> list[str]:
    return [name for label, name, _ in mentions(text) if label == "tool"]


# --- tokens ------------------------------------------------------------------------------------------------------------------------------

WHOLE = [
    "k8s",
    "C++",
    "C++17",
    "C#",
    ".NET",
    "ASP.NET",
    "Node.js",
    "Vue.js",
    "draw.io",
    "gRPC",
    "CI/CD",
    "TCP/IP",
    "std::move",
    "https://gannet.example/a?b=c",
    "@lauraholt",
    "@laura.holt",
]


@pytest.mark.parametrize("word", WHOLE)
@pytest.mark.parametrize("sentence", ["{}", "We use {} here", "({})"])
def test_names_that_stay_one_token(word: str, sentence: str) -> None:
    text = sentence.format(word)
    assert word in [token.text for token in nlp.builtin(statistical=False).make_doc(text)]


@pytest.mark.parametrize("word", [word for word in WHOLE if word[0] not in "h@"])
@pytest.mark.parametrize("sentence", ["We use {}.", "We use {}, and", "“{}”", "{}: the end", "{}’s end"])
def test_punctuation_is_no_part_of_them(word: str, sentence: str) -> None:
    assert word in [token.text for token in nlp.builtin(statistical=False).make_doc(sentence.format(word))]


@pytest.mark.parametrize("text", ["queue,cache", "one/two", "the end.", "(brackets)"])
def test_other_words_are_cut_from_their_punctuation(text: str) -> None:
    assert len(nlp.builtin(statistical=False).make_doc(text)) > 1


# --- the pipeline ------------------------------------------------------------------------------------------------------------------------


def test_components_are_registered_factories() -> None:
    assert Language.has_factory("talkmine_lists")
    assert Language.has_factory("talkmine_crf")
    assert nlp.builtin().pipe_names == ["talkmine_lists", "talkmine_crf"]
    assert nlp.builtin(statistical=False).pipe_names == ["talkmine_lists"]


def test_a_pipeline_is_loaded_once() -> None:
    assert reader(NlpSettings()) is reader(NlpSettings())
    assert reader(NlpSettings(statistical=False)) is not reader(NlpSettings())
    doc = reader(NlpSettings(statistical=False))("Kubernetes")
    assert "crf" not in doc.spans


def test_a_forgetful_pipeline_reads_the_same_before_and_after_it_is_built_anew() -> None:
    built: list[Language] = []

    def build() -> Language:
        built.append(nlp.build(statistical=False))
        return built[-1]

    read = nlp.Forgetful(build, every=2)
    docs = [read("We run Kubernetes and etcd.") for _ in range(5)]
    assert len(built) == 3
    assert [[span.kb_id_ for span in doc.spans["lists"]] for doc in docs] == [["tool:Kubernetes", "tool:etcd"]] * 5


def test_a_pipeline_that_is_not_installed() -> None:
    with pytest.raises(EnvironmentProblem, match="no_such_pipeline"):
        reader(NlpSettings(model="no_such_pipeline"))


TEXT = "Laura Holt from Red Hat told how Kubernetes, C++ and CI/CD at Netflix were written in Go; Node.js and gRPC were not."


def spans(pipeline: Language, text: str) -> dict[str, list[tuple[int, int, str, str]]]:
    doc = pipeline(text)
    return {key: [(span.start_char, span.end_char, span.label_, span.kb_id_) for span in doc.spans[key]] for key in sorted(doc.spans)}


@pytest.mark.parametrize("statistical", [False, True])
def test_to_disk_and_back(statistical: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    pipeline = nlp.builtin(statistical=statistical)
    pipeline.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == pipeline.pipe_names
    assert spans(again, TEXT)["lists"]
    assert spans(again, TEXT) == spans(pipeline, TEXT)
    assert [token.text for token in again(TEXT)] == [token.text for token in pipeline(TEXT)]


def test_lists_find_what_they_know() -> None:
    found = spans(nlp.builtin(statistical=False), TEXT)["lists"]
    assert {(TEXT[start:end], name) for start, end, _, name in found} >= {
        ("Red Hat", "company:Red Hat"),
        ("Kubernetes", "tool:Kubernetes"),
        ("C++", "tool:C++"),
        ("Netflix", "company:Netflix"),
        ("Go", "?tool:Go"),
        ("gRPC", "tool:gRPC"),
    }


# --- mentions ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They run it all on Kubernetes today.", ["Kubernetes"]),
        ("They run it all on k8s today, and Kubernetes it stays.", ["Kubernetes", "Kubernetes"]),
        ("They run it all on k8s today.", ["Kubernetes"]),
        ("They moved from Postgres to something else.", ["PostgreSQL"]),
        ("The clients talk to Kafka over gRPC.", ["Apache Kafka", "gRPC"]),
        ("They compared Docker Swarm with Docker.", ["Docker Swarm", "Docker"]),
        ("It runs on Google Kubernetes Engine today.", ["Google Kubernetes Engine"]),
        ("It was C++ and C# before.", ["C++", "C#"]),
        ("Use `kubectl` for all of it.", ["kubectl"]),
        ("They run AWS Lambda in production.", ["AWS Lambda"]),
    ],
)
def test_tools_of_the_lists(text: str, names: list[str]) -> None:
    assert tools(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was written in Go by a team of three.", ["Go"]),
        ("The whole thing was written in Rust last year.", ["Rust"]),
        ("The page was built with React by a student.", ["React"]),
        ("Then they deployed the rest with Chef and were happy.", ["Chef"]),
        ("For the numbers they use R and nothing else.", ["R"]),
        ("They were using Spring 5.2 at that time.", ["Spring"]),
        ("They moved from Argo CD to Flux over the summer.", ["Argo CD", "Flux"]),
        wrong("It was written in Rust by Laura.", ["Rust"], "a short sentence with some capitals counts as a title in title case"),
        # the plain words
        ("After that we go to the next room.", []),
        ("Go on with it, they said.", []),
        ("The pipes rust away in the harbour.", []),
        ("Rust never sleeps, they say, and the rust on my bike agrees.", []),
        ("He has a swift answer to everything.", []),
        ("A chef cooked for all of us on the first day.", []),
        ("We did react to it.", []),
        ("In spring we will meet again.", []),
    ],
)
def test_words_that_are_also_tools(text: str, names: list[str]) -> None:
    assert tools(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Look:\n\n```\nkubectl get pods  # Kubernetes, Laura Holt, Red Hat\n```",
        "It is described at https://kubernetes.io/docs/kafka for you.",
        "Nothing was said about it.",
    ],
)
def test_code_and_addresses_hold_no_mentions(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize("mark", ["'", "’"])
def test_possessives_are_cut(mark: str) -> None:
    text = f"Laura Holt{mark}s talk was about Netflix{mark}s queue and the limits of Kubernetes{mark} scheduler."
    assert mentions(text) == [
        ("person", "Laura Holt", "Laura Holt"),
        ("company", "Netflix", "Netflix"),
        ("tool", "Kubernetes", "Kubernetes"),
    ]


def test_a_full_name_stays_whole_where_its_parts_stand_elsewhere() -> None:
    text = "Nobody knew what was said to Laura Holt on that day. But Laura smiled, and Holt was happy."
    assert mentions(text) == [("person", "Laura Holt", surface) for surface in ("Laura Holt", "Laura", "Holt")]


def test_short_names_resolve_to_the_full_name() -> None:
    text = "Laura Holt talked about queues. We liked how Laura did it, and Holt’s slides, too."
    assert mentions(text) == [("person", "Laura Holt", surface) for surface in ("Laura Holt", "Laura", "Holt")]


def test_a_short_name_of_two_people_is_nobodys() -> None:
    text = "Laura Holt and Laura Berg talked about queues. We liked how Laura did it, and Holt’s slides, too."
    assert [surface for label, _, surface in mentions(text) if label == "person"] == ["Laura Holt", "Laura Berg", "Holt"]


def test_the_speakers_company_is_found_again_elsewhere() -> None:
    text = "Laura Holt from Norrvik talked about queues. Everybody at Norrvik has one."
    assert [named for named in mentions(text) if named[0] == "company"] == [("company", "Norrvik", "Norrvik")] * 2


def test_mentions_know_their_entry_and_line() -> None:
    post = parsed("# Recap\n\nI like Kubernetes.\n\n## Queues Without Tears\n\nThey run Kafka.\n")
    (entry,) = entries(post, "Queues")
    found = extract(post, (entry,), nlp.builtin(statistical=False)).mentions
    assert [(mention.name, mention.entry_id, mention.source_line) for mention in found] == [
        ("Kubernetes", None, 3),
        ("Apache Kafka", entry.entry_id, 7),
    ]


# --- what holds for every post -----------------------------------------------------------------------------------------------------------


def sample_posts(samples: Path) -> list[ParsedPost]:
    return [parse(read(ref, 1_000_000)) for ref in find_inputs([samples])[0]]


def check(post: ParsedPost, found: tuple[Mention, ...]) -> None:
    end = 0
    for mention in found:
        assert end <= mention.start < mention.end <= len(post.text)
        assert post.text[mention.start : mention.end] == mention.surface
        assert mention.surface == mention.surface.strip()
        assert mention.name
        assert 0 < mention.confidence <= 1
        assert not any(block.start <= mention.start < block.end for block in post.blocks if block.kind == "code")
        end = mention.end


@pytest.mark.parametrize("statistical", [False, True])
def test_mentions_are_in_order_apart_and_grounded(samples: Path, statistical: bool) -> None:  # noqa: FBT001 - a parameter of the test
    posts = sample_posts(samples)
    assert posts
    for post in posts:
        found = extract(post, segment(post, shipped(), min_recap_score=0.5), nlp.builtin(statistical=statistical))
        check(post, found.mentions)
        for speaker in found.speakers:
            assert post.text[speaker.start : speaker.end] == speaker.name
            assert any(mention.label == "person" and mention.start == speaker.start for mention in found.mentions)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "É",
        "Go",
        "@",
        "Laura Holt’s",
        "Kubernetes’",
        "C++C++ k8sk8s",
        "Laura Holt Laura Holt Laura Holt",
        "a\n\n\n\nb",
        "🎉 Kafka 🎉",
    ],
)
@pytest.mark.parametrize("statistical", [False, True])
def test_odd_texts(text: str, statistical: bool) -> None:  # noqa: FBT001 - a parameter of the test
    found = record(text, statistical=statistical)
    check(found.post, found.mentions)
