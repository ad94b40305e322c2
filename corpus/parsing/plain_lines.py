"""Groups the lines of a text file into segments: what was one paragraph before its lines were wrapped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import BlockKind
from corpus.parsing.pieces import without_bullet

_WIDEST_WRAP = 140
"""Characters; longer lines come from a program that writes a paragraph a line."""
_WRAP_SLACK = 0.85
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})\s*")
_RULE = re.compile(r"[\s\-=_*~#+.]*")
_NUMBERED_ITEM = re.compile(r"\s*(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_SENTENCE_ENDS = ".!?:;"


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that belong together; `alone` tells that empty lines stand on both sides."""

    lines: tuple[str, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    alone: bool = False
    number: str = ""
    """The number or letter in front, when `lines` begin with one."""


def wrap_width(lines: Sequence[str]) -> int:
    """Width in characters at which the lines were wrapped, or 0 when each line is a paragraph."""
    longest = max((len(line.rstrip()) for line in lines), default=0)
    return longest if longest <= _WIDEST_WRAP else 0


def segments(lines: Sequence[str], width: int) -> Iterator[Segment]:
    """Yield the segments of a page in order."""
    group: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            group.append(line)
        elif group:
            yield from _group_segments(group, width)
            group = []


def _group_segments(group: Sequence[str], width: int) -> Iterator[Segment]:
    numbered = sum(1 for line in group if _NUMBERED_ITEM.match(line)) > 1
    current: list[str] = []
    underlined = 0
    for position, line in enumerate(group):
        underline = _UNDERLINE.fullmatch(line)
        if underline and current and 2 * len(underline[1]) >= len(current[-1].strip()):
            yield from _segment(current[:-1], numbered)
            yield Segment((current[-1],), BlockKind.HEADING, 1 if "=" in underline[1] else 2)
            current, underlined = [], position + 1
        elif _RULE.fullmatch(line):
            yield from _segment(current, numbered)
            current = []
        elif current and not _goes_on(current, line, width, numbered=numbered):
            yield from _segment(current, numbered)
            current = [line]
        else:
            current.append(line)
    alone = len(current) == len(group) and not underlined
    yield from _segment(current, numbered, alone=alone)


def _segment(lines: Sequence[str], numbered: bool, *, alone: bool = False) -> Iterator[Segment]:
    if not lines:
        return
    item = without_bullet(lines[0])
    match = _NUMBERED_ITEM.match(lines[0])
    if item is not None:
        yield Segment((item, *lines[1:]), BlockKind.LIST_ITEM)
    elif match and (numbered or match.group().strip()[-1] == ")"):
        yield Segment((lines[0][match.end() :], *lines[1:]), BlockKind.LIST_ITEM)
    else:
        yield Segment(tuple(lines), alone=alone, number=match.group().strip() if match else "")


def _goes_on(current: Sequence[str], line: str, width: int, *, numbered: bool) -> bool:
    """Whether `line` carries on the paragraph or item of `current`."""
    if without_bullet(line) is not None or (numbered and _NUMBERED_ITEM.match(line)):
        return False
    before, after = current[-1].rstrip(), line.strip()
    in_item = without_bullet(current[0]) is not None or (numbered and _NUMBERED_ITEM.match(current[0]))
    if in_item and (line[0].isspace() or before[-1] not in _SENTENCE_ENDS):
        return True
    if width == 0:
        return False
    reach = len(before) + 1 + len(after.split(maxsplit=1)[0])
    return reach > _WRAP_SLACK * width or after[0].islower() or before[-1] in ",-/("
