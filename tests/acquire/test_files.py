from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.acquire.files import find_inputs, read, suffix_of
from pipeline.errors import ConfigError, RejectInput
from pipeline.text import post_id

if TYPE_CHECKING:
    from pipeline.model import InputRef


def put(path: Path, content: bytes = b"A talk.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def sources(*roots: Path) -> list[str]:
    return [ref.source for ref in find_inputs(roots)[0]]


def reasons(*roots: Path) -> dict[str, str]:
    return {reject.source: reject.reason for reject in find_inputs(roots)[1]}


def test_every_known_suffix_is_taken_in_sorted_order(tmp_path: Path) -> None:
    names = ["a.txt", "b.md", "c.markdown", "d.mdx", "e.html", "f.HTM", "g.rst", "h.adoc", "i.Org"]
    random.Random(1).shuffle(names)
    for name in names:
        put(tmp_path / name)
    put(tmp_path / "2024" / "kubecon" / "z.md")
    assert sources(tmp_path) == ["2024/kubecon/z.md", *sorted(names)]
    assert reasons(tmp_path) == {}


def test_what_is_left_out_leaves_no_trace(tmp_path: Path) -> None:
    for name in (
        "README.md",
        "README",
        ".hidden.md",
        ".git/x.md",
        "sources.toml",
        "a.html.meta.json",
        "deep/b.md.meta.json",
        "deep/sources.toml",
    ):
        put(tmp_path / name)
    put(tmp_path / "deep" / "README.md")
    put(tmp_path / "README-driven" / "a.md")
    assert sources(tmp_path) == ["README-driven/a.md", "deep/README.md"]
    assert reasons(tmp_path) == {}


def test_other_suffixes_are_rejected_by_name(tmp_path: Path) -> None:
    for name in ("a.pdf", "b", "c.md.bak", "d.warc", "e.warc.gz", "f.gz"):
        put(tmp_path / name)
    assert sources(tmp_path) == []
    assert reasons(tmp_path) == {
        "a.pdf": "unknown_suffix",
        "b": "unknown_suffix",
        "c.md.bak": "unknown_suffix",
        "d.warc": "unsupported_format",
        "e.warc.gz": "unsupported_format",
        "f.gz": "unknown_suffix",
    }


def test_a_file_that_is_named_is_taken_whatever_its_name(tmp_path: Path) -> None:
    readme = put(tmp_path / "README.md")
    blob = put(tmp_path / "store" / "5f3a")
    link = tmp_path / "latest.md"
    link.symlink_to(blob)
    assert sources(readme) == ["README.md"]
    assert sources(link) == ["latest.md"]
    ref = find_inputs([link])[0][0]
    assert read(ref, 100).suffix == ".md"


def test_a_root_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        find_inputs([tmp_path, tmp_path / "nowhere"])


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert find_inputs([tmp_path]) == ((), ())
    assert find_inputs([]) == ((), ())


def test_links(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "secret.md")
    root = tmp_path / "in"
    put(root / "real.md")
    put(root / "deep" / "er" / "x.md")
    put(root / "deep" / "pipe.md").unlink()
    os.mkfifo(root / "deep" / "pipe.md")
    for name, target in {
        "again.md": "real.md",
        "broken.md": "gone.md",
        "self.md": "self.md",
        "out.md": str(outside),
        "outfolder": str(outside.parent),
        "deep/er/up": "../..",
        "shortcut": "deep/er",
    }.items():
        (root / name).symlink_to(target)
    assert sources(root) == ["deep/er/x.md", "real.md"]
    assert reasons(root) == {
        "broken.md": "unreadable",
        "deep/er/up": "unreadable",
        "deep/pipe.md": "unreadable",
        "out.md": "link_leaves_root",
        "outfolder": "link_leaves_root",
        "self.md": "unreadable",
    }


def test_links_into_a_dot_folder_are_followed(tmp_path: Path) -> None:
    # As Kubernetes mounts a ConfigMap.
    put(tmp_path / "..2024" / "a.md")
    put(tmp_path / "..2024" / "sub" / "b.md")
    (tmp_path / "..data").symlink_to("..2024")
    (tmp_path / "a.md").symlink_to("..data/a.md")
    (tmp_path / "sub").symlink_to("..data/sub")
    assert sources(tmp_path) == ["a.md", "sub/b.md"]


def test_a_root_that_is_a_link_is_walked(tmp_path: Path) -> None:
    put(tmp_path / "real" / "a.md")
    (tmp_path / "link").symlink_to("real")
    assert sources(tmp_path / "link") == ["a.md"]
    assert sources(tmp_path / "link", tmp_path / "real") == ["a.md"]


def test_equal_sources_get_the_shortest_tail_that_tells_them_apart(tmp_path: Path) -> None:
    roots = [tmp_path / "corpus" / "014", tmp_path / "blind" / "014", tmp_path / "blind" / "015"]
    for root in roots:
        put(root / "recap.md")
    put(roots[0] / "only.md")
    expected = ["015/recap.md", "blind/014/recap.md", "corpus/014/recap.md", "only.md"]
    assert all(sources(*order) == expected for order in permutations(roots))


def test_a_prefixed_name_that_meets_a_plain_one_goes_on(tmp_path: Path) -> None:
    roots = [tmp_path / "x" / "a", tmp_path / "x" / "b", tmp_path / "c"]
    put(roots[0] / "p.md")
    put(roots[1] / "p.md")
    put(roots[2] / "a" / "p.md")
    assert all(sources(*order) == ["b/p.md", "c/a/p.md", "x/a/p.md"] for order in permutations(roots))


def test_rejects_have_unique_sources_too(tmp_path: Path) -> None:
    put(tmp_path / "a" / "x.pdf")
    put(tmp_path / "b" / "x.pdf")
    assert set(reasons(tmp_path / "a", tmp_path / "b")) == {"a/x.pdf", "b/x.pdf"}


def test_a_file_below_two_roots_is_taken_once(tmp_path: Path) -> None:
    put(tmp_path / "all" / "014" / "recap.md")
    put(tmp_path / "all" / "014" / "notes.pdf")
    put(tmp_path / "all" / "014" / "README.md")
    roots = [tmp_path / "all", tmp_path / "all" / "014", tmp_path / "all" / "014" / "recap.md"]
    for order in permutations(roots):
        assert sources(*order) == ["014/recap.md"]
        assert reasons(*order) == {"014/notes.pdf": "unknown_suffix"}


def test_undecodable_names_become_text(tmp_path: Path) -> None:
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")), b"latin")
    put(tmp_path / r"caf\xe9.md", b"literal")
    put(tmp_path / "café.md", b"utf-8")
    inputs, _ = find_inputs([tmp_path])
    assert [(ref.source, read(ref, 100).content) for ref in inputs] == [
        (r"caf\\xe9.md", b"literal"),
        (r"caf\xe9.md", b"latin"),
        ("café.md", b"utf-8"),
    ]
    assert all(ref.source.encode("utf-8") for ref in inputs)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to give up root's rights in a child")
def test_what_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    put(tmp_path / "locked" / "a.md")
    put(tmp_path / "b.md")
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)
    (tmp_path / "locked").chmod(0)
    (tmp_path / "b.md").chmod(0)
    program = (
        "import os, sys; from pathlib import Path; from pipeline.acquire.files import find_inputs, read\n"
        "from pipeline.errors import RejectInput\nos.setuid(65534)\n"
        "inputs, rejects = find_inputs([Path(sys.argv[1])])\nprint([(r.source, r.reason, r.detail) for r in rejects])\n"
        "try: read(inputs[0], 100)\nexcept RejectInput as e: print(e)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    (tmp_path / "locked").chmod(0o755)
    assert done.stdout.splitlines() == [
        "[('locked', 'unreadable', 'folder: permission denied')]",
        "acquire: unreadable: permission denied",
    ]


def test_read_gives_the_bytes_with_their_hash(tmp_path: Path) -> None:
    put(tmp_path / "Talk.MD", b"# Hi\r\n\xff")
    post = read(find_inputs([tmp_path])[0][0], 7)
    assert (post.content, post.source, post.suffix) == (b"# Hi\r\n\xff", "Talk.MD", ".md")
    assert post.post_id == post_id("Talk.MD")
    assert post.content_hash == hashlib.sha256(post.content).hexdigest()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"12345678", "acquire: too_large: 8 bytes, the limit is 7"),
        (b"", "acquire: empty: 0 bytes, no text"),
        (b" \n\t ", "acquire: empty: 4 bytes, no text"),
    ],
)
def test_read_refuses_with_a_reason(tmp_path: Path, content: bytes, said: str) -> None:
    put(tmp_path / "a.md", content)
    with pytest.raises(RejectInput) as caught:
        read(find_inputs([tmp_path])[0][0], 7)
    assert str(caught.value) == said


def refused(ref: InputRef) -> str:
    with pytest.raises(RejectInput) as caught:
        read(ref, 100)
    assert "/" not in caught.value.detail
    return caught.value.reason


def test_read_looks_again_at_what_changed_since_it_was_found(tmp_path: Path) -> None:
    root = tmp_path / "in"
    secret = put(tmp_path / "secret.md")
    file = put(root / "a.md")
    ref = find_inputs([root])[0][0]
    file.unlink()
    assert refused(ref) == "unreadable"
    file.symlink_to(secret)
    assert refused(ref) == "link_leaves_root"
    file.unlink()
    os.mkfifo(file)
    assert refused(ref) == "unreadable"
    file.unlink()
    file.mkdir()
    assert refused(ref) == "unreadable"


@pytest.mark.parametrize(
    ("name", "suffix"), [("a/B.MD", ".md"), ("x.warc.gz", ".warc.gz"), ("x.tar.gz", ".gz"), ("plain", ""), ("v1.2/plain", "")]
)
def test_suffix_of(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix
