"""Laws that hold for any proposal: exact contributions, probabilities that are probabilities."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.alignment import Alignment
from models.assessment import assess
from models.engine import Engine
from models.scoring import score_texts
from tests.fakes.artefacts import FILLERS, activity, exclusion, goal, mention
from tests.fakes.garden_documents import a_document
from tests.fakes.strategies import WORDS, garden_strategy, passages_of

SOME = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
words = st.sampled_from([word for group in WORDS.values() for word in group])
sentences = st.one_of(
    st.builds(activity, words, words),
    st.builds(goal, words, words),
    st.builds(mention, words, words),
    st.builds(exclusion, words, words),
    st.sampled_from([text for _, text in FILLERS]),
    st.sampled_from([spearhead.statement["nl"] for spearhead in garden_strategy().spearheads]),
    st.lists(words, min_size=1, max_size=8).map(", ".join),
)
proposals = st.lists(sentences, max_size=12)


def aligned(paragraphs: Sequence[str], engine: Engine) -> tuple[Alignment, ...]:
    return assess(a_document(*paragraphs, title="Dorpsplan"), engine).alignments


@SOME
@given(proposals)
def test_a_contribution_is_what_deleting_the_passage_changes(engine: Engine, paragraphs: list[str]) -> None:
    assessment = assess(a_document(*paragraphs, title="Dorpsplan"), engine)
    for column, alignment in enumerate(assessment.alignments):
        for evidence in alignment.evidence:
            shorter = [passage for passage in assessment.passages if passage.id != evidence.passage.id]
            again = engine.judge(engine.reader.read("Dorpsplan", shorter))
            fall = alignment.probability.at_least_contributes - float(again.at_least_contributes[column])
            assert evidence.contribution == pytest.approx(fall, abs=1e-6)


@SOME
@given(proposals)
def test_probabilities_are_probabilities(engine: Engine, paragraphs: list[str]) -> None:
    for alignment in aligned(paragraphs, engine):
        found = alignment.probability
        assert 0.0 <= found.core <= found.at_least_contributes <= 1.0
        for value, (low, high) in (
            (found.core, found.core_interval),
            (found.at_least_contributes, found.at_least_contributes_interval),
        ):
            assert 0.0 <= low <= value <= high <= 1.0
        assert all(0.0 <= verdict <= 1.0 for verdict in alignment.channels.values())


@SOME
@given(proposals)
def test_evidence_is_ranked_and_never_repeats(engine: Engine, paragraphs: list[str]) -> None:
    for alignment in aligned(paragraphs, engine):
        places = [evidence.passage.id for evidence in alignment.evidence]
        assert len(set(places)) == len(places) <= 5
        assert all(0.0 <= evidence.match.similarity <= 1.0 for evidence in alignment.evidence)


@SOME
@given(proposals, st.data())
def test_repeating_a_passage_at_the_end_adds_nothing_that_counts(
    engine: Engine, paragraphs: list[str], data: st.DataObject
) -> None:
    repeated = data.draw(st.sampled_from(paragraphs or ["Niets."]))
    reading, longer = (
        engine.reader.read("", passages_of(*texts)) for texts in (paragraphs, [*paragraphs, *[repeated] * 10])
    )
    fresh = 0 if repeated in paragraphs else int(longer.admissible[len(paragraphs)])
    assert int(longer.counted().sum()) == int(reading.counted().sum()) + fresh


@SOME
@given(st.lists(sentences | st.just(""), min_size=1, max_size=6, unique=True))
def test_a_score_never_depends_on_neighbours(engine: Engine, texts: list[str]) -> None:
    together = dict(zip(texts, score_texts(texts, engine), strict=True))
    fewer = texts[::-1][: max(1, len(texts) // 2)]
    for text, scored in zip(fewer, score_texts(fewer, engine), strict=True):
        assert scored.grades == together[text].grades
        # A matrix product rounds its last bit by the number of rows.
        assert scored.probabilities == pytest.approx(together[text].probabilities, abs=1e-12)


def test_a_proposal_keeps_its_grades_under_another_name(engine: Engine) -> None:
    document = a_document(*[activity(*WORDS["W"][:2])] * 2, title="Dorpsplan")
    renamed = replace(document, name="anders.txt", sha256="0" * 64)
    assert assess(document, engine).alignments == assess(renamed, engine).alignments
