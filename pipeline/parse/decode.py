"""From bytes to text: what the bytes declare, else UTF-8, else what they look like."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from pipeline.errors import RejectInput

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of files that get a text's suffix by mistake: archives, pictures, documents, programs, databases, media.
_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF87a", b"GIF89a", b"\xff\xd8\xff", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ", b"7z\xbc\xaf",
    b"Rar!\x1a", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x7fELF", b"MZ\x90", b"PAR1", b"SQLite format 3", b"OggS", b"ID3\x03", b"ID3\x04",
    b"\x28\xb5\x2f\xfd", b"wOFF\x00", b"wOF2\x00",
)  # fmt: skip
# <meta charset=x>, <meta content="text/html; charset=x">, <?xml encoding="x"?>
_HTML_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE
)
# Emacs and Python style: -*- coding: x -*- in the first two lines.
_COOKIE = re.compile(rb"\A(?:[^\n]*\n)?[^\n]*?coding[:=]\s*([-\w.]+)")
_HEAD = 4096
_HTML = frozenset({".html", ".htm"})
# Browsers read these labels as Windows-1252, which has printable characters where Latin-1 has controls.
_AS_1252 = frozenset({"iso8859-1", "ascii", "latin-1"})
_CONTROL = bytes({*range(32)} - set(b"\t\n\r\f\x0b\x1b\x1a") | {127})
_MAX_CONTROL = 0.1
_MAX_CONTROL_TEXT = 0.02
_ASCII = 0x7F
_MIN_ASCII = 0.02
_SAMPLE = 1 << 16
_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029")


def decode(content: bytes, suffix: str) -> str:
    """The text of a file, with line feeds only; raises `RejectInput` with a reason for what is no text."""
    if not content.strip():
        raise RejectInput("parse", "empty", "no content")
    text = _marked(content)
    if text is None:
        _refuse_binary(content)
        text = _declared(content, suffix) or _utf8(content) or _nearly_utf8(content) or _guessed(content)
    if text is None:
        raise RejectInput("parse", "encoding", "neither UTF-8 nor a charset that could be recognised")
    if not text.strip("\ufeff \t\n\r\f\v\u00a0\u200b"):
        raise RejectInput("parse", "empty", "white space only")
    return _NEWLINES.sub("\n", text)


def _marked(content: bytes) -> str | None:
    """The text if a byte order mark says how it is written."""
    for mark, charset in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(charset)
            except UnicodeDecodeError as error:
                if charset == "utf-8":
                    return None
                raise RejectInput("parse", "encoding", f"byte order mark of {charset}, but not {charset}") from error
    return None


def _refuse_binary(content: bytes) -> None:
    sample = content[:_SAMPLE]
    if sample.startswith(_MAGIC):
        raise RejectInput("parse", "binary", f"begins like a binary file: {sample[:8]!r}")
    if b"\x00" in content:
        raise RejectInput("parse", "binary", "contains NUL bytes")
    if len(sample) - len(sample.translate(None, _CONTROL)) > _MAX_CONTROL * len(sample):
        raise RejectInput("parse", "binary", "mostly control characters")


def _declared(content: bytes, suffix: str) -> str | None:
    """The text by its own declaration; UTF-8 wins over a declared single-byte charset, in which nearly any bytes make some text."""
    label = _label(content, suffix)
    if label is None:
        return None
    try:
        charset = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if charset in _AS_1252:
        return _utf8(content) or _strict(content, "cp1252") or _strict(content, "latin-1")
    return _strict(content, charset)


def _label(content: bytes, suffix: str) -> str | None:
    pattern = _HTML_CHARSET if suffix in _HTML else _COOKIE
    match = pattern.search(content[:_HEAD])
    return match[1].decode("ascii", "replace") if match else None


def _strict(content: bytes, charset: str) -> str | None:
    """The text in a charset, if the bytes are that and the charset is one of text at all (`codecs` also knows "hex" and "zip")."""
    try:
        return content.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _utf8(content: bytes) -> str | None:
    return _strict(content.removeprefix(codecs.BOM_UTF8), "utf-8")


def _nearly_utf8(content: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a cut at the end, a pasted quotation mark): better than taking all of it for something else."""
    text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(char > "\x7f" for char in text) - broken
    return text if broken * 10 <= sound else None


_LAST_ASCII = 0x7F
_ENOUGH_ACCENTS = 6


def _guessed(content: bytes) -> str | None:
    """The text as charset-normalizer reads it, if that looks like text."""
    best = from_bytes(content[:_SAMPLE]).best()
    detected = [best.encoding] if best else []
    # A handful of accents is too little to tell one Latin code page from another: then the web's default (WHATWG) comes first.
    few = sum(byte > _LAST_ASCII for byte in content[:_SAMPLE]) < _ENOUGH_ACCENTS
    for charset in ["cp1252", *detected] if few else [*detected, "cp1252"]:
        text = _strict(content, charset)
        if text is not None and _is_texty(text, content):
            return text
    return None


def _is_texty(text: str, content: bytes) -> bool:
    """Mostly letters and spaces, hardly any control characters, and some ASCII among them: every script has its blanks and digits."""
    sample = text[:_SAMPLE]
    controls = sum(not char.isprintable() and not char.isspace() for char in sample)
    words = sum(char.isalnum() or char.isspace() for char in sample)
    ascii_share = sum(byte <= _ASCII for byte in content[:_SAMPLE]) / len(content[:_SAMPLE])
    return controls <= _MAX_CONTROL_TEXT * len(sample) and words >= len(sample) / 2 and ascii_share >= _MIN_ASCII
