"""The shipped engine with the real encoder, on the examples and some annotated proposals."""

import json
import subprocess
import sys
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from corpus.annotated import as_document, read_proposals
from corpus.documents import Document, Passage
from corpus.limits import DocumentLimits
from corpus.parsing import parse
from corpus.passages import split
from corpus.strategies import in_language
from corpus.strategy_files import load_strategy
from models.alignment import FlagKind, Grade, Reason
from models.artefact import artefact_path, load_artefact, read_artefact
from models.assessment import Assessment, assess
from models.encoders.base import Encoder
from models.engine import Engine, load_engine
from models.explaining.findings import findings
from models.explanation import explain
from models.scoring import score_texts
from tests.fakes.strategies import bare_strategy

pytestmark = pytest.mark.encoder

EXAMPLES = ("afsprakenbouwsteen.pdf", "digibank.docx")
LARGEST_ARTEFACT = 20_000_000
ORDER = {Grade.NONE: 0, Grade.UNCERTAIN: 1, Grade.CONTRIBUTES: 2, Grade.CORE: 3}


def opened(folder: Path, name: str) -> Document:
    return parse((folder / name).read_bytes(), name, DocumentLimits())


@pytest.fixture(scope="module")
def assessments(real_engine: Engine, examples: Path) -> dict[str, Assessment]:
    return {name: assess(opened(examples, name), real_engine) for name in EXAMPLES}


def some_proposals() -> list[tuple[str, tuple[Passage, ...]]]:
    """Titles and passages of the first proposal of each group."""
    first = {proposal.group: proposal for proposal in reversed(read_proposals())}
    return [(proposal.title, as_document(proposal)[1]) for proposal in islice(first.values(), 6)]


def unexplained(engine: Engine, title: str, passages: tuple[Passage, ...]) -> list[float]:
    """How far each contribution is from reading and judging the shorter proposal from scratch."""
    found = findings(engine, engine.reader.read(title, passages))
    rows = range(len(engine.strategy.spearheads))
    differences = []
    for column in rows:
        alignment = explain(found, column, None)
        for evidence in alignment.evidence:
            shorter = [passage for passage in passages if passage.id != evidence.passage.id]
            again = engine.judge(engine.reader.read(title, shorter)).at_least_contributes[column]
            fall = alignment.probability.at_least_contributes - float(again)
            differences.append(abs(evidence.contribution - fall))
    return differences


def test_the_shipped_artefact_belongs_to_what_ships(real_encoder: Encoder) -> None:
    strategy = load_strategy("vlaanderen-2025")
    artefact = read_artefact(artefact_path(strategy))
    assert artefact.strategy_sha256 == strategy.texts_sha256
    assert artefact.model_sha256 == real_encoder.model_sha256
    assert artefact_path(strategy).stat().st_size < LARGEST_ARTEFACT


@pytest.mark.parametrize("name", EXAMPLES)
def test_contributions_are_exact_on_the_examples(real_engine: Engine, examples: Path, name: str) -> None:
    document = opened(examples, name)
    differences = unexplained(real_engine, document.title or "", split(document))
    assert differences
    assert max(differences) < 1e-6


def test_contributions_are_exact_on_annotated_proposals(real_engine: Engine) -> None:
    differences = [
        found for title, passages in some_proposals() for found in unexplained(real_engine, title, passages)
    ]
    assert len(differences) > 5
    assert max(differences) < 1e-6


def test_probabilities_of_the_examples_are_probabilities(assessments: dict[str, Assessment]) -> None:
    for alignment in [found for made in assessments.values() for found in made.alignments]:
        found = alignment.probability
        assert 0 <= found.core <= found.at_least_contributes <= 1
        assert found.core_interval[0] <= found.core <= found.core_interval[1]
        low, high = found.at_least_contributes_interval
        assert low <= found.at_least_contributes <= high


def test_every_quote_stands_where_it_says(assessments: dict[str, Assessment]) -> None:
    for made in assessments.values():
        quotes = [evidence.passage for found in made.alignments for evidence in found.evidence]
        assert all(made.document.text[passage.start : passage.end] == passage.text for passage in quotes)
        assert quotes


