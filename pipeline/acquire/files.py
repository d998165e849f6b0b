"""Posts from folders: which files are inputs, under which name, and their bytes.

Names must not depend on the machine nor on the order of the arguments, because a post's id is a hash of its `source`.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter, deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, RejectInput
from pipeline.model import InputRef, RawPost, Reject
from pipeline.text import post_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KNOWN_SUFFIXES = (".txt", ".md", ".markdown", ".mdx", ".html", ".htm", ".rst", ".adoc", ".org")
"""What a reader exists for, in lower case."""

UNSUPPORTED_SUFFIXES = (".warc", ".warc.gz")
"""In the contract, but without a reader yet: said so in the rejects instead of "unknown"."""


@dataclass(frozen=True, slots=True)
class _Root:
    """One input root, by its real path, so that two ways of writing it are one root."""

    path: str
    """The folder itself; for a file the folder that holds it."""
    only: str | None
    """The name of the one file to take, if the root is a file."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Something met under a root: an input, or (with a reason) a reject."""

    root: _Root
    parts: tuple[str, ...]
    """The path below the root, by name."""
    location: str
    """The real path: what tells that two finds are the same file."""
    through_link: bool = False
    is_folder: bool = False
    reason: str | None = None
    detail: str = ""


def find_inputs(roots: Sequence[Path]) -> tuple[tuple[InputRef, ...], tuple[Reject, ...]]:
    """The inputs under the roots and what was not taken, both sorted by source; the order of the roots does not matter.

    Raises:
        ConfigError: a root does not exist.

    """
    folders = {_root(path) for path in roots}
    tops = frozenset(root.path for root in folders if root.only is None)
    found = _once(item for root in folders for item in _under(root, tops))
    named = sorted((source, item) for source, item in _named(found).items())
    inputs = tuple(InputRef(source, item.location, item.root.path) for source, item in named if item.reason is None)
    rejects = tuple(Reject(source, "acquire", item.reason, item.detail) for source, item in named if item.reason is not None)
    return inputs, rejects


def read(ref: InputRef, max_bytes: int) -> RawPost:
    """The bytes of one input.

    Raises:
        RejectInput: "too_large", "unreadable", "empty" or "link_leaves_root"; the details are the same on every machine.

    """
    try:
        content = _content(ref, max_bytes)
    except OSError as error:
        raise RejectInput("acquire", "unreadable", _said(error)) from error
    if not content.strip():
        raise RejectInput("acquire", "empty", f"{len(content)} bytes, no text")
    return RawPost(post_id(ref.source), ref.source, suffix_of(ref.source), content, hashlib.sha256(content).hexdigest())


def suffix_of(name: str) -> str:
    """The suffix that decides the reader, in lower case: "a/B.MD" -> ".md", "x.warc.gz" -> ".warc.gz"."""
    lower = name.lower()
    return ".warc.gz" if lower.endswith(".warc.gz") else os.path.splitext(lower)[1]  # noqa: PTH122 (a name, maybe a URL: no path)


# --- roots -----------------------------------------------------------------------------------------------------------------


def _root(path: Path) -> _Root:
    real = Path(os.path.realpath(path))
    if not real.exists():
        raise ConfigError(f"{path}: no such file or folder")
    # A file that is named on the command line keeps the name it was given, also when that is a link to a blob without suffix.
    return _Root(str(real), None) if real.is_dir() else _Root(str(Path(os.path.realpath(path.absolute().parent))), path.name)


def _inside(real: str, root: str) -> bool:
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


# --- walking ---------------------------------------------------------------------------------------------------------------


def _under(root: _Root, tops: frozenset[str]) -> Iterator[_Found]:
    """Everything under one root, links to folders last: what they show is mostly there under its own name already."""
    if root.only is not None:
        yield _single(root, root.only)
        return
    seen: set[str] = set()
    pending = deque([_Found(root, (), root.path, is_folder=True)])
    while pending:
        folder = pending.popleft()
        if folder.location in seen:
            continue
        seen.add(folder.location)
        for item in _listed(folder, at_top=folder.location in tops):
            if not item.is_folder:
                yield item
            elif item.through_link:
                pending.append(item)
            else:
                pending.appendleft(item)


def _listed(folder: _Found, *, at_top: bool) -> list[_Found]:
    """What one folder holds; the folder itself as a reject if it cannot be listed."""
    try:
        names = sorted(os.listdir(folder.location))  # noqa: PTH208 (names are wanted, not paths)
    except OSError as error:
        return [replace(folder, parts=folder.parts or (".",), is_folder=False, reason="unreadable", detail=f"folder: {_said(error)}")]
    found = (_classified(folder.root, (*folder.parts, name), f"{folder.location.rstrip(os.sep)}{os.sep}{name}") for name in names)
    return [item for item in found if not _left_out(item, at_top=at_top)]


def _left_out(item: _Found, *, at_top: bool) -> bool:
    """Whether the contract takes it for no input, and needs no reject either."""
    name = item.parts[-1]
    if item.is_folder:
        return name.startswith(".") or _is_output(item.location)
    if name.startswith("."):
        return True
    return name == "sources.toml" or name.endswith(".meta.json") or (at_top and name.startswith("README"))


