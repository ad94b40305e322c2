"""Texts as token numbers, with long texts cut into windows instead of truncated."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Tokens = tuple[int, ...]

Tokenizer = Callable[..., Mapping[str, Any]]
"""A tokenizer of transformers, of which only a call and `input_ids` are used."""


def windows(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> list[list[Tokens]]:
    """For each text its tokens, signs of begin and end included, in windows of at most `longest`."""
    opening, closing = _frame(tokenizer)
    room = longest - len(opening) - len(closing)
    return [
        [
            (*opening, *content[start : start + room], *closing)
            for start in range(0, max(len(content), 1), room)
        ]
        for content in _content(tokenizer, texts)
    ]


def _content(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    if not texts:
        return []
    encoded = tokenizer(list(texts), add_special_tokens=False, truncation=False, padding=False)
    return list(encoded["input_ids"])


def _frame(tokenizer: Tokenizer) -> tuple[Tokens, Tokens]:
    """The signs before and after a text; a single sign stands before it."""
    signs = tuple(tokenizer("")["input_ids"])
    middle = (len(signs) + 1) // 2
    return signs[:middle], signs[middle:]
