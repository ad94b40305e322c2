"""The annotated proposals are the yardstick of the engine, so they are tested as code is."""

from collections import Counter

import pytest

from corpus.annotated import (
    EVIDENCE_ROLES,
    KINDS,
    PROPOSALS,
    ROLES,
    AnnotatedProposal,
    as_document,
    read_proposals,
)
from corpus.documents import Document, Passage
from corpus.languages import detect
from corpus.passages import split

SPEARHEADS = {f"S{number}" for number in range(1, 10)}
GROUPS = {
    "boundaries",
    "briefs",
    "companies",
    "field",
    "grey",
    "institutions",
    "local",
    "mentions",
    "pages",
    "projects",
    "registers",
    "repositories",
    "services",
}


@pytest.fixture(scope="module")
def proposals() -> tuple[AnnotatedProposal, ...]:
    return read_proposals()


@pytest.fixture(scope="module")
def documents(proposals: tuple[AnnotatedProposal, ...]) -> list[tuple[Document, tuple[Passage, ...]]]:
    return [as_document(proposal) for proposal in proposals]


def test_every_file_is_read(proposals: tuple[AnnotatedProposal, ...]) -> None:
    files = [path.stem for path in PROPOSALS.rglob("*.txt")]
    assert sorted(files) == [proposal.id for proposal in proposals]


def test_every_group_holds_enough_to_be_left_out(proposals: tuple[AnnotatedProposal, ...]) -> None:
    sizes = Counter(proposal.group for proposal in proposals)
    assert set(sizes) == GROUPS
    assert min(sizes.values()) >= 60


def test_every_group_has_every_spearhead_as_core(proposals: tuple[AnnotatedProposal, ...]) -> None:
    for group in GROUPS:
        core = {
            spearhead
            for proposal in proposals
            if proposal.group == group
            for spearhead, grade in proposal.grades.items()
            if grade == 2
        }
        assert core == SPEARHEADS, group


def test_every_kind_role_and_language_occurs(proposals: tuple[AnnotatedProposal, ...]) -> None:
    assert {proposal.kind for proposal in proposals} == set(KINDS)
    assert {proposal.language for proposal in proposals} == {"nl", "en", "fr"}
    assert {passage.role for proposal in proposals for passage in proposal.passages} == set(ROLES)


def test_every_proposal_has_a_title_and_an_applicant(proposals: tuple[AnnotatedProposal, ...]) -> None:
    assert all(proposal.title and proposal.applicant for proposal in proposals)


def test_an_off_strategy_proposal_has_no_core_grade(proposals: tuple[AnnotatedProposal, ...]) -> None:
    off = [proposal for proposal in proposals if proposal.kind == "off"]
    assert not [proposal.id for proposal in off if 2 in proposal.grades.values()]


def test_no_proposal_is_core_on_more_than_three_spearheads(proposals: tuple[AnnotatedProposal, ...]) -> None:
    assert max(list(proposal.grades.values()).count(2) for proposal in proposals) <= 3


def test_grades_agree_with_the_passages(proposals: tuple[AnnotatedProposal, ...]) -> None:
    for proposal in proposals:
        evidence = {
            spearhead
            for passage in proposal.passages
            if passage.role in EVIDENCE_ROLES
            for spearhead in passage.spearheads
        }
        assert evidence == set(proposal.grades), proposal.id


def test_no_text_stands_in_two_proposals(proposals: tuple[AnnotatedProposal, ...]) -> None:
    texts = Counter(tuple(passage.text for passage in proposal.passages) for proposal in proposals)
    assert max(texts.values()) == 1


def test_every_proposal_is_recognised_in_its_language(
    proposals: tuple[AnnotatedProposal, ...], documents: list[tuple[Document, tuple[Passage, ...]]]
) -> None:
    found = {proposal.id: detect(text.text) for proposal, (text, _) in zip(proposals, documents, strict=True)}
    assert found == {proposal.id: proposal.language for proposal in proposals}


def test_annotated_passages_are_mostly_what_split_would_make(
    documents: list[tuple[Document, tuple[Passage, ...]]],
) -> None:
    same = sum(len(set(annotated) & set(split(document))) for document, annotated in documents)
    assert same / sum(len(annotated) for _, annotated in documents) > 0.95
