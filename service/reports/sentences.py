"""What a report says of an assessment, as sentences; the same in every format."""

from collections.abc import Callable, Sequence

from corpus.documents import Passage
from corpus.strategies import Spearhead, in_language
from models.alignment import Alignment, Element, Evidence, Flag, FlagKind, Grade, Reason, RunnerUp
from models.assessment import Assessment
from models.comparison import SidePassage
from service.wording import Wording, outward

EXCLUDED_USES = ("decision", "persons", "benefits", "fraud", "ranking")
ANYBODY = "andere"
"""The kind of applicant of whom nothing is said."""
APPLICANTS = ("vlaams", "lokaal", ANYBODY)
BINDING = frozenset({"vlaanderen-2025"})
"""Strategies that bind Flemish entities and are a frame of reference for local authorities."""
LIMITS = ("text_only", "no_quality", "mistakes", "none")
GUIDE = ("grade", "bar", "evidence", "contribution", "commitment")

_TOUCHED = (Reason.MENTION_ONLY, Reason.CONTEXT_ONLY)
"""Reasons for none where the proposal touches the theme; elsewhere a list of what lacks is noise."""

_OF_THE_DOCUMENT = (Reason.TOO_SHORT, Reason.UNKNOWN_LANGUAGE, Reason.POOR_TEXT)
"""Reasons for uncertain that hold for the proposal as a whole: no passage can change them."""

_SMALLEST_SHOWN = 0.005
"""A change of probability below this rounds to less than one percentage point."""


def generated_by(assessment: Assessment, wording: Wording) -> str:
    """Who made the report: a program, by version."""
    return wording.say("notice.generated_by", version=assessment.engine.version)


def intended_use(wording: Wording, strategy: str = "", applicant: str = ANYBODY) -> str:
    """What the report is for, and what the strategy means to this kind of applicant where that is known."""
    use = wording.say("notice.intended_use")
    if strategy not in BINDING or applicant == ANYBODY:
        return use
    return f"{use} {wording.say(f'notice.applicant.{applicant}')}"


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
    """From which probability a grade is given, near which none is, and whether anything was learned."""
    engine = assessment.engine
    core = _around(engine.core_threshold, engine.core_band, wording)
    contributes = _around(engine.contributes_threshold, engine.contributes_band, wording)
    told = (
        wording.say("method.thresholds", core=core[1], contributes=contributes[1]),
        wording.say("method.bands", core=core, contributes=contributes),
    )
    return told if engine.trained else (*told, wording.say("method.untrained"))


def _around(threshold: float, band: float, wording: Wording) -> tuple[str, str, str]:
    """Where doubt begins, the threshold, and where doubt ends."""
    low, high = max(0.0, threshold - band), min(1.0, threshold + band)
    return wording.percent(low), wording.percent(threshold), wording.percent(high)


def place(passage: Passage | SidePassage, wording: Wording, *, paged: bool) -> str:
    """Page, id and section of a passage, as far as the proposal has them."""
    if passage.section:
        key = "place.page_section" if paged else "place.passage_section"
    else:
        key = "place.page" if paged else "place.passage"
    return wording.say(key, page=passage.page, id=passage.id, section=passage.section)


def short_place(passage: Passage, wording: Wording, *, paged: bool) -> str:
    """Id and page of a passage, to name it in a sentence."""
    return wording.say("place.short" if paged else "place.short_unpaged", id=passage.id, page=passage.page)


def pages(numbers: tuple[int, ...], wording: Wording) -> str:
    """Page numbers in order, each once; "" for none."""
    distinct = sorted(set(numbers))
    if not distinct:
        return ""
    return wording.count("place.pages", len(distinct), pages=", ".join(map(str, distinct)))


def shown_contribution(alignment: Alignment, evidence: Evidence) -> float:
    """The fall that a reader is told of: of core where the grade is core, else of at least contributes."""
    return evidence.contribution_to_core if alignment.grade is Grade.CORE else evidence.contribution


def contribution(alignment: Alignment, evidence: Evidence, wording: Wording) -> str:
    """How the probability of the grade changes without this passage."""
    of_core = alignment.grade is Grade.CORE
    return fall(shown_contribution(alignment, evidence), wording, of_core=of_core)


def fall(change: float, wording: Wording, *, of_core: bool = False) -> str:
    """How a probability changes without a passage, from its fall, -1 to 1."""
    if abs(change) < _SMALLEST_SHOWN:
        return wording.say("evidence.contribution.small")
    points = max(1, round(abs(change) * 100))
    direction = "falls" if change > 0 else "rises"
    what = "contribution_to_core" if of_core else "contribution"
    return wording.count(f"evidence.{what}.{direction}", points)


def counterfactual(alignment: Alignment, deleted: Sequence[str], wording: Wording) -> str:
    """What the grade becomes without the passages `deleted`, as named; "" for a grade that none earned."""
    if alignment.grade is Grade.NONE or alignment.reason in _OF_THE_DOCUMENT:
        return ""
    if not deleted:
        return wording.say("counterfactual.nothing")
    without = alignment.counterfactual.without_evidence
    key = "stays" if without is alignment.grade else "changes"
    return wording.count(
        f"counterfactual.{key}",
        len(deleted),
        grade=wording.say(f"grade.{without}"),
        passages=wording.listing(tuple(deleted)),
    )


def runner_up(
    own: Spearhead, rival: RunnerUp, named: Callable[[str], str], wording: Wording
) -> tuple[str, ...]:
    """What tells a spearhead from the one it is most easily taken for; `named` names a passage by id."""

    def counting(key: str, passages: Sequence[str], id: str = "") -> str:
        listed = wording.listing(tuple(map(named, passages)))
        return wording.say(f"runner_up.{key}", id=id, passages=listed) if passages else ""

    sentences = (
        wording.say(
            "runner_up.sentence",
            id=rival.spearhead.id,
            title=in_language(rival.spearhead.title, wording.language),
            percent=wording.percent(rival.probability.at_least_contributes),
            grade=wording.say(f"grade.{rival.grade}"),
        ),
        wording.say("runner_up.question", question=in_language(rival.question, wording.language)),
        counting("only", rival.only_here, own.id),
        counting("only", rival.only_there, rival.spearhead.id),
        counting("both", rival.both),
    )
    return tuple(sentence for sentence in sentences if sentence)


def missing(alignment: Alignment, named: Callable[[str], str], wording: Wording) -> str:
    """The elements of a convincing claim that were not found, where that helps the reader; else "".

    `named` names a passage by id: the one that holds an element without a link to this spearhead.
    """
    elements = alignment.counterfactual.missing
    if not elements or (alignment.grade is Grade.NONE and alignment.reason not in _TOUCHED):
        return ""
    key = "missing.invitation" if alignment.grade is Grade.NONE else "missing.sentence"
    sentence = wording.say(key, elements=_listed(elements, wording))
    places = tuple(
        f"{wording.say(f'element.{found.element}')}, {named(found.passage)}"
        for found in alignment.counterfactual.elsewhere
    )
    if not places:
        return sentence
    return f"{sentence} {wording.say('missing.elsewhere', elements='; '.join(places))}"


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
    low, high = (wording.say("number.percent", value=bound) for bound in outward(bounds))
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
    if flag.kind is FlagKind.PERSONAL_DATA_MASKED:
        kinds = tuple(wording.name("part", kind) for kind in flag.detail.split(", "))
        return f"{message} {wording.say('masked.kinds', detail=wording.listing(kinds))}"
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
