"""What a report says of an assessment, as sentences; the same in every format."""

from corpus.documents import Passage
from models.alignment import Alignment, Element, Evidence, Flag, Grade, Reason
from models.assessment import Assessment
from service.wording import Wording

EXCLUDED_USES = ("decision", "persons", "benefits", "fraud", "ranking")
LIMITS = ("text_only", "no_quality", "mistakes", "none")
GUIDE = ("grade", "bar", "evidence", "contribution", "commitment")

_TOUCHED = (Reason.MENTION_ONLY, Reason.CONTEXT_ONLY)
"""Reasons for none where the proposal touches the theme; elsewhere a list of what lacks is noise."""

_SMALLEST_SHOWN = 0.005
"""A change of probability below this rounds to less than one percentage point."""


def generated_by(assessment: Assessment, wording: Wording) -> str:
    """Who made the report: a program, by version."""
    return wording.say("notice.generated_by", version=assessment.engine.version)


def intended_use(wording: Wording) -> str:
    """What the report is for."""
    return wording.say("notice.intended_use")


def excluded_uses(wording: Wording) -> tuple[str, ...]:
    """What the report may not be used for."""
    return tuple(wording.say(f"notice.excluded.{use}") for use in EXCLUDED_USES)


def limits(wording: Wording) -> tuple[str, ...]:
    """What the report cannot do."""
    return tuple(wording.say(f"limit.{limit}") for limit in LIMITS)


def guide(assessment: Assessment, wording: Wording) -> tuple[str, ...]:
    """How to read the report, for someone who has never seen one."""
    return (*(wording.say(f"guide.{part}") for part in GUIDE), *method(assessment, wording))


def method(assessment: Assessment, wording: Wording) -> tuple[str, ...]:
    """From which probability a grade is given, and a warning where nothing was learned from examples."""
    engine = assessment.engine
    core, contributes = wording.percent(engine.core_threshold), wording.percent(engine.contributes_threshold)
    thresholds = wording.say("method.thresholds", core=core, contributes=contributes)
    return (thresholds,) if engine.trained else (thresholds, wording.say("method.untrained"))


def place(passage: Passage, wording: Wording, *, paged: bool) -> str:
    """Page and section of a passage, as far as the proposal has them; "" for neither."""
    if paged and passage.section:
        return wording.say("place.page_section", page=passage.page, section=passage.section)
    return wording.say("place.page", page=passage.page) if paged else passage.section


def pages(numbers: tuple[int, ...], wording: Wording) -> str:
    """Page numbers in order, each once; "" for none."""
    distinct = sorted(set(numbers))
    if not distinct:
        return ""
    return wording.count("place.pages", len(distinct), pages=", ".join(map(str, distinct)))


def contribution(evidence: Evidence, wording: Wording) -> str:
    """How the probability changes without this passage."""
    if abs(evidence.contribution) < _SMALLEST_SHOWN:
        return wording.say("evidence.contribution.small")
    points = max(1, round(abs(evidence.contribution) * 100))
    direction = "falls" if evidence.contribution > 0 else "rises"
    return wording.count(f"evidence.contribution.{direction}", points)


def counterfactual(alignment: Alignment, wording: Wording) -> str:
    """What the grade becomes without its evidence; "" where nothing was deleted or earned."""
    deleted = alignment.counterfactual.passages_deleted
    if not deleted or alignment.grade is Grade.NONE:
        return ""
    without = alignment.counterfactual.without_evidence
    key = "stays" if without is alignment.grade else "changes"
    return wording.count(f"counterfactual.{key}", deleted, grade=wording.say(f"grade.{without}"))


def missing(alignment: Alignment, wording: Wording) -> str:
    """The elements of a convincing claim that were not found, where that helps the reader; else ""."""
    elements = alignment.counterfactual.missing
    if not elements or (alignment.grade is Grade.NONE and alignment.reason not in _TOUCHED):
        return ""
    key = "missing.invitation" if alignment.grade is Grade.NONE else "missing.sentence"
    return wording.say(key, elements=_listed(elements, wording))


def _listed(elements: tuple[Element, ...], wording: Wording) -> str:
    return wording.listing(tuple(wording.say(f"element.{element}") for element in elements))


def channels(alignment: Alignment, wording: Wording) -> str:
    """Each channel's own verdict in one sentence; "" where there are no channels."""
    verdicts = tuple(
        f"{wording.name('channel', name)} {wording.score(verdict)}"
        for name, verdict in alignment.channels.items()
    )
    return wording.say("report.channels", channels=", ".join(verdicts)) if verdicts else ""


def probability(label_key: str, value: float, bounds: tuple[float, float], wording: Wording) -> str:
    """A probability with its interval, for readers who cannot see the bar."""
    low, high = (wording.share(bound) for bound in bounds)
    label = wording.say(label_key)
    return wording.say("probability.value", label=label, value=wording.percent(value), low=low, high=high)


def evidence_heading(alignment: Alignment, wording: Wording) -> str:
    """How many passages were found, and whether they count."""
    key = "evidence.found" if alignment.grade is Grade.NONE else "evidence.count"
    return wording.count(key, len(alignment.evidence)) if alignment.evidence else ""


def flag_message(flag: Flag, wording: Wording) -> str:
    """A flag in neutral words, with the part of the file that it is about."""
    message = wording.say(f"flag.{flag.kind}.message")
    if not flag.detail:
        return message
    return f"{message} {wording.say('flag.detail', detail=wording.name('part', flag.detail))}"


def languages(assessment: Assessment, wording: Wording) -> str:
    """The languages of the proposal with their share of the words, the largest first."""
    shares = _languages_by_share(assessment)
    return ", ".join(f"{wording.name('language', code)} {wording.share(share)}" for code, share in shares)


def main_language(assessment: Assessment) -> str:
    """The language of most words of the proposal; "" where none is known."""
    shares = _languages_by_share(assessment)
    return shares[0][0] if shares else ""


def _languages_by_share(assessment: Assessment) -> list[tuple[str, float]]:
    return sorted(assessment.languages.items(), key=lambda item: (-item[1], item[0]))


def capital(sentence: str) -> str:
    """The sentence with a capital, for one that other words may stand in front of."""
    return sentence[:1].upper() + sentence[1:]
