"""Hand-made assessments for the reports: every grade, every reason, every flag, and hostile text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.documents import Block, BlockKind, Document, Page, Passage
from corpus.strategies import Spearhead, Strategy, Term
from models.alignment import (
    Alignment,
    Counterfactual,
    Element,
    Evidence,
    Flag,
    FoundTerm,
    Grade,
    Match,
    Probability,
    Reason,
    Role,
    RunnerUp,
)
from models.assessment import Assessment, EngineIdentity

CREATED_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
REPORT_ID = "0f9c1c52-6a0e-4c0e-9d53-0a4c2f1f7b11"
ALL_ELEMENTS = (Element.ACTIVITY, Element.DELIVERABLE, Element.INDICATOR, Element.TARGET, Element.BUDGET)

_TITLES = {
    "S1": ("Iedereen (continu) voorbereid op de digitale toekomst", "Everyone ready for the digital future"),
    "S2": ("Sterke digitale ondernemingen in Vlaanderen", "Strong digital companies in Flanders"),
    "S3": ("Datagedreven overheid", "Data-driven government"),
    "S4": ("De kracht van AI omarmen op een verantwoorde manier", "Embracing AI in a responsible way"),
    "S5": (
        "Gebruiker centraal: Inclusieve digitale dienstverlening met proactieve en slimme diensten",
        "User first: inclusive digital services that are proactive and smart",
    ),
    "S6": ("Digitaal veilig Vlaanderen", "A digitally safe Flanders"),
    "S7": ("Toekomstbestendige duurzame digitale infrastructuur", "Future-proof digital infrastructure"),
    "S8": ("Versneld digitaal transformeren naar overheid als platform", "Government as a platform"),
    "S9": ("Met oog voor maatschappelijke impact", "With an eye for the impact on society"),
}
_STATEMENTS = {
    "S1": "Dit speerpunt richt zich op het ondersteunen van het verwerven van digitale vaardigheden en "
    "kennis door het stimuleren van levenslang leren en het bevorderen van digitale inclusie.",
    "S2": "De Vlaamse overheid wil de concurrentiepositie van Vlaamse ondernemingen versterken door "
    "digitalisering en datagedreven werken te stimuleren.",
    "S3": "De Vlaamse overheid en lokale besturen willen sterker inzetten op het ongehinderd laten stromen "
    "van data over beleidsdomeinen en overheidsniveaus heen.",
    "S4": "De Vlaamse overheid ziet artificiële intelligentie (AI) als een unieke kans om de interne werking "
    "en externe dienstverlening te verbeteren, met aandacht voor transparantie en ethiek.",
    "S5": "De Vlaamse overheid en de lokale besturen zetten de gebruiker centraal bij het ontwerpen van "
    "inclusieve en gebruiksvriendelijke diensten.",
    "S6": "De Vlaamse overheid streeft naar een robuuste digitale beveiliging. Burgers en ondernemers "
    "beschikken over de juiste vaardigheden en tools om zich adequaat te beveiligen in een online context.",
    "S7": "Vlaanderen wil een slimme regio zijn met een performante fysieke en digitale infrastructuur.",
    "S8": "Om te zorgen voor schaalvoordelen en een efficiëntere werking, wordt de rol van Digitaal "
    "Vlaanderen versterkt als klantgedreven gemeenschappelijke dienstverlener.",
    "S9": "We verankeren de acties van deze strategie in een aantal principes en rechten, die de bredere "
    "impact van technologie met betrekking tot privacy, ecologie en democratie moeten bewaken.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a fake proposal; `key` names its passage, "" makes it a block without one."""

    key: str
    text: str
    page: int = 1
    language: str = "nl"
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None


def heading(text: str, page: int = 1, level: int = 1) -> Line:
    return Line("", text, page, kind=BlockKind.HEADING, level=level)


def a_strategy() -> Strategy:
    spearheads = tuple(
        Spearhead(
            id=id,
            title={"nl": dutch, "en": english},
            statement={"nl": _STATEMENTS[id]},
            belongs={"en": "Courses, lending of devices, help at the counter."} if id == "S1" else {},
            terms={"nl": (Term("digitale vaardigheden"), Term("netwerk", weak=True))},
        )
        for id, (dutch, english) in _TITLES.items()
    )
    title = {"nl": "Digitale strategie voor Vlaanderen", "en": "Digital strategy for Flanders"}
    source = "Nota aan de Vlaamse Regering, Digitale Strategie voor Vlaanderen (2025)"
    return Strategy("vlaanderen-2025", "2025-06", title, source, spearheads, "5" * 64)


