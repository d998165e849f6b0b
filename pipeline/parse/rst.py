"""reStructuredText, read by docutils; what only Sphinx, Pelican or Nikola know keeps its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.core import publish_doctree

from pipeline.errors import RejectInput
from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.frontmatter import split
from pipeline.parse.lines import SoughtLines
from pipeline.parse.urls import add_text, web_target
from pipeline.parse.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model import BlockKind, InlineKind, Layout

Stated = dict[str, str | list[str]]

_SETTINGS = {
    "report_level": 5, "halt_level": 5, "warning_stream": False, "_disable_config": True, "file_insertion_enabled": False,
    "raw_enabled": False, "syntax_highlight": "none", "math_output": "LaTeX", "doctitle_xform": True, "docinfo_xform": True,
    "sectsubtitle_xform": False, "smart_quotes": False, "line_length_limit": 10**7, "datestamp": None,
}  # fmt: skip
# Nikola's metadata: comments at the beginning of a post.
_NIKOLA = re.compile(r"^([a-z_]+):[ \t]*(.*)$")
_UNKNOWN = re.compile(r'^(?:Unknown directive type|Error in) "')
_DIRECTIVE = re.compile(r"^\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:+.-]+)::[ \t]*(?P<argument>[^\n]*)\n?")
_OPTION = re.compile(r"^:([\w-]+):[ \t]*(.*)$")
# :role:`text <target>`
_ROLE = re.compile(r"^(?::[\w:+.-]+:)?`(?P<text>.*?)(?:\s*<[^<>]*>)?`(?::[\w:+.-]+:)?$", re.DOTALL)
_INLINE: dict[str, InlineKind] = {"strong": "strong", "emphasis": "em", "title_reference": "em", "literal": "code"}
_KINDS: dict[str, BlockKind] = {
    "literal_block": "code", "doctest_block": "code", "math_block": "code", "caption": "caption", "attribution": "quote",
}  # fmt: skip
_SKIPPED = words(
    """comment substitution_definition target raw image footnote_reference citation_reference label decoration pending meta math
    generated"""
)
_POST_DIRECTIVES = frozenset({"post", "blogpost"})
_MAX_DEPTH = 60
_MAX_LEVEL = 6


@dataclass(slots=True)
class _Reader:
    builder: LayoutBuilder
    lines: SoughtLines
    stated: Stated
    level: int = 1
    lists: list[int | None] = field(default_factory=list)
    quotes: int = 0
    pending: BlockKind | None = None
    depth: int = 0

    # -- dispatch

    def visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            self.text(node.astext())
            return
        name = node.tagname if isinstance(node, nodes.Element) else ""
        if not isinstance(node, nodes.Element) or name in _SKIPPED:
            self.note(node)
            return
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise RejectInput("parse", "too_complex", f"more than {_MAX_DEPTH} nested elements")
        handler = _HANDLERS.get(name)
        if handler:
            handler(self, node)
        elif name in _INLINE:
            self.inline(node, _INLINE[name])
        elif isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
            self.block(node, _KINDS.get(name, "paragraph"))
        else:
            self.inside(node)
        self.depth -= 1

    def inside(self, node: nodes.Element) -> None:
        for child in node.children:
            self.visit(child)

    # -- blocks

    def text(self, text: str) -> None:
        if self.builder.is_open:
            add_text(self.builder, text)

    def block(self, node: nodes.Element, kind: BlockKind, level: int = 0, ordinal: int | None = None) -> None:
        if kind == "paragraph":
            kind = "quote" if self.quotes else kind
        self.builder.open(kind, self.lines.at(_first_text(node)), level, ordinal)
        if kind == "code":
            self.code(node.astext())
        else:
            self.inside(node)
        self.builder.close()

    def code(self, text: str) -> None:
        for line in text.split("\n"):
            self.builder.add(line)
            self.builder.line_break()

    def title(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.document | nodes.section):
            self.block(node, "heading", min(self.level, _MAX_LEVEL))
        else:
            self.block(node, "caption" if isinstance(node.parent, nodes.table) else "paragraph")

    def section(self, node: nodes.Element) -> None:
        self.level += 1
        self.inside(node)
        self.level -= 1

    def quote(self, node: nodes.Element) -> None:
        self.quotes += 1
        self.inside(node)
        self.quotes -= 1

    def topic(self, node: nodes.Element) -> None:
        if "contents" not in node.get("classes", ()):
            self.inside(node)

    # -- lists

    def listed(self, node: nodes.Element) -> None:
        self.lists.append(int(node.get("start", 1)) if node.tagname == "enumerated_list" else None)
        self.inside(node)
        self.lists.pop()

    def item(self, node: nodes.Element) -> None:
        """The first paragraph is the item, further ones are paragraphs."""
        ordinal = self.lists[-1] if self.lists else None
        if ordinal is not None:
            self.lists[-1] = ordinal + 1
        first, *others = node.children or [nodes.paragraph()]
        if isinstance(first, nodes.paragraph):
            self.block(first, "list_item", max(1, len(self.lists)), ordinal)
        else:
            self.visit(first)
        for child in others:
            self.visit(child)

    def term(self, node: nodes.Element) -> None:
        self.builder.open("paragraph", self.lines.at(_first_text(node)))
        self.inline(node, "strong")
        self.builder.close()

    def field(self, node: nodes.Element) -> None:
        """A field outside the head: "name: body"."""
        name, body = node.children[0].astext(), node.children[-1].astext()
        self.builder.open("paragraph", self.lines.at(name))
        add_text(self.builder, f"{name}: {body}")
        self.builder.close()

    def line_block(self, node: nodes.Element) -> None:
        """Lines that the author broke, as one paragraph."""
        nested = self.builder.is_open
        if not nested:
            self.builder.open("quote" if self.quotes else "paragraph", self.lines.at(_first_text(node)))
        for child in node.children:
            if isinstance(child, nodes.line):
                self.inside(child)
                self.builder.line_break()
            else:
                self.visit(child)
        if not nested:
            self.builder.close()

    def row(self, node: nodes.Element) -> None:
        self.builder.open("table_row", self.lines.at(_first_text(node)))
        for number, cell in enumerate(node.children):
            if number:
                self.builder.add(" | ")
            start = self.builder.here()
            for text in cell.findall(nodes.TextElement):
                if not isinstance(text, nodes.Inline):
                    self.inside(text)
                    self.builder.add(" ")
            self.builder.mark("cell", start)
        self.builder.close()

    # -- inline

    def inline(self, node: nodes.Element, kind: InlineKind) -> None:
        start = self.builder.here()
        self.inside(node)
        self.builder.mark(kind, start)

    def reference(self, node: nodes.Element) -> None:
        target = web_target(node.get("refuri", ""))
        start = self.builder.here()
        text = "".join(child.astext() for child in node.children if not isinstance(child, nodes.image))
        if target == text.strip() and self.builder.is_open:
            add_text(self.builder, text)
            return
        for child in node.children:
            if isinstance(child, nodes.Text) and target and self.builder.is_open:
                self.builder.add(child.astext())
            else:
                self.visit(child)
        if target:
            self.builder.link(target, start)

    def problem(self, node: nodes.Element) -> None:
        """Markup that docutils cannot resolve, as a rule a role of Sphinx: its text."""
        match = _ROLE.match(node.astext())
        self.text(match["text"] if match else node.astext())

    # -- metadata and what docutils does not know

    def docinfo(self, node: nodes.Element) -> None:
        for child in node.children:
            if not isinstance(child, nodes.Element):
                continue
            if isinstance(child, nodes.field):
                self.stated[child.children[0].astext().lower()] = child.children[-1].astext()
            elif isinstance(child, nodes.authors):
                self.stated["author"] = [author.astext() for author in child.children]
            else:
                self.stated[child.tagname] = child.astext()

    def note(self, node: nodes.Node) -> None:
        """Nikola's comments."""
        if not isinstance(node, nodes.comment):
            return
        for line in node.astext().split("\n"):
            match = _NIKOLA.match(line)
            if match and match[2]:
                self.stated.setdefault(match[1], match[2].strip())

    def message(self, node: nodes.Element) -> None:
        """A complaint of docutils is dropped, but the contents of a directive that it does not know are text."""
        source = next((child.astext() for child in node.children if isinstance(child, nodes.literal_block)), "")
        match = _DIRECTIVE.match(source)
        if not match or not _UNKNOWN.match(node.children[0].astext()):
            return
        options, body = _directive_body(source[match.end() :])
        if match["name"] in _POST_DIRECTIVES:
            self.stated.update({"date": match["argument"], **options})
        elif body.strip():
            self.inside(_doctree(body))


