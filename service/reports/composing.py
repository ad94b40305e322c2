"""From an assessment to what human readers see of it."""

from dataclasses import replace

from corpus.strategies import Localized, in_language
from models.alignment import Alignment, Evidence, Flag, Probability
from service.reports import sentences
from service.reports.content import (
    AlignmentContent,
    Chance,
    EvidenceContent,
    Fact,
    FlagContent,
    ReportContent,
)
from service.reports.escaping import one_line
from service.reports.faithfulness import faithfulness, measured_row
from service.reports.json_report import text_sha256
from service.reports.places import Places, has_pages
from service.reports.report import Report
from service.wording import Wording


def compose(report: Report) -> ReportContent:
    """Everything that a report says of an assessment, in the report's language."""
    assessment, wording = report.assessment, report.wording
    places = Places(assessment, wording)
    title = assessment.document.title or assessment.document.name
    return ReportContent(
        language=wording.language,
        title=one_line(title) or wording.say("report.untitled"),
        title_language=places.foreign(sentences.main_language(assessment)),
        facts=_facts(report),
        alignments=tuple(
            replace(_alignment(number, alignment, places), answers=_answers(report, alignment))
            for number, alignment in enumerate(assessment.alignments)
        ),
        flags=tuple(_flag(flag, places) for flag in assessment.flags),
        generated_by=sentences.generated_by(assessment, wording),
        intended_use=report.intended_use,
        excluded_uses=sentences.excluded_uses(wording),
        limits=sentences.limits(wording),
        guide=sentences.guide(assessment, wording),
        method=sentences.method(assessment, wording),
        faithfulness=faithfulness(measured_row(assessment), wording),
        identity=_identity(report),
    )


def _facts(report: Report) -> tuple[Fact, ...]:
    document, strategy, wording = report.assessment.document, report.assessment.strategy, report.wording
    title = in_language(strategy.title, wording.language)
    pages = {"pages": wording.number(len(document.pages))} if has_pages(report.assessment) else {}
    values = {
        "file": document.name,
        "strategy": wording.say("fact.strategy_version", title=title, version=strategy.version),
        **pages,
        "words": wording.number(document.words),
        "languages": sentences.languages(report.assessment, wording),
        "created": wording.moment(report.created_at),
    }
    return _labelled(values, wording)


def _identity(report: Report) -> tuple[Fact, ...]:
    document, strategy, engine = (
        report.assessment.document,
        report.assessment.strategy,
        report.assessment.engine,
    )
    values = {
        "id": report.id,
        "version": engine.version,
        "encoder": engine.encoder,
        "encoder_hash": engine.encoder_sha256,
        "artefact_hash": engine.artefact_sha256,
        "settings_hash": engine.settings_sha256,
        "code_hash": engine.code_sha256,
        "strategy_source": strategy.source,
        "strategy_hash": strategy.sha256,
        "file_hash": document.sha256,
        "text_hash": text_sha256(document.text),
    }
    return _labelled(values, report.wording)


def _labelled(values: dict[str, str], wording: Wording) -> tuple[Fact, ...]:
    return tuple(Fact(wording.say(f"fact.{name}"), one_line(value)) for name, value in values.items())


def _answers(report: Report, alignment: Alignment) -> tuple[str, ...]:
    """What the applicant replied to this grade, oldest first."""
    return tuple(
        report.wording.say(
            "report.answer", moment=report.wording.moment(answer.created_at), text=one_line(answer.text)
        )
        for answer in report.answers
        if answer.spearhead == alignment.spearhead.id
    )


def _alignment(number: int, alignment: Alignment, places: Places) -> AlignmentContent:
    wording, spearhead = places.wording, alignment.spearhead
    reason = alignment.reason
    core, at_least = _chances(alignment.probability, wording)
    return AlignmentContent(
        anchor=places.spearhead(number).anchor,
        id=one_line(spearhead.id),
        title=one_line(in_language(spearhead.title, wording.language)),
        title_language=_foreign(spearhead.title, wording),
        statement=one_line(in_language(spearhead.statement, wording.language)),
        statement_language=_foreign(spearhead.statement, wording),
        grade=alignment.grade,
        grade_word=wording.say(f"grade.{alignment.grade}"),
        reason=wording.say(f"reason.{reason}") if reason else "",
        reason_sentence=wording.say(f"reason_meaning.{reason}") if reason else "",
        core=core,
        at_least=at_least,
        evidence_heading=sentences.evidence_heading(alignment, wording),
        evidence=tuple(_evidence(number, evidence, alignment, places) for evidence in alignment.evidence),
        counterfactual=sentences.counterfactual(
            alignment, tuple(map(places.short, alignment.counterfactual.deleted)), wording
        ),
        missing=sentences.missing(alignment, places.short, wording),
        channels=one_line(sentences.channels(alignment, wording)),
        runner_up=_runner_up(alignment, places),
    )


def _runner_up(alignment: Alignment, places: Places) -> tuple[str, ...]:
    if alignment.runner_up is None:
        return ()
    found = sentences.runner_up(alignment.spearhead, alignment.runner_up, places.short, places.wording)
    return tuple(map(one_line, found))


def _chances(probability: Probability, wording: Wording) -> tuple[Chance, Chance]:
    return (
        _chance("probability.core", probability.core, probability.core_interval, wording),
        _chance(
            "probability.at_least",
            probability.at_least_contributes,
            probability.at_least_contributes_interval,
            wording,
        ),
    )


def _chance(label_key: str, value: float, bounds: tuple[float, float], wording: Wording) -> Chance:
    return Chance(
        value=value,
        low=bounds[0],
        high=bounds[1],
        percent=wording.percent(value),
        interval=wording.interval(bounds),
        sentence=sentences.probability(label_key, value, bounds, wording),
    )


def _evidence(number: int, evidence: Evidence, alignment: Alignment, places: Places) -> EvidenceContent:
    wording, passage, match = places.wording, evidence.passage, evidence.match
    anchor = places.evidence(number, passage.id)
    terms = wording.say("evidence.terms", terms=one_line(", ".join(match.terms))) if match.terms else ""
    return EvidenceContent(
        anchor=anchor,
        target=places.passage(passage.id),
        quote=one_line(passage.text),
        quote_language=places.foreign(passage.language),
        place=places.passage(passage.id).label,
        role=wording.say(f"role.{evidence.role}"),
        contribution=sentences.contribution(alignment, evidence, wording),
        contribution_share=min(1.0, max(0.0, sentences.shown_contribution(alignment, evidence))),
        strategy_text=one_line(match.spearhead_text),
        strategy_language="" if match.language == wording.language else match.language,
        source=one_line(wording.name("source", match.source)),
        terms=terms,
        also=tuple(link for link in places.uses(passage.id) if link.anchor != anchor),
    )


def _foreign(text: Localized, wording: Wording) -> str:
    shown = in_language(text, wording.language)
    language = next((code for code, words in text.items() if words == shown), wording.language)
    return "" if wording.language in text or language == wording.language else language


def _flag(flag: Flag, places: Places) -> FlagContent:
    wording = places.wording
    return FlagContent(
        title=wording.say(f"flag.{flag.kind}.title"),
        message=one_line(sentences.flag_message(flag, wording)),
        pages=sentences.pages(flag.pages + places.pages(flag.passages), wording),
        targets=tuple(places.passage(passage) for passage in flag.passages if places.knows(passage)),
    )
