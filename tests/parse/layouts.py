"""What every layout must be, whatever its format; and short views of layouts for expectations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Layout


def check(layout: Layout) -> None:
    """Blocks in order, apart from one another by newlines only; inlines and links inside their blocks."""
    end = 0
    for block in layout.blocks:
        assert end <= block.start < block.end <= len(layout.text)
        assert not layout.text[end : block.start].strip("\n")
        assert block.source_line >= 1
        body = layout.text[block.start : block.end]
        assert body == body.strip()
        for inline in block.inlines:
            assert block.start <= inline.start < inline.end <= block.end
        end = block.end
    assert end == len(layout.text)
    for link in layout.links:
        block = layout.blocks[link.block]
        assert block.start <= link.start <= link.end <= block.end


def shape(layout: Layout) -> list[tuple[str, str]]:
    check(layout)
    return [(block.kind, layout.text[block.start : block.end]) for block in layout.blocks]


def links(layout: Layout) -> list[tuple[str, str]]:
    check(layout)
    return [(link.url, layout.text[link.start : link.end]) for link in layout.links]


def inlines(layout: Layout) -> list[tuple[str, str]]:
    check(layout)
    return [(inline.kind, layout.text[inline.start : inline.end]) for block in layout.blocks for inline in block.inlines]


def lines(layout: Layout) -> list[int]:
    return [block.source_line for block in layout.blocks]
