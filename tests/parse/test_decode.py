from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RejectInput
from pipeline.parse.decode import decode


@pytest.mark.parametrize(
    ("content", "suffix", "text"),
    [
        (b"plain", ".txt", "plain"),
        ("Käldström".encode(), ".md", "Käldström"),
        ("\ufeffTitel".encode(), ".md", "Titel"),
        ("\ufeffwide ü".encode("utf-16-le"), ".txt", "wide ü"),
        ("\ufeffwide ü".encode("utf-16-be"), ".txt", "wide ü"),
        ("\ufeffwider".encode("utf-32-le"), ".txt", "wider"),
        (b"one\r\ntwo\rthree\n", ".txt", "one\ntwo\nthree\n"),
        ('<meta charset="iso-8859-1"><p>“quoted” – Zoë'.encode("cp1252"), ".html", '<meta charset="iso-8859-1"><p>“quoted” – Zoë'),
        ('<meta charset="iso-8859-1"><p>Zoë'.encode(), ".html", '<meta charset="iso-8859-1"><p>Zoë'),
        ("<meta charset=koi8-r><p>Привет".encode("koi8-r"), ".html", "<meta charset=koi8-r><p>Привет"),
        (".. -*- coding: latin-1 -*-\n\nJosé".encode("latin-1"), ".rst", ".. -*- coding: latin-1 -*-\n\nJosé"),
        ("<meta charset=no-such><p>Zoë".encode(), ".html", "<meta charset=no-such><p>Zoë"),
        (b"<meta charset=hex><p>Zoe", ".html", "<meta charset=hex><p>Zoe"),
    ],
)
def test_decode(content: bytes, suffix: str, text: str) -> None:
    assert decode(content, suffix) == text


def test_a_page_that_is_not_in_the_encoding_it_declares() -> None:
    page = '<meta charset="utf-8"><article><p>The café was full, the talks were good.</p></article>'
    assert "café" in decode(page.encode("latin-1"), ".html")


def test_undeclared_single_byte_text_is_recognised() -> None:
    text = "Der Vortrag über Lösungen für größere Gebäude war schön, und die Fragen danach auch. " * 5
    assert decode(text.encode("cp1252"), ".txt") == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        ("\ufeff\n".encode(), "empty"),
        ("\u00a0\u00a0".encode(), "empty"),
        (b"%PDF-1.4 and so on", "binary"),
        (b"\x89PNG\r\n\x1a\n....", "binary"),
        (b"PK\x03\x04archive", "binary"),
        (b"text with \x00 in it", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xff\xfe\x00\xd8", "encoding"),
        (bytes(range(0x80, 0xA0)) * 8, "encoding"),
    ],
)
def test_refusals_have_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(RejectInput) as refusal:
        decode(content, ".txt")
    assert (refusal.value.stage, refusal.value.reason) == ("parse", reason)


@given(st.binary(max_size=400), st.sampled_from([".txt", ".html", ".rst"]))
def test_any_bytes_are_text_or_refused(content: bytes, suffix: str) -> None:
    try:
        text, reason = decode(content, suffix), None
    except RejectInput as refusal:
        text, reason = "", refusal.reason
    assert reason in {None, "empty", "binary", "encoding"}
    assert "\r" not in text


@given(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip("\ufeff\u200b \u00a0\u2028\u2029"))
)
def test_utf8_is_read_as_it_is(text: str) -> None:
    expected = text.removeprefix("\ufeff").replace("\u2028", "\n").replace("\u2029", "\n")
    if expected.strip("\ufeff \t\n\u00a0\u200b"):
        assert decode(text.encode(), ".md") == expected
