"""The assessments whose reports are golden files."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from corpus.documents import BlockKind, Passage
from corpus.strategies import Spearhead, Strategy
from models.alignment import Alignment, Element, Flag, FlagKind, Grade, Reason, Role
from models.assessment import Assessment
from tests.fakes.assessments import (
    Line,
    a_document,
    a_rival,
    a_strategy,
    an_alignment,
    an_assessment,
    an_evidence,
    heading,
)

HOSTILE = (
    '<script>alert("x")</script><img src=x onerror=alert(1)> '
    "| `rm` [k](javascript:alert(1)) {{ 7*7 }} \x1b[31m\u202e"
)

_LIBRARY = (
    Line("", "Niemand aan de kant: digitale hulp in de buurtbibliotheek van Zavelrode", kind=BlockKind.TITLE),
    heading("Aanleiding"),
    Line(
        "p001",
        "Zavelrode telt 14 200 inwoners. Bijna een op de drie zegt dat online formulieren afschrikken.",
    ),
    Line(
        "p002",
        "Sinds vorig jaar ligt er in het hele centrum glasvezel, en daarmee is het netwerk klaar voor later.",
    ),
    Line("p003", "Data en innovatie staan hoog op onze agenda; wij omarmen een datagedreven toekomst."),
    heading("Wat we doen", level=2),
    Line(
        "p004",
        "Drie digicoaches geven elke week twaalf uur hulp in de bibliotheek, zonder afspraak. Wie wil, volgt "
        "een reeks van vijf lessen over mailen, betalen en formulieren invullen.",
        page=2,
    ),
    Line(
        "p005", "We lenen 60 laptops en 20 tablets uit, telkens voor zes weken.", 2, kind=BlockKind.LIST_ITEM
    ),
    Line(
        "p006",
        "In elke reeks oefenen deelnemers een namiddag op valse berichten "
        "en zetten ze tweestapsverificatie aan.",
        2,
        kind=BlockKind.LIST_ITEM,
    ),
    Line(
        "p007", "Doel: 900 deelnemers in twee jaar, van wie 40 % geen diploma secundair onderwijs heeft.", 2
    ),
    Line(
        "p008",
        "The counter forms are rewritten in plain language and tested with twelve inhabitants "
        "before they go live.",
        2,
        "en",
    ),
    heading("Afbakening", 3),
    Line("p009", "Een chatbot of een andere toepassing van AI valt buiten dit project.", 3),
    Line("p010", "De materialen van de lessen stellen we gratis ter beschikking van andere gemeenten.", 3),
    Line(
        "p011",
        "We verankeren de acties van deze strategie in een aantal principes en rechten, die de bredere "
        "impact van technologie met betrekking tot privacy, ecologie en democratie moeten bewaken.",
        3,
    ),
    Line("p012", "Post | Jaar 1 | Jaar 2", 3, kind=BlockKind.TABLE_ROW),
    Line("p013", "Digicoaches | 96 000 euro | 98 000 euro", 3, kind=BlockKind.TABLE_ROW),
)


def _passages_by_id(passages: tuple[Passage, ...]) -> Mapping[str, Passage]:
    return {passage.id: passage for passage in passages}


def library() -> Assessment:
    """Core, contributes, none for every reason and one uncertain; Dutch with an English passage."""
    document, passages = a_document("zavelrode-digitale-hulp.pdf", _LIBRARY)
    found, strategy = _passages_by_id(passages), a_strategy()
    s1, s2, s3, s4, s5, s6, s7, s8, s9 = strategy.spearheads
    alignments = (
        _core_of_library(s1, found),
        an_alignment(s2),
        _none(s3, Reason.MENTION_ONLY, found["p003"], Role.CONTEXT),
        _none(s4, Reason.EXCLUDED, found["p009"], Role.EXCLUDED),
        _contributes(s5, found["p008"], 0.12),
        _contributes(s6, found["p006"], 0.52704),
        _none(s7, Reason.CONTEXT_ONLY, found["p002"], Role.CONTEXT),
        _uncertain(s8, Reason.NEAR_THRESHOLD, found["p010"]),
        _none(s9, Reason.COPIED_TEXT, found["p011"], Role.BOILERPLATE),
    )
    flags = (
        Flag(FlagKind.COPIED_TEXT, ("p011",)),
        Flag(FlagKind.PERSONAL_DATA_MASKED, pages=(1,), detail="e-mail address, phone number"),
        Flag(FlagKind.TRUNCATED, pages=(2, 3), detail="comments"),
    )
    return an_assessment(document, passages, alignments, flags=flags, languages={"nl": 0.914, "en": 0.086})


def _core_of_library(spearhead: Spearhead, found: Mapping[str, Passage]) -> Alignment:
    statement = spearhead.statement["nl"]
    evidence = (
        an_evidence(found["p004"], Role.ACTIVITY, 0.31049, statement, terms=("digicoach", "hulp")),
        an_evidence(found["p005"], Role.ACTIVITY, 0.1204, spearhead.belongs["en"], source="belongs"),
        an_evidence(found["p007"], Role.GOAL, 0.0096, statement),
        an_evidence(found["p006"], Role.ACTIVITY, 0.0021, statement, terms=("deelnemers",)),
    )
    rival = a_rival(a_strategy().spearheads[4], ("p004", "p005"), ("p008",))
    missing = (Element.INDICATOR, Element.BUDGET)
    alignment = an_alignment(spearhead, Grade.CORE, None, (0.91042, 0.99713), evidence, missing=missing)
    return replace(alignment, runner_up=rival)


def _contributes(spearhead: Spearhead, passage: Passage, contribution: float) -> Alignment:
    evidence = (
        an_evidence(passage, Role.ACTIVITY, contribution, spearhead.statement["nl"], terms=("formulier",)),
    )
    missing = (Element.INDICATOR, Element.TARGET, Element.BUDGET)
    return an_alignment(spearhead, Grade.CONTRIBUTES, None, (0.0912, 0.7435), evidence, missing=missing)


def _none(spearhead: Spearhead, reason: Reason, passage: Passage, role: Role) -> Alignment:
    evidence = (an_evidence(passage, role, 0.0012, spearhead.statement["nl"]),)
    return an_alignment(spearhead, Grade.NONE, reason, (0.0214, 0.1187), evidence)


def _uncertain(spearhead: Spearhead, reason: Reason, passage: Passage) -> Alignment:
    evidence = (an_evidence(passage, Role.ACTIVITY, 0.2231, spearhead.statement["nl"], terms=("gemeenten",)),)
    return an_alignment(
        spearhead,
        Grade.UNCERTAIN,
        reason,
        (0.1204, 0.4873),
        evidence,
        missing=(Element.TARGET,),
        channels={"semantic": 0.7041, "lexical": 0.1132, "neighbours": 0.5},
    )


_NOTE = (
    Line("p001", "We willen digitaal sneller werken en bouwen een meldpunt dat iedereen vlot kan gebruiken."),
    Line("p002", "Wir planen ein neues Portal.", language="other"),
)


def short_note() -> Assessment:
    """Uncertain for every reason, and every kind of flag; a format without pages or sections."""
    document, passages = a_document("nota.txt", _NOTE, paged=False)
    reasons = (
        Reason.TOO_SHORT,
        Reason.UNKNOWN_LANGUAGE,
        Reason.NEAR_THRESHOLD,
        Reason.CHANNELS_DISAGREE,
        Reason.POOR_TEXT,
    )
    spearheads = a_strategy().spearheads
    alignments = [
        _uncertain(spearhead, reason, passages[0])
        for spearhead, reason in zip(spearheads, reasons, strict=False)
    ]
    alignments += [an_alignment(spearhead) for spearhead in spearheads[len(reasons) :]]
    flags = tuple(Flag(kind, ("p002",)) for kind in FlagKind)
    return an_assessment(document, passages, alignments, flags=flags, languages={"nl": 0.75, "other": 0.25})


def hostile() -> Assessment:
    """Markup, control signs and template syntax wherever a stranger can put them."""
    lines = (
        Line("", HOSTILE, kind=BlockKind.TITLE),
        heading(f"Plan {HOSTILE}"),
        Line("p001", f"Wij bouwen een platform. {HOSTILE}"),
        Line("p002", "- 1. # Een regel die op opmaak lijkt\n> met een tweede regel", 2),
    )
    document, passages = a_document(f"{HOSTILE}.pdf", lines)
    strategy = _hostile_strategy()
    alignments = _hostile_alignments(strategy, passages)
    flags = (Flag(FlagKind.TRUNCATED, pages=(2,), detail=HOSTILE),)
    return an_assessment(
        document, passages, alignments, strategy=strategy, flags=flags, languages={HOSTILE: 1.0}
    )


def _hostile_alignments(strategy: Strategy, passages: tuple[Passage, ...]) -> list[Alignment]:
    evidence = tuple(
        an_evidence(passage, Role.ACTIVITY, contribution, f"Zin {HOSTILE}", source=HOSTILE, terms=(HOSTILE,))
        for passage, contribution in zip(passages, (0.4, -0.02), strict=True)
    )
    core = an_alignment(
        strategy.spearheads[0],
        Grade.CORE,
        None,
        (0.6, 0.7),
        evidence,
        without=Grade.CORE,
        channels={HOSTILE: 0.5},
    )
    rival = a_rival(strategy.spearheads[1], ("p001",), ())
    return [replace(core, runner_up=rival), an_alignment(strategy.spearheads[1])]


def _hostile_strategy() -> Strategy:
    strategy = a_strategy()
    spearheads = tuple(
        replace(spearhead, id=f"{spearhead.id} {HOSTILE}", title={"nl": HOSTILE}, statement={"nl": HOSTILE})
        for spearhead in strategy.spearheads[:2]
    )
    return replace(strategy, title={"nl": HOSTILE}, source=HOSTILE, version=HOSTILE, spearheads=spearheads)


CASES: Mapping[str, tuple[Callable[[], Assessment], str]] = {
    "library": (library, "nl"),
    "short_note": (short_note, "fr"),
    "hostile": (hostile, "en"),
}
"""By name: what makes the assessment, and the language of its report."""
