"""The report as JSON: schema speerwijzer/assessment/1."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC

from corpus.strategies import in_language
from models.alignment import Alignment, Evidence, Flag, Match, Probability, RunnerUp
from models.assessment import Assessment
from service.reports.escaping import printable
from service.reports.report import Answer, Report
from service.reports.sentences import excluded_uses, flag_message, generated_by
from service.wording import Wording

SCHEMA = "speerwijzer/assessment/1"
UNHASHED = frozenset({"id", "createdAt", "contentSha256", "replies"})
"""The fields that tell one run from another, what was replied afterwards, and the hash itself."""
_DECIMALS = 4


def render_json(report: Report) -> str:
    """The report as an indented JSON object; names and order are part of the public contract."""
    return json.dumps(assessment_object(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def assessment_object(report: Report) -> dict[str, object]:
    """The report as plain dictionaries and lists, ready for any JSON writer."""
    content = _content(report)
    head = {"schema": SCHEMA, "id": report.id, "createdAt": report.timestamp}
    replies = {"replies": [_reply(answer) for answer in report.answers]} if report.answers else {}
    return {**head, **content, "contentSha256": content_sha256({**head, **content}), **replies}


def _reply(answer: Answer) -> dict[str, str]:
    moment = answer.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"spearhead": answer.spearhead, "text": printable(answer.text), "createdAt": moment}


def text_sha256(text: str) -> str:
    """SHA-256 of a canonical text as UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_sha256(report: Mapping[str, object]) -> str:
    """SHA-256 of all a report says but who made it when: with it, damage to a saved report is seen.

    It protects against accidents only: whoever changes a report on purpose can compute it anew.
    """
    said = {name: value for name, value in report.items() if name not in UNHASHED}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text_sha256(canonical)


def _content(report: Report) -> dict[str, object]:
    assessment, wording = report.assessment, report.wording
    return {
        "proposal": _proposal(assessment),
        "strategy": {
            "id": assessment.strategy.id,
            "version": assessment.strategy.version,
            "sha256": assessment.strategy.sha256,
        },
        "engine": _engine(assessment),
        "notice": {
            "generatedBy": generated_by(assessment, wording),
            "intendedUse": report.intended_use,
            "excludedUses": list(excluded_uses(wording)),
            "applicantKind": report.applicant,
        },
        "alignments": [_alignment(alignment, wording) for alignment in assessment.alignments],
        "flags": [_flag(flag, wording) for flag in assessment.flags],
        "language": wording.language,
    }


def _proposal(assessment: Assessment) -> dict[str, object]:
    document = assessment.document
    return {
        "name": document.name,
        "sha256": document.sha256,
        "mediaType": document.media_type,
        "pages": len(document.pages),
        "words": document.words,
        "languages": _rounded_by_name(assessment.languages),
        "title": document.title,
        "textSha256": text_sha256(document.text),
    }


def _engine(assessment: Assessment) -> dict[str, object]:
    engine = assessment.engine
    return {
        "version": engine.version,
        "encoder": engine.encoder,
        "encoderSha256": engine.encoder_sha256,
        "artefactSha256": engine.artefact_sha256,
        "settingsSha256": engine.settings_sha256,
        "codeSha256": engine.code_sha256,
        "thresholds": _rounded_by_name(
            {"core": engine.core_threshold, "atLeastContributes": engine.contributes_threshold}
        ),
        "bands": _rounded_by_name({"core": engine.core_band, "atLeastContributes": engine.contributes_band}),
        "trained": engine.trained,
    }


def _alignment(alignment: Alignment, wording: Wording) -> dict[str, object]:
    return {
        "spearhead": alignment.spearhead.id,
        "title": in_language(alignment.spearhead.title, wording.language),
        "grade": alignment.grade.value,
        "probability": _probability(alignment.probability),
        "reason": alignment.reason.value if alignment.reason else None,
        "channels": _rounded_by_name(alignment.channels),
        "evidence": [_evidence(evidence) for evidence in alignment.evidence],
        "counterfactual": _counterfactual(alignment),
        "runnerUp": _runner_up(alignment.runner_up, wording),
    }


def _probability(probability: Probability) -> dict[str, object]:
    return {
        "core": rounded(probability.core),
        "atLeastContributes": rounded(probability.at_least_contributes),
        "interval": {
            "core": [rounded(bound) for bound in probability.core_interval],
            "atLeastContributes": [rounded(bound) for bound in probability.at_least_contributes_interval],
        },
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    passage = evidence.passage
    return {
        "passage": passage.id,
        "start": passage.start,
        "end": passage.end,
        "quote": passage.text,
        "page": passage.page,
        "section": passage.section,
        "language": passage.language,
        "role": evidence.role.value,
        "contribution": rounded(evidence.contribution),
        "matches": _match(evidence.match),
        "contributionToCore": rounded(evidence.contribution_to_core),
    }


def _match(match: Match) -> dict[str, object]:
    """`start` and `end` of a term are code points in the quote, those of the strategy in its own text."""
    return {
        "spearheadText": match.spearhead_text,
        "source": match.source,
        "similarity": rounded(match.similarity),
        "terms": list(match.terms),
        "sourceLanguage": match.language,
        "sourceStart": match.start,
        "sourceEnd": match.end,
        "termPlaces": [{"term": term.text, "start": term.start, "end": term.end} for term in match.found],
    }


def _counterfactual(alignment: Alignment) -> dict[str, object]:
    counterfactual = alignment.counterfactual
    changes = bool(counterfactual.deleted) and counterfactual.without_evidence is not alignment.grade
    return {
        "withoutEvidence": counterfactual.without_evidence.value,
        "passagesDeleted": counterfactual.passages_deleted,
        "missing": [element.value for element in counterfactual.missing],
        "passages": list(counterfactual.deleted),
        "smallestFound": changes,
        "elsewhere": [
            {"element": found.element.value, "passage": found.passage} for found in counterfactual.elsewhere
        ],
    }


def _runner_up(rival: RunnerUp | None, wording: Wording) -> dict[str, object] | None:
    if rival is None:
        return None
    return {
        "spearhead": rival.spearhead.id,
        "title": in_language(rival.spearhead.title, wording.language),
        "grade": rival.grade.value,
        "probability": _probability(rival.probability),
        "question": in_language(rival.question, wording.language),
        "onlyHere": list(rival.only_here),
        "onlyThere": list(rival.only_there),
        "both": list(rival.both),
    }


def _flag(flag: Flag, wording: Wording) -> dict[str, object]:
    return {
        "kind": flag.kind.value,
        "passages": list(flag.passages),
        "message": flag_message(flag, wording),
        "pages": list(flag.pages),
    }


def _rounded_by_name(shares: Mapping[str, float]) -> dict[str, float]:
    return {name: rounded(share) for name, share in shares.items()}


def rounded(number: float) -> float:
    """A number of a report: four decimals, and no negative zero."""
    # Adding zero turns -0.0, which rounding a tiny negative number gives, into 0.0.
    return round(float(number), _DECIMALS) + 0.0
