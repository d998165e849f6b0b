"""What surrounds an article on its page: navigation, comments, sharing, advertising."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Never part of what is read, wherever they stand.
_UNSEEN = sorted(words("script style noscript template iframe svg button select textarea object embed canvas dialog"))
_NOISE_TAGS = "nav, aside, footer, form"
_NOISE_ROLES = """[role=navigation], [role=complementary], [role=contentinfo], [role=banner], [role=search], [role=dialog], [role=menu],
    [role=tablist], [role=alertdialog], [hidden], [aria-hidden=true], [itemprop=comment]"""
_NAMED = "[class], [id], [style]"
# Names of classes. Two words count wherever they stand side by side in a name ("post-share", "sharePost__post-share"), a single one only as
# the whole name; those of `_STRONG` also as its first or last word.
_NOISE_NAMES = words(
    """comments commentlist commentform disqus respond sharedaddy addtoany addthis sharing share shares sharethis social related
    relatedposts
    newsletter subscribe subscription signup cookie cookies gdpr breadcrumb breadcrumbs pagination pager paginator pagenav sidebar widget
    widgets navbar nav navigation menu masthead advert advertisement ads adsbygoogle promo banner tagcloud taglist tags toc
    jp-relatedposts post-navigation nav-links prev-next previous-next older newer skip-link sr-only screen-reader-text visually-hidden
    visuallyhidden author-box author-bio author-info about-author author-card post-tags entry-tags post-categories cat-links tags-links
    entry-footer post-footer
    article-footer recent-posts popular-posts more-posts read-next more-stories latest-posts edit-link post-views reading-time-bar
    linenos gutter headerlink header-anchor heading-anchor anchor-link anchorjs-link hash-link mw-editsection reversefootnote
    footnote-backref site-header site-footer site-nav webmentions reactions likes trackbacks pingbacks backlinks comment-list
    comment-respond comments-area post-share share-buttons social-links social-icons social-share a2a_kit"""
)
_NOISE_IDS = words(
    """comments comment-list disqus disqus_thread respond sidebar secondary footer colophon masthead header nav navigation navbar menu
    breadcrumbs related related-posts share sharing newsletter cookie cookies jp-post-flair jp-relatedposts hcb hcb_wrapper isso-thread
    utterances toc table-of-contents comments-section site-header site-footer site-navigation"""
)
_STRONG = words(
    """comments commentlist disqus sharedaddy sharing share social related newsletter subscribe cookie cookies breadcrumb breadcrumbs
    pagination pager sidebar widget navbar nav navigation menu advert advertisement ads promo tagcloud taglist toc"""
)
"""Words that say enough as the first or last of a name: "share-bar", "post__related"."""
# WordPress writes a post's own tags and categories into its classes; editors write the kind of a block.
_OWN = re.compile(r"^(?:tag|category|postid|post|type|status|format|hentry|has|wp|is|single|page)-|^js-|^no-|^not-")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCTURE = words("html body main article h1 h2 h3 h4 h5 h6 p tr tbody table li blockquote pre strong em b i")
_LARGE = 0.5
"""A part with more than half of the text is not noise, whatever it is called."""


def drop_unseen(tree: LexborHTMLParser) -> None:
    """Take out scripts, embeds and controls."""
    tree.strip_tags(_UNSEEN, recursive=True)


def drop_noise(root: LexborNode) -> None:
    """Take out navigation, comments and the like below a node."""
    limit = _LARGE * len(root.text())
    for node in list(_noise(root)):
        if node.parent is not None and node.mem_id != root.mem_id and len(node.text()) <= limit:
            node.decompose()


def _noise(root: LexborNode) -> Iterator[LexborNode]:
    for selector in (_NOISE_TAGS, _NOISE_ROLES):
        for node in root.css(selector):
            if not _is_citation(node):
                yield node
    for node in root.css(_NAMED):
        if is_noise(node):
            yield node


def _is_citation(node: LexborNode) -> bool:
    """The source of a quotation is a `footer` too."""
    return node.tag == "footer" and node.parent is not None and node.parent.tag == "blockquote"


def is_noise(node: LexborNode) -> bool:
    """Whether an element's own class, id or style says that it is no part of an article."""
    attributes = node.attributes
    style = attributes.get("style")
    if style and _HIDDEN.search(style):
        return True
    classes = attributes.get("class")
    if classes and node.tag not in {"html", "body", "main", "article"} and any(_is_noise_name(name) for name in classes.split()):
        return True
    # Generators make ids of headings and sections from their words: only exact names count, and none on what is itself text.
    return node.tag not in _STRUCTURE and (attributes.get("id") or "").lower() in _NOISE_IDS


def _is_noise_name(name: str) -> bool:
    if name.lower() in _NOISE_NAMES:
        return True
    if _OWN.match(name):
        return False
    parts = re.split(r"[-_]+", _CAMEL.sub("-", name).lower())
    if len(parts) < 2:  # noqa: PLR2004 - a single word was looked up above
        return False
    return any("-".join(parts[i : i + 2]) in _NOISE_NAMES for i in range(len(parts) - 1)) or parts[0] in _STRONG or parts[-1] in _STRONG
