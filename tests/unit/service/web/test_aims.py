"""The spearheads that a lead aims for: chosen before the check or after it."""

import re

import pytest

from tests.fakes.pages import PLAN, Answer, Visitor


def aimed(page: Answer) -> dict[str, str]:
    """What is told of each spearhead that is aimed for."""
    articles = re.findall(r'<article class="aim">.*?</article>', page.text, re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]+>", " ", article).split()) for article in articles]
    return {text.split()[0]: text for text in told}


def test_aims_that_are_chosen_before_travel_to_the_result(visitor: Visitor) -> None:
    page = visitor.see(visitor.paste(aim=["S2", "S4"]))
    told = aimed(page)
    assert list(told) == ["S2", "S4"]
    assert "Een indicator niet gevonden" in told["S2"]
    assert "Een budget gevonden" in told["S2"]


def test_aims_can_be_chosen_and_changed_afterwards(visitor: Visitor) -> None:
    path = visitor.paste(aim=["S2"])
    own = path.partition("?")[0]
    assert aimed(visitor.see(own)) == {}
    page = visitor.see(f"{own}?aim=S1&aim=S9")
    assert list(aimed(page)) == ["S1", "S9"]
    assert page.text.count('name="aim" value="S9" checked') == 1


def test_an_aim_without_any_evidence_lacks_everything(visitor: Visitor) -> None:
    path = visitor.paste(f"{PLAN} NOTHING")
    told = aimed(visitor.see(f"{path}?aim=S3"))["S3"]
    assert told.count("niet gevonden") == 5
    assert "geen passage gevonden" in told


@pytest.mark.parametrize("query", ["aim=S99", "aim=", "aim=%3Cb%3E&aim=S1%00", "&".join(["aim=S99"] * 300)])
def test_what_is_no_spearhead_is_passed_over(visitor: Visitor, query: str) -> None:
    page = visitor.see(f"{visitor.paste()}?{query}")
    assert page.status_code == 200
    assert aimed(page) == {}


def test_each_strategy_offers_its_own_spearheads(visitor: Visitor) -> None:
    page = visitor.see("/check/text").text
    groups = re.findall(r'<fieldset data-strategy="([^"]+)">(.*?)</fieldset>', page, re.DOTALL)
    counts = {strategy: group.count('name="aim"') for strategy, group in groups}
    assert counts["vlaanderen-2025"] == 9
    assert set(counts) == set(re.findall(r'<option value="([^"]+)"', page))