_HANDLERS: dict[str, Callable[[_Reader, nodes.Element], None]] = {
    "title": _Reader.title,
    "subtitle": _Reader.title,
    "section": _Reader.section,
    "block_quote": _Reader.quote,
    "topic": _Reader.topic,
    "bullet_list": _Reader.listed,
    "enumerated_list": _Reader.listed,
    "definition_list": _Reader.listed,
    "list_item": _Reader.item,
    "definition": _Reader.item,
    "term": _Reader.term,
    "field": _Reader.field,
    "line_block": _Reader.line_block,
    "row": _Reader.row,
    "reference": _Reader.reference,
    "problematic": _Reader.problem,
    "docinfo": _Reader.docinfo,
    "system_message": _Reader.message,
}


def read(source: str) -> Layout:
    """The layout of an RST post."""
    post = split(source)
    reader = _Reader(LayoutBuilder(), SoughtLines(source), dict(post.stated))
    tree = _doctree(post.body)
    title = tree.get("title")
    if title:
        reader.stated.setdefault("title", str(title))
    reader.inside(tree)
    return reader.builder.layout({key: value for key, value in reader.stated.items() if value})


def _first_text(node: nodes.Element) -> str:
    """The first piece of text without markup in it: that one stands in the source as it is."""
    return next((text.astext() for text in node.findall(nodes.Text)), "")


def _doctree(source: str) -> nodes.document:
    try:
        return publish_doctree(source, settings_overrides=_SETTINGS)
    except RecursionError as error:
        raise RejectInput("parse", "too_complex", "markup nested too deeply") from error


def _directive_body(source: str) -> tuple[dict[str, str], str]:
    """The options and the indented contents of a directive."""
    lines = dedent(source).split("\n")
    options: dict[str, str] = {}
    while lines and (match := _OPTION.match(lines[0])):
        options[match[1].lower()] = match[2].strip()
        lines.pop(0)
    return options, "\n".join(lines)
