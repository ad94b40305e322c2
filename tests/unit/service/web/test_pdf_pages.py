"""The pages of a PDF as pictures, with links over the words of the evidence."""

import re
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from service.web.looking import CannotLook, look
from tests.fakes.pages import Visitor

PDF = Path(__file__).parents[4] / "corpus" / "examples" / "afsprakenbouwsteen.pdf"


def test_evidence_lies_over_the_words_and_leads_to_its_spearhead(visitor: Visitor) -> None:
    path = visitor.upload(PDF)
    page = visitor.see(path).text
    assert page.count('<figure class="leaf"') == 6
    assert len(re.findall(r"<rect x=", page)) > 10
    marks = set(re.findall(r'class="over[^"]*" id="([^"]+)"', page))
    targets = set(re.findall(r'data-evidence="([^"]+)"', page))
    assert marks <= targets
    assert len(marks) >= 0.8 * len(targets)


def a_flagged_pdf(path: Path) -> Path:
    """A PDF of two pages with more sentences than become evidence."""
    canvas = Canvas(str(path), invariant=1)
    for page in range(2):
        for line in range(30):
            canvas.drawString(
                70, 780 - 24 * line, f"Zin {line} van blad {page} gaat over digitale hulp. FLAGS"
            )
        canvas.showPage()
    canvas.save()
    return path


def test_every_link_into_the_document_leads_somewhere(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.see(visitor.upload(a_flagged_pdf(tmp_path / "plan.pdf"))).text
    anchors = set(re.findall(r' id="([^"]+)"', page))
    targets = set(re.findall(r' href="#([^"]+)"', page))
    assert "page-2" in targets
    assert targets <= anchors


def test_a_page_is_a_picture_that_nobody_else_may_keep(visitor: Visitor) -> None:
    path = visitor.upload(PDF)
    answer = visitor.see(f"{path}/pages/2.png")
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert answer.headers["cache-control"] == "no-store"
    assert visitor.see(f"{path}/pages/7.png").status_code == 404


def test_the_text_of_a_pdf_can_be_read_instead(visitor: Visitor) -> None:
    page = visitor.see(f"{visitor.upload(PDF)}?view=text").text
    assert "<mark" in page
    assert "<img" not in page


def test_a_text_has_no_pictures(visitor: Visitor) -> None:
    assert visitor.see(f"{visitor.paste()}/pages/1.png").status_code == 404


def test_a_file_that_breaks_the_process_gives_no_answer() -> None:
    for task in ({"task": "picture", "page": 1}, {"task": "places"}):
        try:
            look(task, b"%PDF-1.4 broken")
        except CannotLook:
            continue
        raise AssertionError(task)
