import re

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from service.model_card.rendering import FORMATS, render_card
from service.model_card.telling import Telling
from service.model_card.weaknesses import weaknesses
from service.wording import LANGUAGES, wording_in
from tests.fakes.figures import made_up_figures


def told(language: str = "nl") -> list[str]:
    return list(weaknesses(Telling(made_up_figures(), wording_in(language))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_a_card_is_complete_and_always_the_same(language: str, format: str) -> None:
    page = render_card(made_up_figures(), format, language=language)
    assert page == render_card(made_up_figures(), format, language=language)
    for sentence in told(language):
        assert re.sub(r"\W", "", sentence) in re.sub(r"&\w+;|&#\d+;|\W", "", page)
    assert all(sign * 64 in page for sign in "abc")
    assert "{" not in page.split("</style>")[-1]


def test_the_weakest_spearheads_on_real_texts_come_first() -> None:
    named = [re.match(r"([A-D]) ", sentence) for sentence in told()[:3]]
    assert [match[1] for match in named if match] == ["B", "D", "C"]
    assert "0,31 (0,29–0,33)" in told()[0]


def test_weaknesses_follow_the_figures() -> None:
    text = "\n".join(told())
    assert "Bij A Bomen duidt het programma ook, of in de plaats, ten onrechte D Tuin" in text
    assert "het laagst in het Frans: 0,70" in text
    assert "het laagst bij 0 tot 149 woorden" in text
    assert "1 van 2 (strategie geplakt, woorden weggelaten)" in text
    assert text.count("boven de grens van") == 1


def test_without_real_texts_the_headline_is_told() -> None:
    figures = made_up_figures()
    del figures["tables"]["spearheads_validation"]
    first = next(weaknesses(Telling(figures, wording_in("nl"))))
    assert "voorstellen van het hoofdcijfer" in first


def test_what_was_not_measured_is_not_told() -> None:
    figures = made_up_figures()
    del figures["tables"]["robustness"], figures["tables"]["faithfulness"]
    page = render_card(figures, "md", language="nl")
    assert wording_in("nl").say("card.robustness.title") not in page
    assert wording_in("nl").say("card.faithfulness.title") not in page


def test_markdown_has_one_title_and_whole_tables() -> None:
    tokens = (
        MarkdownIt("commonmark").enable("table").parse(render_card(made_up_figures(), "md", language="en"))
    )
    assert sum(token.tag == "h1" for token in tokens if token.type == "heading_open") == 1
    assert sum(token.type == "table_open" for token in tokens) == 16
    assert "| --- |" not in "".join(token.content for token in tokens if token.type == "inline")


def test_html_escapes_runs_nothing_and_names_every_table() -> None:
    text = render_card(made_up_figures(), "html", language="nl")
    page = LexborHTMLParser(text)
    assert (page.css("script"), page.css("link[rel=stylesheet]"), page.css("img")) == ([], [], [])
    assert '<html lang="nl">' in text
    assert "test machine &lt;1 core&gt;" in text
    assert len(page.css("table")) == len(page.css("table > caption")) == 16
    targets = {link.attributes["href"] for link in page.css("nav a")}
    assert targets <= {f"#{section.attributes['id']}" for section in page.css("section")}


def test_numbers_have_the_signs_of_the_language() -> None:
    assert Telling({}, wording_in("nl")).number(-0.456) == "−0,46"
    assert Telling({}, wording_in("en")).number(0.456) == "0.46"
    assert Telling({}, wording_in("nl")).number(None) == "–"
    assert Telling({}, wording_in("nl")).number(-0.001) == "0,00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_is_left_untranslated(language: str) -> None:
    page = render_card(made_up_figures(), "md", language=language)
    for code in (
        "at least contributes",
        "not_met",
        "zero_label",
        "annotated",
        "0-149",
        "strategy pasted, words",
    ):
        assert code not in page.replace("at least contributes or", "") or language == "en"


def test_a_simpler_system_that_does_better_is_told() -> None:
    beaten = [sentence for sentence in told() if "eenvoudiger systeem" in sentence]
    assert len(beaten) == 1
    assert "taalmodel alleen" in beaten[0]
    assert "−0,10 (−0,12–−0,08)" in beaten[0]


def test_lengths_stand_from_short_to_long() -> None:
    page = render_card(made_up_figures(), "md", language="nl")
    assert page.index("| 0 tot 149 woorden") < page.index("| 600 woorden of meer")
