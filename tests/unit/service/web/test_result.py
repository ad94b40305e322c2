"""The result: grades, evidence linked both ways, what is missing, flags, and hostile texts."""

import re
from html import escape

import pytest

from tests.fakes.pages import PLAN, Visitor, words_of
from tests.fakes.report_cases import HOSTILE


def test_every_spearhead_has_a_grade_an_interval_and_its_evidence(visitor: Visitor) -> None:
    page = visitor.see(visitor.paste()).text
    assert len(re.findall(r'<article class="alignment', page)) == 9
    assert re.search(r'97\s% <span class="range">\(9\d–100\)</span>', page)
    assert "Het thema komt aan bod" in page


def test_evidence_and_document_point_at_each_other(visitor: Visitor) -> None:
    page = visitor.see(visitor.paste()).text
    targets = set(re.findall(r'data-evidence="([^"]+)"', page))
    marks = set(re.findall(r'<mark[^>]* id="([^"]+)"', page))
    back = set(re.findall(r'class="use" href="#([^"]+)"', page))
    evidence = set(re.findall(r'<li class="evidence" id="([^"]+)"', page))
    assert targets == marks
    assert back == evidence


def test_no_text_of_a_proposal_becomes_markup(visitor: Visitor) -> None:
    text = f"{HOSTILE}\n\n{PLAN}\n\n</textarea></mark><script src=//evil></script>"
    path = visitor.paste(text, title=f"{HOSTILE}<b>")
    for address in (path, f"{path}/versions", "/proposals"):
        page = visitor.see(address).text
        assert "<script>alert" not in page
        assert "<script src=//evil>" not in page
        assert "<img src=x" not in page
        assert "\x1b" not in page
    assert escape("<script src=//evil></script>") in visitor.see(path).text


def test_an_answer_that_is_refused_is_escaped_too(visitor: Visitor) -> None:
    answer = visitor.send("/check", way="text", text="", title='"><script>alert(1)</script>')
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/", "/guide", "/nowhere", "/check/form"])
def test_pages_allow_no_script_or_style_of_others_and_no_frames(visitor: Visitor, path: str) -> None:
    answer = visitor.see(path)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert not re.search(r"<script(?![^>]* src=)", answer.text)


def test_a_proposal_without_evidence_says_so(visitor: Visitor) -> None:
    page = words_of(visitor.see(visitor.paste(PLAN + " NOTHING")))
    assert page.count("Er is geen passage die meetelt of in de buurt komt.") == 9


def test_many_flags_stay_folded(visitor: Visitor) -> None:
    page = visitor.see(visitor.paste(PLAN + " FLAGS")).text
    assert "Overgenomen tekst" in page
    assert "200 plaatsen in het document" in page


def test_a_long_document_comes_in_parts_and_evidence_leads_to_the_right_one(visitor: Visitor) -> None:
    long = "\n\n".join(f"Zin {number} over digitale hulp in de buurt van de stad." for number in range(2000))
    path = visitor.paste(long)
    first, last = visitor.see(path).text, visitor.see(f"{path}?part=3").text
    assert "Deel 1 van 3" in first
    assert "Zin 1999 over" not in first
    assert "Zin 1999 over" in last
    assert visitor.see(f"{path}?part=99").text.count("Deel 3 van 3") == 2
    assert len(first) < 150_000


def test_every_format_can_be_taken_along(visitor: Visitor) -> None:
    path = visitor.paste()
    formats = re.findall(r'report\.([a-z-]+)" download', visitor.see(path).text)
    assert {"html", "pdf", "docx", "json", "md"} <= set(formats)
    assert "annotated-pdf" not in formats
    for format in ("html", "md", "json"):
        answer = visitor.see(f"{path}/report.{format}")
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert "sandbox" in answer.headers["content-security-policy"]
    assert visitor.see(f"{path}/report.annotated-pdf").status_code == 404
