"""Pictures: sound SVG, the same bytes, and read without colour and without eyes."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from models.alignment import Grade
from models.assessment import Assessment
from models.comparison import SpearheadChange, compare, side_of
from service.reports.composing import compose
from service.reports.pictures import Picture, before_after, chances, heat_map, strip
from service.reports.pictures.drawing import Drawing, label_lines, short
from service.reports.report import Report
from service.summary import SummaryRow
from service.wording import wording_in
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import CASES, library

SVG = "{http://www.w3.org/2000/svg}"


def drawn_chances(assessment: Assessment, language: str) -> Picture:
    wording = wording_in(language)
    content = compose(Report(assessment, wording, REPORT_ID, CREATED_AT))
    return chances(content.alignments, (0.45, 0.35), wording)


def moves(assessment: Assessment) -> tuple[SpearheadChange, ...]:
    return compare(side_of(assessment), side_of(assessment)).spearheads


def row(assessment: Assessment) -> SummaryRow:
    grades = tuple(item.grade for item in assessment.alignments)
    chances = tuple(item.probability.at_least_contributes for item in assessment.alignments)
    return SummaryRow(assessment.document.name, grades, chances)


def drawn_heat_map(assessment: Assessment, language: str) -> Picture:
    spearheads = [item.spearhead.id for item in assessment.alignments]
    return heat_map([row(assessment)] * 2, spearheads, wording_in(language))


PICTURES: dict[str, Callable[[Assessment, str], Picture]] = {
    "chances": drawn_chances,
    "strip": lambda item, language: strip(item, wording_in(language)),
    "before_after": lambda item, language: before_after(moves(item), wording_in(language)),
    "heat_map": drawn_heat_map,
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("case", CASES)
def test_a_picture_is_sound_and_says_what_it_shows(case: str, name: str) -> None:
    make, language = CASES[case]
    picture = PICTURES[name](make(), language)
    root = ElementTree.fromstring(picture.svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert (title.text, bool(description.text)) == (picture.title, True)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "line", "rect", "circle", "path", "text",
    }  # fmt: skip
    assert picture == PICTURES[name](make(), language)


def test_each_grade_has_a_shape_of_its_own() -> None:
    shapes = set()
    for grade in Grade:
        drawing = Drawing("x", 20, 20)
        drawing.sign(grade, 10, 10)
        svg = drawing.picture("t", "d").svg
        shapes.add(re.sub(r' (class|fill|stroke)="[^"]*"', "", svg))
    assert len(shapes) == len(Grade)


def test_the_strip_marks_every_passage_and_page() -> None:
    assessment = library()
    picture = strip(assessment, wording_in("nl"))
    evidence = [item for alignment in assessment.alignments for item in alignment.evidence]
    # The two signs of the legend and the frame of the strip are rectangles as well.
    assert picture.svg.count("<rect") == len(evidence) + 3
    assert "S5 (draagt bij): 1 passage (blz. 2)." in picture.description
    assert "S2 (niet): geen passages." in picture.description


def test_a_dot_stands_on_its_axis_where_its_chance_is() -> None:
    circles = re.findall(r'<circle class="fill-solid"[^>]* cx="([\d.]+)"', drawn_chances(library(), "nl").svg)
    assert f"{330 + 366 * 0.91042:.2f}" in circles


def test_the_heat_map_keeps_the_order_of_the_input() -> None:
    told = drawn_heat_map(library(), "nl").description
    assert told.count("zavelrode-digitale-hulp.pdf: S1 kern, S2 niet") == 2


def test_before_and_after_tell_both_grades() -> None:
    told = before_after(moves(library()), wording_in("nl")).description
    assert "S5: draagt bij wordt draagt bij, kans 74 % wordt 74 %." in told.replace("\u00a0", " ")


def test_long_labels_are_cut_with_a_sign() -> None:
    assert label_lines("een twee drie vier vijf", 9) == ["een twee", "drie …"]
    assert short("abcdef", 4) == "abc…"
