"""The tables that talkmine writes, as data: each column with its type and meaning, each table with its key.

`docs`, the data card, `talkmine schema` and the writers all read this one list; `CONTRACT.md` is its prose.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

CONTRACT_VERSION = 1
"""Raised when a column changes its meaning or type; new columns do not raise it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract."""

    name: str
    key: tuple[str, ...]
    """The columns that the rows are sorted by, most significant first."""
    schema: pa.Schema
    doc: str
    group_rows: int
    """Rows per row group: what a reader decompresses at once, and what the writer holds in memory."""


def _null(name: str, kind: pa.DataType, description: str) -> pa.Field:
    """A column that may be null."""
    return pa.field(name, kind, nullable=True, metadata={"description": description})


def _col(name: str, kind: pa.DataType, description: str) -> pa.Field:
    """A column that is never null."""
    return pa.field(name, kind, nullable=False, metadata={"description": description})


def _strings(name: str, description: str) -> pa.Field:
    """A list of strings, maybe empty, never null and without nulls."""
    return _col(name, pa.list_(pa.field("element", pa.string(), nullable=False)), description)


# 1,000 posts or 20,000 short rows are some 10 MB: large enough to compress and scan well, small enough to stream.
_LONG, _SHORT = 1_000, 20_000

_STRING, _INT, _FLOAT = pa.string(), pa.int32(), pa.float32()

_TERM = pa.struct([pa.field("term", _STRING, nullable=False), pa.field("weight", _FLOAT, nullable=False)])

_POST_ID = _col("post_id", _STRING, "the post: 16 hexadecimal digits of a hash of its source")
_ENTRY_ID = _col("entry_id", _STRING, "the talk entry")
_METHOD = _col("method", _STRING, "the rule or model that found it")
_CONFIDENCE = _col("confidence", _FLOAT, "0..1, how sure the method is")

_POSTS = [
    _POST_ID,
    _col("source", _STRING, "where it was read: path relative to the input root, with `/`, or the URL"),
    _null("url", _STRING, "canonical address, when known"),
    _null("title", _STRING, "title of the post"),
    _strings("authors", "who wrote the post, as printed"),
    _null("published", pa.date32(), "date of publication; a month alone is its first day"),
    _col("language", _STRING, "ISO 639-1 code"),
    _null("event_name", _STRING, "canonical name of the event, without the year"),
    _null("event_year", pa.int16(), "year of the event"),
    _null("event_city", _STRING, "city of the event"),
    _col("recap_score", _FLOAT, "0..1, how surely the post discusses sessions of an event; a post below `min_recap_score` has no entries"),
    _col("n_words", _INT, "words in `text`, separated by white space"),
    _col("content_hash", _STRING, "sha256 of the raw bytes, in hexadecimal"),
    _col("text", _STRING, "visible text of the body: blocks separated by blank lines, list items one a line; every offset counts in it"),
]

_ENTRIES = [
    _ENTRY_ID,
    _POST_ID,
    _col("talk_id", _STRING, "the talk across posts, in `talks`"),
    _col("position", _INT, "0-based place in the post, in reading order"),
    _col("kind", _STRING, "keynote, talk, panel, lightning, workshop or topic"),
    _col("title", _STRING, "title without byline, prefixes and decoration"),
    _null("section", _STRING, "enclosing day or track heading"),
    _col("start", _INT, "first code point of the entry (heading, byline, body) in `posts.text`"),
    _col("end", _INT, "code point after the entry"),
    _col("body_start", _INT, "first code point of the body"),
    _col("body_end", _INT, "code point after the body; equal to `body_start` when there is none"),
    _col("text", _STRING, "the body: `posts.text[body_start:body_end]`"),
    _null("theme_id", _STRING, "the strongest theme, in `themes`"),
    _CONFIDENCE,
]

_SPEAKERS = [
    _ENTRY_ID,
    _POST_ID,
    _col("person_id", _STRING, "the person across posts, in `people`"),
    _col("position", _INT, "0-based place in the byline"),
    _col("name", _STRING, "name as printed"),
    _null("role", _STRING, "role as printed, only with a textual cue"),
    _null("company", _STRING, "company as printed, only with a textual cue"),
    _null("company_id", _STRING, "the company across posts, in `companies`"),
    _col("start", _INT, "first code point of the name in `posts.text`"),
    _col("end", _INT, "code point after the name"),
    _METHOD,
    _CONFIDENCE,
]

_MENTIONS = [
    _POST_ID,
    _null("entry_id", _STRING, "the entry it stands in; null outside all entries"),
    _col("label", _STRING, "person, company or tool"),
    _col("entity_id", _STRING, "the entity: a key of `people`, `companies` or `tools`"),
    _col("name", _STRING, "canonical name of the entity"),
    _col("surface", _STRING, "the text itself: `posts.text[start:end]`"),
    _col("start", _INT, "first code point in `posts.text`"),
    _col("end", _INT, "code point after it"),
    _col("source_line", _INT, "1-based line of the decoded source file where the mention's block begins"),
    _METHOD,
    _CONFIDENCE,
]

_LINKS = [
    _POST_ID,
    _null("entry_id", _STRING, "the entry it stands in; null outside all entries"),
    _col("position", _INT, "0-based place in the post"),
    _col("url", _STRING, "as written, resolved to an absolute address"),
    _col("canonical_url", _STRING, "scheme and host folded, tracking parameters gone"),
    _col("domain", _STRING, "registered domain"),
    _col("kind", _STRING, "video, slides, code, schedule, docs, article, podcast, social or other"),
    _null("anchor", _STRING, "text of the link"),
    _null("start", _INT, "first code point of the anchor in `posts.text`"),
    _null("end", _INT, "code point after the anchor"),
]

_COUNTS = [
    _col("n_mentions", _INT, "rows in `mentions`"),
    _col("n_entries", _INT, "entries that mention it"),
    _col("n_posts", _INT, "posts that mention it"),
]

_PEOPLE = [
    _col("person_id", _STRING, "the person"),
    _col("name", _STRING, "canonical name"),
    _strings("aliases", "other spellings that were found"),
    _strings("companies", "company_ids that posts print beside the name"),
    *_COUNTS,
]

_COMPANIES = [
    _col("company_id", _STRING, "the company"),
    _col("name", _STRING, "canonical name"),
    _strings("aliases", "other spellings that were found"),
    _col("kind", _STRING, "company, foundation, research, university, government, community or other"),
    _null("homepage", _STRING, "address of its site"),
    *_COUNTS,
]

_TOOLS = [
    _col("tool_id", _STRING, "the tool"),
    _col("name", _STRING, "canonical name"),
    _strings("aliases", "other spellings that were found"),
    _null("category", _STRING, "what kind of tool it is"),
    _null("homepage", _STRING, "address of its site"),
    _null("repo_url", _STRING, "address of its source code"),
    _col("known", pa.bool_(), "whether it is in the gazetteer"),
    *_COUNTS,
]

_TALKS = [
    _col("talk_id", _STRING, "the talk"),
    _col("title", _STRING, "title, as the surest entry has it"),
    _col("kind", _STRING, "keynote, talk, panel, lightning, workshop or topic"),
    _null("event_name", _STRING, "canonical name of the event, without the year"),
    _null("event_year", pa.int16(), "year of the event"),
    _strings("person_ids", "its speakers, in `people`"),
    _strings("entry_ids", "the entries that tell of it"),
    _col("n_posts", _INT, "posts that tell of it"),
    _null("video_url", _STRING, "its recording"),
    _null("slides_url", _STRING, "its slides"),
]

_THEMES = [
    _col("theme_id", _STRING, "the theme"),
    _col("label", _STRING, "its foremost terms"),
    _col("terms", pa.list_(pa.field("element", _TERM, nullable=False)), "terms that set it apart, strongest first"),
    _col("n_entries", _INT, "entries of which it is the strongest theme"),
    _strings("example_entry_ids", "entries that show it best"),
]

_ENTRY_THEMES = [
    _ENTRY_ID,
    _col("theme_id", _STRING, "the theme"),
    _col("weight", _FLOAT, "0..1, how much of the entry is about it"),
]

_REJECTS = [
    _col("source", _STRING, "where it was read, like `posts.source`"),
    _col("stage", _STRING, "the stage that refused it"),
    _col("reason", _STRING, "short stable code"),
    _col("detail", _STRING, "more, for a person"),
]


def _table(name: str, key: str, columns: list[pa.Field], doc: str, group_rows: int = _SHORT) -> Table:
    return Table(name, tuple(key.split()), pa.schema(columns), doc, group_rows)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("posts", "post_id", _POSTS, "One row per post.", _LONG),
        _table("entries", "post_id position", _ENTRIES, "One row per talk entry in a post.", _LONG),
        _table("speakers", "entry_id position", _SPEAKERS, "One row per speaker of an entry."),
        _table("mentions", "post_id start label", _MENTIONS, "One row per occurrence of a person, company or tool."),
        _table("links", "post_id position", _LINKS, "One row per link."),
        _table("people", "person_id", _PEOPLE, "One row per person."),
        _table("companies", "company_id", _COMPANIES, "One row per company."),
        _table("tools", "tool_id", _TOOLS, "One row per tool."),
        _table("talks", "talk_id", _TALKS, "One row per distinct talk, across posts."),
        _table("themes", "theme_id", _THEMES, "One row per theme."),
        _table("entry_themes", "entry_id theme_id", _ENTRY_THEMES, "One row per theme of an entry, above a small weight."),
        _table("rejects", "source", _REJECTS, "One row per input that was not taken."),
    )
}
"""Every table of the contract by name, in the order of the contract."""


def describe(field: pa.Field) -> str:
    """What a column means."""
    return str(field.metadata[b"description"].decode())


def type_name(kind: pa.DataType) -> str:
    """A type as the contract writes it: "list<string>", "struct<term: string, weight: float32>", "date32"."""
    if pa.types.is_list(kind):
        return f"list<{type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{field.name}: {type_name(field.type)}' for field in kind)}>"
    return {"float": "float32", "date32[day]": "date32"}.get(str(kind), str(kind))
