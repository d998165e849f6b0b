"""What static-site generators write into Markdown: Liquid and Hugo tags, attribute lists, JSX. Taken out, line for line."""

from __future__ import annotations

import re

# A fenced code block opens or closes; Liquid's own code blocks are turned into fences first.
_FENCE = re.compile(r"^\s{0,3}(?:[-*+]\s+)?(`{3,}|~{3,})(.*)$")
_LIQUID_CODE = re.compile(r"\{%-?\s*(?:end)?highlight\b[^%\n]*%\}")
# Everything between these is written for the generator, not for the reader.
_LIQUID_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{/\*.*?\*/\}", re.DOTALL)
# Tags of Liquid ({% %}, {{ }}) and Hugo ({{< >}}, {{% %}}); what stands between an opening and a closing tag stays.
_TAG = re.compile(r"\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}", re.DOTALL)
# kramdown's attribute lists {: .class}, {:toc}, {::options /}, and Pandoc's after a link or at the end of a heading.
_ATTRIBUTES = re.compile(r"\{::?[^{}\n]*\}|(?<=[)\]])\{[#.\w][^{}\n]*\}|[ \t]\{[#.][\w-][^{}\n]*\}(?=[ \t]*$)", re.MULTILINE)
_TOC = re.compile(r"^[*+-] [^\n]*\n(?=[ \t]*\{:\s*toc)", re.MULTILINE | re.IGNORECASE)
# JSX components are written like types, <VideoEmbed id="x" />; HTML elements are not, in either case of letters.
_COMPONENT = re.compile(r"</?[A-Z][A-Z0-9]*[a-z][A-Za-z0-9.]*(?:\s(?:[^<>]|=>){0,2000})?/?>")
_MODULE_LINE = re.compile(r"^(?:import\s[^\n]*?['\"][^'\"\n]+['\"];?|export\s+(?:const|default|let|function|\{)[^\n]*)[ \t]*$")
# Headings without the space that CommonMark wants; a lone "#Word" may be a hashtag, so it must look like a title.
_TIGHT_HEADING = re.compile(r"^( {0,3}#{2,6})(?=[^#\s])|^(#)(?=[A-Z][^#\n.,!?]*\s[^#\n]*[^#\n.!?,]$)")
# A marker and five or more blanks: code to CommonMark, but authors line their lists up.
_WIDE_ITEM = re.compile(r"^(\s*(?:[*+-]|\d{1,3}[.)]))[ \t]{5,}(?=\S)")
# Captions of pictures that a tag inserts are text that readers see.
_CAPTION = re.compile(r"""\b(?:caption|attr|title)\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)')""")
_FIGURE = re.compile(r"\{[{%][<%]?-?\s*(?:figure|img|image|picture|include\s+\S*(?:figure|image|img|picture)\S*)\b")
_CAPTION_LINK = re.compile(r"""\battrlink\s*=\s*["']([^"'\s]+)""")
_MARKS = ("{%", "{{", "{:", "{#", "{.", "{/*", "](", "<", "#", "import", "export")


def plain_markdown(body: str) -> str:
    """Markdown that any parser can read, with as many lines as before."""
    body = _LIQUID_CODE.sub("```", body) if "{%" in body else body
    return "\n".join(text if code else _cleaned(text) for code, text in _runs(body))


# A line of nothing but boxes, breaks or pictures. CommonMark takes all that follows, up to a blank line, for HTML; most generators do not.
_TAG_LINE = re.compile(
    r"^ {0,3}(?:</?(?:div|br|img|hr|section|center|figure|p|span|iframe|details|article|a|video|audio)\b[^<>]*>\s*)+$", re.IGNORECASE
)
_RAW_OPEN = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
_MARKDOWN_LINE = re.compile(r"^ {0,3}[^\s<]")


def without_tags(text: str) -> str:
    """A text without the tags of Liquid and Hugo, with as many lines as before."""
    return _TAG.sub(_newlines, text)


def numbered_lines(text: str) -> tuple[list[str], list[int]]:
    """The lines with their numbers from 0, and a blank line set between lines of HTML and Markdown directly below."""
    lines: list[str] = []
    numbers: list[int] = []
    raw = ""
    after_tags = False
    for number, line in enumerate(text.split("\n")):
        if after_tags and _MARKDOWN_LINE.match(line):
            lines.append("")
            numbers.append(number)
        opened = _RAW_OPEN.search(line)
        raw = raw or (opened[1].lower() if opened else "")
        if raw and f"</{raw}" in line.lower():
            raw = ""
        after_tags = not raw and "<" in line and _TAG_LINE.match(line) is not None
        lines.append(line)
        numbers.append(number)
    return lines, numbers


def _runs(body: str) -> list[tuple[bool, str]]:
    """The text in runs of lines that are fenced code and runs that are not."""
    runs: list[tuple[bool, list[str]]] = [(False, [])]
    fence = ""
    for line in body.split("\n"):
        match = _FENCE.match(line)
        if fence:
            runs[-1][1].append(line)
            if match and match[1].startswith(fence) and not match[2].strip():
                fence = ""
                runs.append((False, []))
            continue
        if match and "`" not in match[2]:
            fence = match[1]
            runs.append((True, []))
        runs[-1][1].append(line)
    return [(code, "\n".join(lines)) for code, lines in runs if lines]


def _cleaned(text: str) -> str:
    if not any(mark in text for mark in _MARKS):
        return "\n".join(map(_cleaned_line, text.split("\n")))
    for pattern in (_TOC, _LIQUID_COMMENT, _ATTRIBUTES):
        text = pattern.sub(_newlines, text)
    text = _COMPONENT.sub(_newlines, _TAG.sub(_without_tag, text))
    return "\n".join(map(_cleaned_line, text.split("\n")))


def _cleaned_line(line: str) -> str:
    line = _MODULE_LINE.sub("", _TIGHT_HEADING.sub(r"\1\2 ", line))
    return _WIDE_ITEM.sub(r"\1 ", line)


def _without_tag(match: re.Match[str]) -> str:
    """Of a tag that shows a picture the caption, of every other one nothing."""
    tag = match.group()
    captions = [first or second for first, second in _CAPTION.findall(tag)] if _FIGURE.match(tag) else []
    if not any(captions):
        return _newlines(match)
    link = _CAPTION_LINK.search(tag)
    text = " ".join(filter(None, captions)).replace("<", "&lt;")
    return f"<figcaption>{_anchor(text, link[1]) if link else text}</figcaption>" + _newlines(match)


def _anchor(text: str, url: str) -> str:
    return f'<a href="{url}">{text}</a>'


def _newlines(match: re.Match[str]) -> str:
    """Nothing but the line breaks of what is taken out."""
    return "\n" * match.group().count("\n")
