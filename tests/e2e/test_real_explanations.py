"""What the shipped engine says of the examples is true: every reason, contribution and set of passages."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Document, Remark, RemarkKind
from corpus.limits import DocumentLimits
from corpus.parsing import parse
from corpus.passages import split
from corpus.strategies import in_language
from models.abstention import DISAGREEMENT_WIDENS, LARGEST_GAP, channel_gap, decide
from models.alignment import Alignment, Element, Grade, Reason
from models.assessment import Assessment, assess
from models.engine import Engine
from models.grading import Thresholds

pytestmark = pytest.mark.encoder

EXAMPLES = ("afsprakenbouwsteen.pdf", "digibank.docx")
GERMAN = (
    "Die Gemeinde baut im Frühjahr einen Brunnen und pflegt danach mit allen Nachbarn die alten Gräben im "
    "Ortsteil. "
) * 6
UNREACHABLE = Thresholds(2.0, 2.0, 0.0, 0.0)


def opened(folder: Path, name: str) -> Document:
    return parse((folder / name).read_bytes(), name, DocumentLimits())


def typed(text: str) -> Document:
    return parse(text.encode(), "tekst.txt", DocumentLimits())


def with_thresholds(engine: Engine, thresholds: Thresholds) -> Engine:
    return replace(engine, grader=replace(engine.grader, thresholds=thresholds))


def aligned(made: Assessment, spearhead: str) -> Alignment:
    return next(found for found in made.alignments if found.spearhead.id == spearhead)


@pytest.fixture(scope="module")
def documents(examples: Path) -> dict[str, Document]:
    return {name: opened(examples, name) for name in EXAMPLES}


@pytest.fixture(scope="module")
def assessments(real_engine: Engine, documents: dict[str, Document]) -> dict[str, Assessment]:
    return {name: assess(document, real_engine) for name, document in documents.items()}


@pytest.mark.parametrize(
    ("name", "spearhead", "reason"),
    [
        ("digibank.docx", "S7", Reason.NOTHING_FOUND),
        ("afsprakenbouwsteen.pdf", "S4", Reason.CONTEXT_ONLY),
        ("digibank.docx", "S6", Reason.EXCLUDED),
    ],
)
def test_a_none_of_the_examples_has_its_reason(
    assessments: dict[str, Assessment], name: str, spearhead: str, reason: Reason
) -> None:
    found = aligned(assessments[name], spearhead)
    assert (found.grade, found.reason) == (Grade.NONE, reason)


def test_a_promise_that_is_too_little_is_a_mention(
    real_engine: Engine, documents: dict[str, Document]
) -> None:
    found = aligned(assess(documents["digibank.docx"], with_thresholds(real_engine, UNREACHABLE)), "S1")
    assert (found.grade, found.reason) == (Grade.NONE, Reason.MENTION_ONLY)


def test_pasted_statements_are_copied_text(real_engine: Engine) -> None:
    statements = [in_language(one.statement, "nl") for one in real_engine.strategy.spearheads]
    made = assess(typed("\n\n".join(statements)), real_engine)
    copied = [found for found in made.alignments if found.reason is Reason.COPIED_TEXT]
    assert copied
    assert all(found.grade is Grade.NONE for found in copied)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (typed("We geven cursussen over internet aan senioren."), Reason.TOO_SHORT),
        (typed(GERMAN), Reason.UNKNOWN_LANGUAGE),
        (
            replace(
                typed("We geven elke week een cursus over internet aan senioren in de bibliotheek. " * 6),
                remarks=(Remark(RemarkKind.POOR_TEXT),),
            ),
            Reason.POOR_TEXT,
        ),
    ],
    ids=["too_short", "unknown_language", "poor_text"],
)
def test_a_document_that_cannot_be_graded_says_why(
    real_engine: Engine, document: Document, reason: Reason
) -> None:
    for found in assess(document, real_engine).alignments:
        assert (found.grade, found.reason) == (Grade.UNCERTAIN, reason)
        assert (found.counterfactual.deleted, found.runner_up) == ((), None)


def test_a_probability_at_a_threshold_is_near_it(
    real_engine: Engine, documents: dict[str, Document], assessments: dict[str, Assessment]
) -> None:
    chance = aligned(assessments["digibank.docx"], "S5").probability.at_least_contributes
    moved = with_thresholds(real_engine, Thresholds(2.0, chance, 0.05, 0.05))
    found = aligned(assess(documents["digibank.docx"], moved), "S5")
    assert (found.grade, found.reason) == (Grade.UNCERTAIN, Reason.NEAR_THRESHOLD)


def test_channels_that_differ_widen_the_doubt(real_engine: Engine, documents: dict[str, Document]) -> None:
    document = documents["afsprakenbouwsteen.pdf"]
    judgement = real_engine.judge(real_engine.reader.read(document.title or "", split(document)))
    columns = range(len(real_engine.strategy.spearheads))
    widest = max(columns, key=lambda column: channel_gap(judgement, column))
    if channel_gap(judgement, widest) <= LARGEST_GAP:  # then make them differ: the rule is what is tested
        low, *others = judgement.verdicts
        apart = {
            low: judgement.verdicts[low] * 0,
            **{name: judgement.verdicts[name] * 0 + 1 for name in others},
        }
        judgement = replace(judgement, verdicts=apart)
    chance = float(judgement.at_least_contributes[widest])
    # Beside the threshold by more than the band, and by less than the band of channels that disagree.
    band = 0.1
    beside = Thresholds(2.0, chance - band * (1 + DISAGREEMENT_WIDENS) / 2, 0.0, band)
    assert decide(judgement, widest, beside) == (Grade.UNCERTAIN, Reason.CHANNELS_DISAGREE)


def again(engine: Engine, document: Document, deleted: set[str], column: int) -> tuple[float, float, Grade]:
    """Probabilities and grade after reading and judging the shorter proposal from scratch."""
    kept = [passage for passage in split(document) if passage.id not in deleted]
    judgement = engine.judge(engine.reader.read(document.title or "", kept))
    grade, _ = decide(judgement, column, engine.grader.thresholds)
    return float(judgement.core[column]), float(judgement.at_least_contributes[column]), grade


@pytest.mark.parametrize("name", EXAMPLES)
def test_contributions_to_both_probabilities_are_exact(
    real_engine: Engine,
    documents: dict[str, Document],
    assessments: dict[str, Assessment],
    name: str,
) -> None:
    for column, found in enumerate(assessments[name].alignments):
        for evidence in found.evidence:
            core, least, _ = again(real_engine, documents[name], {evidence.passage.id}, column)
            assert evidence.contribution_to_core == pytest.approx(found.probability.core - core, abs=1e-6)
            fall = found.probability.at_least_contributes - least
            assert evidence.contribution == pytest.approx(fall, abs=1e-6)


@pytest.mark.parametrize("name", EXAMPLES)
def test_deleting_the_cited_set_gives_the_grade_that_is_said(
    real_engine: Engine,
    documents: dict[str, Document],
    assessments: dict[str, Assessment],
    name: str,
) -> None:
    said = {column: found.counterfactual for column, found in enumerate(assessments[name].alignments)}
    deleted = {column: one for column, one in said.items() if one.deleted}
    assert deleted
    for column, one in deleted.items():
        assert again(real_engine, documents[name], set(one.deleted), column)[2] is one.without_evidence


def test_core_examples_lack_nothing_that_they_hold(assessments: dict[str, Assessment]) -> None:
    assert aligned(assessments["afsprakenbouwsteen.pdf"], "S8").counterfactual.missing == ()
    assert Element.BUDGET not in aligned(assessments["digibank.docx"], "S1").counterfactual.missing


def test_a_budget_elsewhere_is_the_line_of_that_work(assessments: dict[str, Assessment]) -> None:
    made = assessments["afsprakenbouwsteen.pdf"]
    texts = {passage.id: passage.text for passage in made.passages}
    elsewhere = {
        found.spearhead.id: {one.element: texts[one.passage] for one in found.counterfactual.elsewhere}
        for found in made.alignments
    }
    assert "WP4 Gegevensuitwisseling" in elsewhere["S3"][Element.BUDGET]
    assert "WP5 Beveiliging" in elsewhere["S6"][Element.BUDGET]


def test_the_rival_of_a_shared_component_is_asked_about(assessments: dict[str, Assessment]) -> None:
    rival = aligned(assessments["afsprakenbouwsteen.pdf"], "S3").runner_up
    assert rival is not None
    assert rival.spearhead.id == "S8"
    assert in_language(rival.question, "nl").endswith("(S8)?")
    assert rival.only_here
    assert rival.only_there
