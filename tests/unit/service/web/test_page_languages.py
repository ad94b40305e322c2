"""The pages in each language: what screen readers are told, and what is marked as being in another one."""

import re

import pytest

from tests.fakes.pages import PLAN, Visitor

PAGES = ("/", "/check/text", "/check/form", "/proposals", "/guide", "/limits", "/nowhere")
ENGLISH = "The five municipalities share the register, and every town pays for its own devices each year."
SPOKEN = re.compile(r'(?: aria-label| alt| title| placeholder)="([^"]*)"')
SAME_EVERYWHERE = re.compile(r"[\W\d_]*(?:(?:S\d|passage p\d+)[\W\d_]*)*")
"""Nothing but numbers, signs, ids of spearheads, and a word that the three languages share."""


def spoken(page: str) -> list[str]:
    """What is only said aloud: names and descriptions that nobody sees."""
    hidden = re.findall(r'<span class="hidden">([^<]*)</span>', page)
    languages = re.findall(r"Nederlands|English|Français", page)
    return [name for name in (*SPOKEN.findall(page), *hidden) if name not in languages]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_for_screen_readers_are_in_the_language_of_the_page(visitor: Visitor, language: str) -> None:
    result = visitor.paste(f"{PLAN}\n\n{ENGLISH} FLAGS")
    for path in (*PAGES, result, f"{result}?aim=S1", f"{result}/versions"):
        visitor.client.cookies.set("language", "nl")
        dutch = spoken(visitor.see(path).text)
        visitor.client.cookies.set("language", language)
        page = visitor.see(path).text
        there = spoken(page)
        visitor.client.cookies.delete("language")
        assert f'<html lang="{language}">' in page
        untranslated = {name for name in there if name in dutch and not SAME_EVERYWHERE.fullmatch(name)}
        assert untranslated == set(), path


def test_quotes_are_marked_with_their_own_language(visitor: Visitor) -> None:
    path = visitor.paste(f"{PLAN}\n\n{ENGLISH}")
    dutch = visitor.see(path).text
    assert f'<blockquote lang="en">{ENGLISH}' in dutch
    assert "<blockquote>Wij leiden" in dutch
    visitor.client.cookies.set("language", "en")
    english = visitor.see(path).text
    assert f"<blockquote>{ENGLISH}" in english
    assert '<blockquote lang="nl">Wij leiden' in english


def test_the_document_says_in_which_language_it_is(visitor: Visitor) -> None:
    path = visitor.paste()
    visitor.client.cookies.set("language", "fr")
    page = visitor.see(path).text
    assert '<div class="text" lang="nl">' in page
    assert re.search(r'<a class="use" href="[^"]*" lang="fr" aria-label=', page)
