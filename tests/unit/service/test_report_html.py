import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from itertools import pairwise

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from service.reports import render
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import CASES, hostile, library


def page(case: str = "library", language: str | None = None) -> LexborHTMLParser:
    make, own = CASES[case]
    return LexborHTMLParser(
        render(make(), "html", language=language or own, id=REPORT_ID, created_at=CREATED_AT)
    )


def first(within: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    return within.css(selector)[0]


def attributes(tree: LexborHTMLParser, selector: str, name: str) -> list[str]:
    return [node.attributes.get(name) or "" for node in tree.css(selector)]


@pytest.mark.parametrize("case", CASES)
def test_every_link_has_its_target_and_every_id_is_unique(case: str) -> None:
    tree = page(case)
    ids = Counter(attributes(tree, "[id]", "id"))
    assert max(ids.values()) == 1
    targets = attributes(tree, "a[href]", "href") + attributes(tree, "use", "href")
    assert {target[1:] for target in targets} <= set(ids)


@pytest.mark.parametrize("case", CASES)
def test_the_page_asks_nothing_of_the_network_and_runs_nothing(case: str) -> None:
    tree = page(case)
    for selector in (
        "script:not([type='application/json'])",
        "img",
        "iframe",
        "object",
        "form",
        "[style]",
        "[src]",
        "[onerror]",
    ):
        assert not tree.css(selector), selector
    assert all(href.startswith(("#", "data:,")) for href in attributes(tree, "[href]", "href"))


def test_the_policy_allows_exactly_the_style_of_the_page() -> None:
    tree = page()
    style = first(tree, "style").text().encode()
    policy = attributes(tree, "meta[http-equiv='Content-Security-Policy']", "content")[0]
    assert f"'sha256-{b64encode(sha256(style).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")


def test_hostile_text_is_shown_as_text() -> None:
    rendered = render(hostile(), "html", id=REPORT_ID, created_at=CREATED_AT)
    assert rendered.count("<script") == 1
    assert "{{ 7*7 }}" in rendered
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", rendered)


@pytest.mark.parametrize("case", CASES)
def test_the_whole_text_of_the_proposal_is_there(case: str) -> None:
    tree = page(case)
    body = first(tree, ".proposal")
    for extra in body.css(".use, .page-mark"):
        extra.decompose()
    expected = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", "\ufffd", CASES[case][0]().document.text)
    assert "".join(body.text().split()) == "".join(expected.split())


def test_evidence_and_text_point_at_each_other() -> None:
    tree = page()
    for item in tree.css("li.evidence"):
        target = first(item, ".links > a").attributes["href"]
        mark = first(tree, f"mark{target}")
        assert " ".join(mark.text().split()) == first(item, "blockquote").text()
        back = mark.parent.css("a.use") if mark.parent else []
        assert f"#{item.attributes['id']}" in [link.attributes["href"] for link in back]


def test_a_passage_for_two_spearheads_links_to_both() -> None:
    tree = page()
    uses = [link.text() for link in first(tree, "p:has(> #passage-6), li:has(> #passage-6)").css("a.use")]
    assert uses == ["S1", "S6"]


def test_what_does_not_count_is_marked_otherwise() -> None:
    found = attributes(page(), "mark.found", "id")
    assert found == ["passage-2", "passage-3", "passage-9", "passage-11"]


def test_other_languages_are_named() -> None:
    tree = page()
    assert first(tree, "html").attributes["lang"] == "nl"
    assert first(tree, "mark#passage-8").attributes["lang"] == "en"
    assert attributes(tree, "#spearhead-5 .from-proposal blockquote", "lang") == ["en"]
    assert "en" in attributes(tree, "#spearhead-1 .from-strategy blockquote", "lang")
    english = page(language="en")
    assert first(english, ".proposal").attributes["lang"] == "nl"
    assert "lang" not in first(english, "#spearhead-1 h3 span + span").attributes


def test_pages_are_marked_once_and_only_where_there_are_pages() -> None:
    assert [mark.text() for mark in page().css(".page-mark")] == ["Bladzijde 1", "Bladzijde 2", "Bladzijde 3"]
    assert not page("short_note").css(".page-mark")


def test_the_grade_is_told_in_words_and_in_shape() -> None:
    tree = page()
    words = [badge.text() for badge in tree.css(".overview .badge")]
    signs = attributes(tree, ".overview .badge use", "href")
    assert words[:2] == ["kern", "niet"]
    assert len(set(zip(words, signs, strict=True))) == len(set(words)) == 4


def test_every_picture_says_what_it_shows() -> None:
    tree = page()
    told = [node.text() for node in tree.css("svg.picture desc")]
    assert len(told) == 2
    assert all(f"S{number}" in text for text in told for number in range(1, 10))
    names = [name for value in attributes(tree, "svg.picture", "aria-labelledby") for name in value.split()]
    assert all(tree.css_first(f"#{name}") is not None for name in names)


def test_headings_never_skip_a_level() -> None:
    levels = [int(str(node.tag)[1]) for node in page().css("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_reader_learns_use_and_limits() -> None:
    text = first(page(), "#about").text()
    assert "Personen of personeel beoordelen." in text
    assert library().engine.settings_sha256 in text
