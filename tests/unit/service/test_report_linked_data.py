"""The linked data against the vocabularies that it speaks."""

import json
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace
from rdflib.namespace import PROV, SKOS

from service.reports import jsonld_report, render
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import library

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
OA, DCT = Namespace("http://www.w3.org/ns/oa#"), Namespace("http://purl.org/dc/terms/")
CONTEXT = Path(str(jsonld_report.__file__)).parents[1] / "schemas" / jsonld_report.CONTEXT


@cache
def text() -> str:
    return render(library(), "jsonld", id=REPORT_ID, created_at=CREATED_AT)


def graph() -> Graph:
    return Graph().parse(data=text(), format="json-ld")


def test_the_dated_context_is_in_every_report() -> None:
    assert json.loads(text())["@context"] == json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]


def test_every_name_is_in_the_context() -> None:
    names = json.loads(text())["@context"]
    used = {key for node in json.loads(text())["@graph"] for key in node}
    assert used - set(names) == set()


def test_quotes_and_positions_point_at_the_same_words() -> None:
    found, proposal = graph(), library().document.text
    targets = list(found.objects(None, OA.hasTarget))
    quoted = 0
    for target in targets:
        selectors = list(found.objects(target, OA.hasSelector))
        exact = [str(found.value(item, OA.exact)) for item in selectors if (item, OA.exact, None) in found]
        for item in selectors:
            if (item, RDF.type, OA.TextPositionSelector) in found:
                start, end = (int(str(found.value(item, name))) for name in (OA.start, OA.end))
                assert proposal[start:end] in exact
                quoted += 1
    assert quoted == sum(len(item.evidence) for item in library().alignments)


def test_pages_are_fragments_of_a_pdf() -> None:
    found = graph()
    fragments = list(found.subjects(RDF.type, OA.FragmentSelector))
    assert {str(found.value(item, RDF.value)) for item in fragments} == {"page=1", "page=2", "page=3"}
    assert all(found.value(item, OA.refinedBy) is not None for item in fragments)


def test_spearheads_are_concepts_of_one_scheme() -> None:
    found = graph()
    (scheme,) = found.subjects(RDF.type, SKOS.ConceptScheme)
    concepts = set(found.subjects(SKOS.inScheme, scheme))
    assert {str(found.value(concept, SKOS.notation)) for concept in concepts} == {
        f"S{n}" for n in range(1, 10)
    }
    assert all(found.value(concept, SKOS.prefLabel) is not None for concept in concepts)
    assert Literal("Courses, lending of devices, help at the counter.", lang="en") in set(
        found.objects(None, SKOS.scopeNote)
    )


def test_the_run_is_told_from_file_to_report() -> None:
    found = graph()
    (run,) = found.subjects(RDF.type, PROV.Activity)
    (report,) = found.subjects(PROV.wasGeneratedBy, run)
    used = set(found.objects(run, PROV.used))
    assert used == set(found.objects(report, PROV.wasDerivedFrom))
    assert len(used) == 2
    assert found.value(run, PROV.wasAssociatedWith) == found.value(report, PROV.wasAttributedTo)
    assert "2026-11-23T12:00:00" in str(found.value(report, PROV.generatedAtTime))