def _is_output(folder: str) -> bool:
    """Whether a folder holds talkmine's own tables: `talkmine run .` must not read what it wrote before."""
    return os.path.isdir(os.path.join(folder, ".work", "datasets"))  # noqa: PTH112, PTH118 (unlike Path.is_dir, no error where it may not look)


def _classified(root: _Root, parts: tuple[str, ...], path: str) -> _Found:
    """One name in a folder as an input, a reject or a folder. The folder's path is real, so only a link leads elsewhere."""
    here = _Found(root, parts, path, through_link=Path(path).is_symlink())
    try:
        real = os.path.realpath(path, strict=True) if here.through_link else path
        mode = Path(real).stat().st_mode
    except OSError as error:
        return replace(here, reason="unreadable", detail=_broken(error) if here.through_link else _said(error))
    if not _inside(real, root.path):
        return replace(here, reason="link_leaves_root", detail="a link to outside the input folder")
    if stat.S_ISDIR(mode):
        return _folder(here, real)
    reason, detail = _refusal(parts[-1], mode)
    return replace(here, location=real, reason=reason, detail=detail)


def _folder(here: _Found, real: str) -> _Found:
    if here.through_link and _inside(here.location, real):
        return replace(here, reason="unreadable", detail="a link to a folder that contains it")
    return replace(here, location=real, is_folder=True)


def _refusal(name: str, mode: int) -> tuple[str | None, str]:
    """Reason and detail why a file is not taken, (None, "") if it is."""
    suffix = suffix_of(name)
    if not stat.S_ISREG(mode):
        return "unreadable", "not a regular file"
    if suffix in UNSUPPORTED_SUFFIXES:
        return "unsupported_format", f"{suffix} files cannot be read yet"
    if suffix not in KNOWN_SUFFIXES:
        return "unknown_suffix", _text(suffix) or "no suffix"
    return None, ""


def _single(root: _Root, name: str) -> _Found:
    """A file that is a root itself: whoever names a file wants it, be it a link or a README."""
    path = Path(root.path) / name
    real = os.path.realpath(path)
    home = _Root(str(Path(real).parent), name)
    reason, detail = _refusal(name, Path(real).stat().st_mode)
    return _Found(home, (name,), real, path.is_symlink(), reason=reason, detail=detail)


# --- naming ----------------------------------------------------------------------------------------------------------------


def _once(found: Iterable[_Found]) -> list[_Found]:
    """Each file once: under the outermost root, and under its own name rather than through a link."""
    best: dict[str, _Found] = {}
    for item in found:
        other = best.get(item.location)
        if other is None or _preference(item) < _preference(other):
            best[item.location] = item
    return list(best.values())


def _preference(item: _Found) -> tuple[int, bool, bool, str, tuple[str, ...]]:
    return item.root.path.count(os.sep), item.root.only is not None, item.through_link, item.root.path, item.parts


def _named(found: list[_Found]) -> dict[str, _Found]:
    """The finds by source. Those whose sources are equal take on more and more of their roots' paths until they differ."""
    depth = [0] * len(found)
    while True:
        names = [_source(item, more) for item, more in zip(found, depth, strict=True)]
        times = Counter(names)
        clashing = [n for n, name in enumerate(names) if times[name] > 1 and depth[n] < _max_depth(found[n])]
        if not clashing:
            return dict(zip(names, found, strict=True))
        for n in clashing:
            depth[n] += 1


def _source(item: _Found, depth: int) -> str:
    """The path below the root, behind the last `depth` names of the root's path: ("014", "recap.md") -> "014/recap.md"."""
    tail = Path(item.root.path).parts[1:][-depth:] if depth else ()
    return "/".join(_text(part) for part in (*tail, *item.parts))


def _max_depth(item: _Found) -> int:
    return len(Path(item.root.path).parts) - 1


def _text(name: str) -> str:
    r"""A file name as text that every encoder takes: undecodable bytes as `\xff`, and so that no two names meet, `\` as `\\`."""
    return os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")


# --- reading ---------------------------------------------------------------------------------------------------------------


def _content(ref: InputRef, max_bytes: int) -> bytes:
    # Checked again because a link may have been put there since the file was found.
    if not _inside(os.path.realpath(ref.path, strict=True), ref.root):
        raise RejectInput("acquire", "link_leaves_root", "a link to outside the input folder")
    # Without O_NONBLOCK the opening of a named pipe would wait for a writer for ever.
    with open(os.open(ref.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 (a descriptor)
        info = os.fstat(file.fileno())
        if not stat.S_ISREG(info.st_mode):
            raise RejectInput("acquire", "unreadable", "not a regular file")
        content = file.read(max_bytes + 1) if info.st_size <= max_bytes else b""
    size = max(info.st_size, len(content))
    if size > max_bytes:
        raise RejectInput("acquire", "too_large", f"{size} bytes, the limit is {max_bytes}")
    return content


def _said(error: OSError) -> str:
    """The error in words that do not depend on the machine or its language."""
    if isinstance(error, FileNotFoundError):
        return "it does not exist"
    if isinstance(error, PermissionError):
        return "permission denied"
    return "it cannot be read"


def _broken(error: OSError) -> str:
    return "a link to nothing" if isinstance(error, FileNotFoundError) else "a link that cannot be followed"