def test_the_core_of_the_examples_is_seen(assessments: dict[str, Assessment]) -> None:
    grades = {
        name: {found.spearhead.id: found.grade for found in made.alignments}
        for name, made in assessments.items()
    }
    assert grades["afsprakenbouwsteen.pdf"]["S8"] is Grade.CORE
    assert grades["digibank.docx"]["S1"] is Grade.CORE
    for grade in (grades["afsprakenbouwsteen.pdf"], grades["digibank.docx"]):
        assert {grade["S7"], grade["S4"]} <= {Grade.NONE, Grade.UNCERTAIN}


def with_paragraphs(document: Document, *paragraphs: str) -> tuple[Passage, ...]:
    """The passages of a document, with more of them at its end."""
    passages = split(document)
    last = passages[-1]
    more = [
        Passage(f"x{n}", last.end, last.end, last.page, "", "nl", text) for n, text in enumerate(paragraphs)
    ]
    return (*passages, *more)


def grades_of(engine: Engine, title: str, passages: tuple[Passage, ...]) -> dict[str, int]:
    found = findings(engine, engine.reader.read(title, passages))
    names = [spearhead.id for spearhead in engine.strategy.spearheads]
    return {name: ORDER[explain(found, column, None).grade] for column, name in enumerate(names)}


def test_pasting_the_strategy_raises_no_grade(real_engine: Engine, examples: Path) -> None:
    document = opened(examples, "digibank.docx")
    graded = partial(grades_of, real_engine, document.title or "")
    statements = [in_language(found.statement, "nl") for found in real_engine.strategy.spearheads]
    before, after = graded(split(document)), graded(with_paragraphs(document, *statements))
    assert all(after[name] <= max(before[name], 1) for name in before)
    assert all(after[name] <= before[name] for name in before if before[name] != 1)


def test_repeating_a_passage_raises_no_grade(real_engine: Engine, examples: Path) -> None:
    document = opened(examples, "digibank.docx")
    graded = partial(grades_of, real_engine, document.title or "")
    passages = split(document)
    before = graded(passages)
    for passage in passages[5:35:6]:
        after = graded(with_paragraphs(document, *[passage.text] * 10))
        assert all(after[name] <= before[name] for name in before), passage.id


def test_pasted_strategy_text_is_flagged(real_engine: Engine) -> None:
    statement = in_language(real_engine.strategy.spearheads[3].statement, "nl")
    text = "\n\n".join([statement] * 3).encode()
    made = assess(parse(text, "geplakt.txt", DocumentLimits()), real_engine)
    assert FlagKind.COPIED_TEXT in {flag.kind for flag in made.flags}
    assert {found.grade for found in made.alignments} <= {Grade.NONE, Grade.UNCERTAIN}
    assert Reason.COPIED_TEXT in {found.reason for found in made.alignments}


def test_a_score_is_the_same_alone_and_in_company(real_engine: Engine) -> None:
    texts = [f"{passages[0].text} {passages[-1].text}" for _, passages in some_proposals()]
    together = score_texts([*texts, ""], real_engine)
    for text, scored in zip([*texts, ""], together, strict=True):
        alone = score_texts([text], real_engine)[0]
        assert alone.grades == scored.grades
        # A matrix product rounds its last bit by the number of rows.
        assert alone.probabilities == pytest.approx(scored.probabilities, abs=1e-12)
    assert set(together[-1].grades.values()) == {Grade.UNCERTAIN}


@pytest.mark.parametrize("number", [2, 17])
def test_a_strategy_of_titles_and_statements_works(
    real_engine: Engine, real_encoder: Encoder, examples: Path, number: int
) -> None:
    strategy = bare_strategy(number)
    engine = load_engine(strategy, real_encoder, artefact=load_artefact(real_engine.strategy, real_encoder))
    made = assess(opened(examples, "digibank.docx"), engine)
    assert not engine.trained
    assert [found.spearhead.id for found in made.alignments] == [found.id for found in strategy.spearheads]


def test_two_processes_say_the_same(examples: Path) -> None:
    program = Path(sys.executable).with_name("speerwijzer")
    command = [str(program), "check", str(examples / "digibank.docx"), "--format", "json"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(2)]
    outputs = [json.loads(process.communicate()[0]) for process in running]
    assert [process.returncode for process in running] == [0, 0]
    differing = {key for key in outputs[0] if outputs[0][key] != outputs[1][key]}
    assert outputs[0].keys() == outputs[1].keys()
    assert differing <= {"id", "createdAt"}
    assert outputs[0]["id"] != outputs[1]["id"]
