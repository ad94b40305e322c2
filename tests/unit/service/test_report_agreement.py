"""No rendering contradicts another: grades, probabilities and quotes in every format."""

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook
from rdflib import Graph, Literal, Namespace

from models.assessment import Assessment
from service.reports import render
from service.reports.composing import compose
from service.reports.content import ReportContent
from service.reports.glyphs import with_known_signs
from service.reports.report import Report
from service.wording import wording_in
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.readers import READERS
from tests.fakes.report_cases import CASES

OA, SW = Namespace("http://www.w3.org/ns/oa#"), Namespace("urn:speerwijzer:terms:")


def case_of(name: str) -> tuple[Assessment, str, ReportContent]:
    make, language = CASES[name]
    assessment = make()
    return assessment, language, compose(Report(assessment, wording_in(language), REPORT_ID, CREATED_AT))


def letters(text: str) -> str:
    """The text without what laying out changes: white space and the hyphens at line ends."""
    return re.sub(r"[\s\u00ad\u0002\ufffe\ufffd\u200b-]+", "", text)


@pytest.mark.parametrize("format", READERS)
@pytest.mark.parametrize("case", ["library", "short_note"])
def test_documents_hold_every_grade_probability_and_quote(case: str, format: str) -> None:
    assessment, language, content = case_of(case)
    rendered = render(assessment, format, language=language, id=REPORT_ID, created_at=CREATED_AT)
    text = letters(READERS[format](rendered))
    for item in content.alignments:
        said = (item.title, item.grade_word, item.core.sentence, item.at_least.sentence, item.reason_sentence)
        shown = [*said, *item.why, *(evidence.quote for evidence in item.evidence)]
        shown += [evidence.contribution for evidence in item.evidence]
        lacking = [part for part in shown if letters(str(with_known_signs(part))).lower() not in text.lower()]
        assert lacking == [], item.id
    assert [part for part in content.faithfulness if letters(part).lower() not in text.lower()] == []


@pytest.mark.parametrize("case", CASES)
def test_tables_hold_the_numbers_of_the_json(case: str) -> None:
    assessment, language, content = case_of(case)
    data = json.loads(render(assessment, "json", language=language, id=REPORT_ID, created_at=CREATED_AT))
    workbook = load_workbook(
        io.BytesIO(render(assessment, "xlsx", language=language, id=REPORT_ID, created_at=CREATED_AT))
    )
    sheet = list(workbook.worksheets[0].iter_rows(values_only=True))[1]
    row = list(
        csv.reader(
            io.StringIO(render(assessment, "csv", language=language, id=REPORT_ID, created_at=CREATED_AT))
        )
    )[1]
    for number, (item, shown) in enumerate(zip(data["alignments"], content.alignments, strict=True)):
        at = 2 + 3 * number
        chances = [item["probability"]["core"], item["probability"]["atLeastContributes"]]
        assert [row[at], *map(float, row[at + 1 : at + 3])] == [shown.grade_word, *chances]
        assert list(sheet[at : at + 3]) == [shown.grade_word, *chances]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("case", CASES)
def test_linked_data_says_what_the_json_says(case: str) -> None:
    assessment, language, _ = case_of(case)
    data = json.loads(render(assessment, "json", language=language, id=REPORT_ID, created_at=CREATED_AT))
    graph = Graph().parse(
        data=render(assessment, "jsonld", language=language, id=REPORT_ID, created_at=CREATED_AT),
        format="json-ld",
    )
    chances = sorted(f"{item['probability']['core']:.4f}" for item in data["alignments"])
    assert sorted(str(value) for value in graph.objects(None, SW.coreProbability)) == chances
    for item in data["alignments"]:
        for evidence in item["evidence"]:
            quotes = list(graph.subjects(OA.exact, Literal(evidence["quote"])))
            assert quotes, evidence["passage"]
        found = {str(value) for value in graph.objects(None, SW.grade)}
        assert item["grade"] in found