def a_document(
    name: str, lines: Sequence[Line], *, paged: bool = True
) -> tuple[Document, tuple[Passage, ...]]:
    text, section, passages = "", "", []
    blocks: list[Block] = []
    for line in lines:
        start = len(text)
        text += f"{line.text}\n\n"
        end = start + len(line.text)
        blocks.append(Block(line.kind, start, end, line.page, line.level))
        section = line.text if line.kind is BlockKind.HEADING else section
        if line.key:
            passage = Passage(
                line.key, start, end, line.page, section, line.language, line.text, kind=line.kind
            )
            passages.append(passage)
    pages = _pages(blocks, len(text.rstrip("\n")), height=842.0 if paged else None)
    title = next((line.text for line in lines if line.kind is BlockKind.TITLE), None)
    media_type = "application/pdf" if paged else "text/plain"
    document = Document(name, "d" * 64, media_type, text.rstrip("\n"), pages, tuple(blocks), title)
    return document, tuple(passages)


def _pages(blocks: Sequence[Block], end: int, height: float | None) -> tuple[Page, ...]:
    starts = {block.page: block.start for block in reversed(blocks)}
    numbers = sorted(starts)
    ends = [*(starts[number] for number in numbers[1:]), end]
    return tuple(Page(number, starts[number], ends[at], height=height) for at, number in enumerate(numbers))


def an_evidence(
    passage: Passage,
    role: Role,
    contribution: float,
    spearhead_text: str,
    *,
    source: str = "statement",
    terms: tuple[str, ...] = (),
) -> Evidence:
    places = ((term, passage.text.find(term)) for term in terms)
    found = tuple(FoundTerm(term, start, start + len(term)) for term, start in places if start >= 0)
    language = "en" if source == "belongs" else "nl"
    end = len(spearhead_text)
    match = Match(spearhead_text, source, 0.83126, terms, language, 0, end, found)
    return Evidence(passage, role, contribution, match, contribution_to_core=contribution / 2)


def an_alignment(
    spearhead: Spearhead,
    grade: Grade = Grade.NONE,
    reason: Reason | None = Reason.NOTHING_FOUND,
    chances: tuple[float, float] = (0.01234, 0.0417),
    evidence: tuple[Evidence, ...] = (),
    *,
    without: Grade = Grade.NONE,
    missing: tuple[Element, ...] = ALL_ELEMENTS,
    channels: Mapping[str, float] | None = None,
) -> Alignment:
    core, at_least = chances
    of_the_document = reason in (Reason.TOO_SHORT, Reason.UNKNOWN_LANGUAGE, Reason.POOR_TEXT)
    questioned = grade is not Grade.NONE and not of_the_document
    deleted = tuple(sorted(item.passage.id for item in evidence)) if questioned else ()
    return Alignment(
        spearhead=spearhead,
        grade=grade,
        probability=a_probability(core, at_least),
        reason=reason,
        channels=channels or {"semantic": at_least * 0.9, "lexical": at_least * 0.8},
        evidence=evidence,
        counterfactual=Counterfactual(without if deleted else grade, len(deleted), missing, deleted),
    )


def a_probability(core: float, at_least: float) -> Probability:
    return Probability(core, at_least, _interval(core), _interval(at_least))


def a_rival(spearhead: Spearhead, only_here: tuple[str, ...], only_there: tuple[str, ...]) -> RunnerUp:
    question = {"nl": "Verandert de mens of de dienst?", "en": "Do people change or does the service?"}
    chances = a_probability(0.0912, 0.7435)
    return RunnerUp(spearhead, Grade.CONTRIBUTES, chances, question, only_here, only_there, ())


def _interval(value: float) -> tuple[float, float]:
    return max(0.0, value - 0.061), min(1.0, value + 0.043)


def an_assessment(
    document: Document,
    passages: tuple[Passage, ...],
    alignments: Sequence[Alignment],
    *,
    strategy: Strategy | None = None,
    flags: tuple[Flag, ...] = (),
    languages: Mapping[str, float] | None = None,
    trained: bool = True,
) -> Assessment:
    return Assessment(
        document=document,
        passages=passages,
        roles=tuple(Role.ACTIVITY for _ in passages),
        languages=dict(languages or {"nl": 1.0}),
        strategy=strategy or a_strategy(),
        engine=an_identity(trained=trained),
        alignments=tuple(alignments),
        flags=flags,
    )


def an_identity(*, trained: bool = True) -> EngineIdentity:
    """An engine that exists in tests alone."""
    hashes = ("e" * 64, "a" * 64, "c" * 64, "b" * 64)
    return EngineIdentity("0.1.0", "multilingual-e5-small", *hashes, 0.45, 0.35, 0.1, 0.05, trained)
