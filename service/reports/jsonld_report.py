"""The report as linked data: Web Annotations on the proposal, a SKOS scheme, and PROV-O for the run."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from urllib.parse import quote

from corpus.strategies import Spearhead, Strategy
from models.alignment import Alignment, Evidence, Match
from models.assessment import Assessment
from service.reports.composing import compose
from service.reports.content import AlignmentContent, ReportContent
from service.reports.places import has_pages
from service.reports.report import Report
from service.reports.sentences import contribution, excluded_uses, generated_by

CONTEXT = "context-2026-11-27.jsonld"
"""The names that the data uses, as a dated file in service/schemas; every report holds a copy."""
_PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3778"
_AROUND = 32
"""Characters of the text before and after a quote."""
_DECIMALS = 4

Node = dict[str, object]


def render_jsonld(report: Report) -> str:
    """The report as one JSON-LD graph that needs no network to be read."""
    content = compose(report)
    graph = [
        *_run(report, content),
        *_scheme(report.assessment.strategy),
        *_annotations(report, content),
    ]
    context = files("service").joinpath("schemas", CONTEXT).read_text(encoding="utf-8")
    data = {"@context": json.loads(context)["@context"], "@graph": graph}
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _name(*parts: str) -> str:
    return ":".join(("urn:speerwijzer", *(quote(part, safe="") for part in parts)))


def _report_name(report: Report) -> str:
    return _name("report", report.id)


def _proposal_name(assessment: Assessment) -> str:
    return _name("file", assessment.document.sha256)


def _scheme_name(strategy: Strategy) -> str:
    return _name("strategy", strategy.id, strategy.version)


def _concept_name(strategy: Strategy, spearhead: Spearhead) -> str:
    return f"{_scheme_name(strategy)}:{quote(spearhead.id, safe='')}"


def _engine_name(assessment: Assessment) -> str:
    engine = assessment.engine
    return _name("engine", engine.version, engine.artefact_sha256[:16], engine.settings_sha256[:16])


def _run(report: Report, content: ReportContent) -> Iterator[Node]:
    assessment, wording = report.assessment, report.wording
    document, run = assessment.document, _name("run", report.id)
    used = [_proposal_name(assessment), _scheme_name(assessment.strategy)]
    yield {
        "id": _report_name(report),
        "type": "Entity",
        "identifier": report.id,
        "generated": report.timestamp,
        "wasGeneratedBy": run,
        "wasDerivedFrom": used,
        "wasAttributedTo": _engine_name(assessment),
        "description": [
            generated_by(assessment, wording),
            report.intended_use,
            *excluded_uses(wording),
            *content.faithfulness,
        ],
    }
    yield {"id": run, "type": "Activity", "used": used, "wasAssociatedWith": _engine_name(assessment)}
    yield {
        "id": _proposal_name(assessment),
        "type": "Entity",
        "title": document.title or document.name,
        "identifier": document.name,
        "sha256": document.sha256,
    }
    yield _agent(assessment)


def _agent(assessment: Assessment) -> Node:
    engine = assessment.engine
    return {
        "id": _engine_name(assessment),
        "type": "SoftwareAgent",
        "title": "Speerwijzer",
        "version": engine.version,
        "identifier": engine.encoder,
        "sha256": [
            engine.encoder_sha256,
            engine.artefact_sha256,
            engine.settings_sha256,
            engine.code_sha256,
        ],
    }


def _scheme(strategy: Strategy) -> Iterator[Node]:
    concepts = [_concept_name(strategy, spearhead) for spearhead in strategy.spearheads]
    yield {
        "id": _scheme_name(strategy),
        "type": ["ConceptScheme", "Entity"],
        "prefLabel": dict(strategy.title),
        "version": strategy.version,
        "sourceNote": strategy.source,
        "sha256": strategy.sha256,
        "hasTopConcept": concepts,
    }
    for name, spearhead in zip(concepts, strategy.spearheads, strict=True):
        yield {
            "id": name,
            "type": "Concept",
            "inScheme": _scheme_name(strategy),
            "notation": spearhead.id,
            "prefLabel": dict(spearhead.title),
            "definition": dict(spearhead.statement),
            "scopeNote": dict(spearhead.belongs),
            "note": dict(spearhead.excludes),
            "altLabel": {
                language: [term.text for term in terms] for language, terms in spearhead.terms.items()
            },
        }


def _annotations(report: Report, content: ReportContent) -> Iterator[Node]:
    pairs = zip(report.assessment.alignments, content.alignments, strict=True)
    for number, (alignment, shown) in enumerate(pairs, 1):
        yield _graded(report, f"{_report_name(report)}:alignment-{number}", alignment, shown)
        for place, evidence in enumerate(alignment.evidence, 1):
            name = f"{_report_name(report)}:evidence-{number}-{place}"
            yield _quoted(report, name, alignment, evidence)


def _annotation(report: Report, name: str, alignment: Alignment) -> Node:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "classifying",
        "created": report.timestamp,
        "generator": _engine_name(report.assessment),
        "body": _concept_name(report.assessment.strategy, alignment.spearhead),
        "grade": alignment.grade.value,
    }


def _graded(report: Report, name: str, alignment: Alignment, shown: AlignmentContent) -> Node:
    counterfactual, rival = alignment.counterfactual, alignment.runner_up
    reason = {"reason": alignment.reason.value} if alignment.reason else {}
    return {
        **_annotation(report, name, alignment),
        "target": _proposal_name(report.assessment),
        "coreProbability": _decimal(alignment.probability.core),
        "atLeastContributesProbability": _decimal(alignment.probability.at_least_contributes),
        **reason,
        "description": list(shown.told),
        "missing": [element.value for element in counterfactual.missing],
        "deleted": list(counterfactual.deleted),
        "gradeWithout": counterfactual.without_evidence.value,
        **({"runnerUp": _concept_name(report.assessment.strategy, rival.spearhead)} if rival else {}),
    }


def _quoted(report: Report, name: str, alignment: Alignment, evidence: Evidence) -> Node:
    return {
        **_annotation(report, name, alignment),
        "target": {
            "type": "SpecificResource",
            "source": _proposal_name(report.assessment),
            "selector": _selectors(report.assessment, evidence),
        },
        "passage": evidence.passage.id,
        "role": evidence.role.value,
        "contribution": _decimal(evidence.contribution),
        "contributionToCore": _decimal(evidence.contribution_to_core),
        "description": contribution(alignment, evidence, report.wording),
        "strategyQuote": _strategy_quote(report, alignment, evidence.match),
    }


def _strategy_quote(report: Report, alignment: Alignment, match: Match) -> Node:
    """The sentence of the strategy, located in the text of its spearhead that `sourceNote` names."""
    return {
        "type": "SpecificResource",
        "source": _concept_name(report.assessment.strategy, alignment.spearhead),
        "sourceNote": f"{match.source}.{match.language}",
        "selector": [
            {"type": "TextQuoteSelector", "exact": match.spearhead_text},
            {"type": "TextPositionSelector", "start": match.start, "end": match.end},
        ],
    }


def _selectors(assessment: Assessment, evidence: Evidence) -> list[Mapping[str, object]]:
    passage, text = evidence.passage, assessment.document.text
    quoted = {
        "type": "TextQuoteSelector",
        "exact": passage.text,
        "prefix": text[max(0, passage.start - _AROUND) : passage.start],
        "suffix": text[passage.end : passage.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    page = {
        "type": "FragmentSelector",
        "conformsTo": _PDF_FRAGMENTS,
        "value": f"page={passage.page}",
        "refinedBy": quoted,
    }
    return [quoted, position, page] if has_pages(assessment) else [quoted, position]


def _decimal(number: float) -> str:
    """The number as text, which a reader of decimals takes as it stands."""
    return f"{round(float(number), _DECIMALS) + 0.0:.{_DECIMALS}f}"
