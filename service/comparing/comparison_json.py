"""A comparison as JSON: schema speerwijzer/comparison/1."""

import json

from corpus.revisions import Change, Revision
from corpus.strategies import in_language
from models.comparison import Cause, Comparison, Side, SideAlignment, SidePassage, SpearheadChange, Version
from models.weighing import Outcome
from service.reports.json_report import rounded
from service.reports.sentences import excluded_uses, intended_use
from service.wording import Wording

SCHEMA = "speerwijzer/comparison/1"


def render_comparison_json(comparison: Comparison, wording: Wording) -> str:
    """The comparison as an indented JSON object."""
    found = comparison_object(comparison, wording)
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def comparison_object(comparison: Comparison, wording: Wording) -> dict[str, object]:
    """The comparison as plain dictionaries and lists; probabilities and differences have four decimals."""
    changes = [item.change for item in comparison.passages]
    return {
        "schema": SCHEMA,
        "from": _side(comparison.old),
        "to": _side(comparison.new),
        "notice": {
            "generatedBy": wording.say("notice.generated_by", version=comparison.new.engine.version),
            "intendedUse": intended_use(wording),
            "excludedUses": list(excluded_uses(wording)),
        },
        "cautions": [
            {"kind": kind.value, "message": wording.say(f"compare.caution.{kind}")}
            for kind in comparison.cautions
        ],
        "alignments": [_spearhead(change, comparison, wording) for change in comparison.spearheads],
        "passages": {
            "counts": {change.value: changes.count(change) for change in Change},
            "items": [_revision(item, comparison) for item in comparison.passages],
        },
        "language": wording.language,
    }


def _side(side: Side) -> dict[str, object]:
    encoder, artefact, settings, code = side.engine.hashes
    return {
        "proposal": {"name": side.name, "sha256": side.sha256},
        "strategy": _strategy(side.strategy),
        "engine": {
            "version": side.engine.version,
            "encoder": side.engine.name,
            "encoderSha256": encoder,
            "artefactSha256": artefact,
            "settingsSha256": settings,
            "codeSha256": code,
        },
        "allPassages": side.whole,
    }


def _strategy(strategy: Version) -> dict[str, object]:
    return {"id": strategy.name, "version": strategy.version, "sha256": strategy.hashes[0]}


def _spearhead(change: SpearheadChange, comparison: Comparison, wording: Wording) -> dict[str, object]:
    return {
        "spearhead": change.new.spearhead,
        "title": in_language(change.new.title, wording.language),
        "from": _alignment(change.old),
        "to": _alignment(change.new),
        "gradeChanged": change.graded_otherwise,
        "difference": {
            "core": rounded(change.core_difference),
            "atLeastContributes": rounded(change.at_least_difference),
        },
        "withinUncertainty": change.within_uncertainty,
        "newlyMissing": [element.value for element in change.newly_missing],
        "newlyPresent": [element.value for element in change.newly_present],
        "toWithoutAdded": _outcome(change.without_added),
        "fromWithoutRemoved": _outcome(change.without_removed),
        "causes": [_cause(cause, comparison) for cause in change.causes],
    }


def _alignment(found: SideAlignment) -> dict[str, object]:
    probability = found.probability
    return {
        "grade": found.grade.value,
        "reason": found.reason.value if found.reason else None,
        "probability": {
            "core": rounded(probability.core),
            "atLeastContributes": rounded(probability.at_least_contributes),
            "interval": {
                "core": [rounded(bound) for bound in probability.core_interval],
                "atLeastContributes": [rounded(bound) for bound in probability.at_least_contributes_interval],
            },
        },
    }


def _outcome(outcome: Outcome | None) -> dict[str, object] | None:
    if outcome is None:
        return None
    probability = {
        "core": rounded(outcome.core),
        "atLeastContributes": rounded(outcome.at_least_contributes),
    }
    reason = outcome.reason.value if outcome.reason else None
    return {"grade": outcome.grade.value, "reason": reason, "probability": probability}


def _cause(cause: Cause, comparison: Comparison) -> dict[str, object]:
    old = cause.change is Change.REMOVED
    passage = (comparison.old if old else comparison.new).passages[cause.passage]
    return {
        "change": cause.change.value,
        "side": "from" if old else "to",
        "passage": passage.id,
        "contribution": rounded(cause.contribution),
    }


def _revision(item: Revision, comparison: Comparison) -> dict[str, object]:
    """A passage on each side; the words of what stayed are given once."""
    old = None if item.old is None else comparison.old.passages[item.old]
    new = None if item.new is None else comparison.new.passages[item.new]
    return {
        "change": item.change.value,
        "from": _passage(old, quoted=item.change in (Change.CHANGED, Change.REMOVED)),
        "to": _passage(new, quoted=True),
        "similarity": rounded(item.similarity),
    }


def _passage(passage: SidePassage | None, *, quoted: bool) -> dict[str, object] | None:
    if passage is None:
        return None
    place = {"passage": passage.id, "page": passage.page, "section": passage.section}
    return {**place, "language": passage.language, **({"quote": passage.text} if quoted else {})}
