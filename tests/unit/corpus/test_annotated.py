import json
from pathlib import Path

import pytest

from corpus.annotated import as_document, read_labelled_folder, read_proposal, read_proposals
from corpus.documents import BlockKind
from corpus.errors import InvalidAnnotation

PROPOSAL = """id: gem-001
lang: nl
applicant: gemeente
kind: plain
grades: S1=2 S5=1
---
# Een loket in elke wijk
[ctx S1] Veel inwoners hebben thuis geen toestel.
## Aanpak
[act S1] Wij openen drie loketten.
[act S5 S8] Wij herschrijven het formulier.

[bp] De stuurgroep komt zes keer samen.
"""


def write(folder: Path, text: str = PROPOSAL, name: str = "gem-001") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(path: Path) -> tuple[str, ...]:
    with pytest.raises(InvalidAnnotation) as caught:
        read_proposal(path)
    return caught.value.problems


def test_a_proposal_is_read_in_full(tmp_path: Path) -> None:
    proposal = read_proposal(write(tmp_path / "local", PROPOSAL.replace(" S8]", "]")))
    assert (proposal.id, proposal.group, proposal.language, proposal.kind) == (
        "gem-001",
        "local",
        "nl",
        "plain",
    )
    assert (proposal.applicant, proposal.title) == ("gemeente", "Een loket in elke wijk")
    assert proposal.grades == {"S1": 2, "S5": 1}
    assert [(each.role, each.spearheads, each.section) for each in proposal.passages] == [
        ("ctx", ("S1",), ""),
        ("act", ("S1",), "Aanpak"),
        ("act", ("S5",), "Aanpak"),
        ("bp", (), "Aanpak"),
    ]
    assert proposal.passages[1].text == "Wij openen drie loketten."


def test_an_off_strategy_proposal_has_no_grades(tmp_path: Path) -> None:
    text = PROPOSAL.partition("[ctx")[0].replace("S1=2 S5=1", "") + "[act] Wij planten bomen."
    assert read_proposal(write(tmp_path, text)).grades == {}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("id: gem-001", "id: gem-002", "id 'gem-002' is not the file's name"),
        ("lang: nl", "lang: de", "lang 'de' is none of nl, en, fr"),
        ("kind: plain\n", "", "kind None is none of"),
        ("applicant: gemeente\n", "", "the header has no applicant"),
        ("S5=1", "S5=3", "bad grade 'S5=3'"),
        ("S5=1", "S5=1 S5=2", "S5 is graded twice"),
        ("---\n", "", "no line '---'"),
        ("[bp]", "[plan]", "line 13 is no title, heading or passage"),
        ("[bp] ", "", "line 13 is no title, heading or passage"),
        ("[bp]", "[bp S10]", "line 13 is no title, heading or passage"),
        ("## Aanpak", "### Aanpak", "line 9 is no title, heading or passage"),
        ("[act S1]", "[ctx S1]", "S1 is graded 2 without an act or goal passage"),
        ("S5=1", "", "S5 has an act or goal passage but no grade"),
    ],
)
def test_a_problem_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    found = problems_of(write(tmp_path, PROPOSAL.replace(" S8]", "]").replace(old, new, 1)))
    assert any(each.startswith(problem) for each in found)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = PROPOSAL.replace("lang: nl", "lang: xx").replace("S5=1", "S5=9").replace("[bp]", "[plan]")
    assert len(problems_of(write(tmp_path, text))) == 5  # S5 and S8 lose their grade as well


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gem-001.txt"
    path.write_bytes(PROPOSAL.encode("utf-16"))
    assert problems_of(path) == ("it is not UTF-8",)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.txt") == ("it cannot be opened",)


def test_proposals_are_sorted_by_id_and_grouped_by_folder(tmp_path: Path) -> None:
    text = PROPOSAL.replace(" S8]", "]")
    write(tmp_path / "a", text.replace("gem-001", "x-2"), "x-2")
    write(tmp_path / "b", text.replace("gem-001", "x-1"), "x-1")
    assert [(each.id, each.group) for each in read_proposals(tmp_path)] == [("x-1", "b"), ("x-2", "a")]


def test_an_id_in_two_files_is_refused(tmp_path: Path) -> None:
    for group in ("a", "b"):
        write(tmp_path / group, PROPOSAL.replace(" S8]", "]"))
    with pytest.raises(InvalidAnnotation, match="id 'gem-001' stands in 2 files"):
        read_proposals(tmp_path)


def test_a_folder_without_proposals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidAnnotation, match="no annotated proposals"):
        read_proposals(tmp_path)


def test_the_document_of_a_proposal_has_a_passage_for_each_annotated_one(tmp_path: Path) -> None:
    proposal = read_proposal(write(tmp_path, PROPOSAL.replace(" S8]", "]")))
    document, passages = as_document(proposal)
    assert [block.kind for block in document.blocks] == [
        BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.HEADING, *[BlockKind.PARAGRAPH] * 3,
    ]  # fmt: skip
    assert document.title == proposal.title
    assert [(each.text, each.section) for each in passages] == [
        (each.text, each.section) for each in proposal.passages
    ]
    assert all(document.text[each.start : each.end] == each.text for each in passages)
    assert [each.id for each in passages] == ["p001", "p002", "p003", "p004"]


def labelled(folder: Path, *labels: object) -> Path:
    (folder / "texts").mkdir()
    (folder / "texts" / "a1.txt").write_text("Wij openen een loket.", encoding="utf-8")
    lines = (label if isinstance(label, str) else json.dumps(label) for label in labels)
    (folder / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_labels_are_read_with_the_place_of_their_text(tmp_path: Path) -> None:
    label = {"id": "a1", "lang": "nl", "grades": {"S1": 2, "S5": 0}, "title": "Een loket"}
    (text,) = read_labelled_folder(labelled(tmp_path, label, ""))
    assert (text.id, text.language, text.grades) == ("a1", "nl", {"S1": 2, "S5": 0})
    assert text.path.read_text(encoding="utf-8") == "Wij openen een loket."


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ("{", "line 1: "),
        ({"id": "a1", "lang": "nl"}, "line 1: it needs an id, a lang and grades"),
        ({"id": "a2", "lang": "nl", "grades": {}}, "line 1: there is no text texts/a2.txt"),
        ({"id": "../texts/a1", "lang": "nl", "grades": {}}, "line 1: there is no text"),
        ({"id": "a1", "lang": "nl", "grades": {"S1": 3}}, "line 1: S1 has grade 3"),
        ({"id": "a1", "lang": "nl", "grades": {"S1": "2"}}, "line 1: S1 has grade '2'"),
        ({"id": "a1", "lang": "nl", "grades": {"S1": True}}, "line 1: S1 has grade True"),
        ("", "it holds no labels"),
    ],
)
def test_a_problem_in_the_labels_is_named(tmp_path: Path, label: object, problem: str) -> None:
    with pytest.raises(InvalidAnnotation) as caught:
        read_labelled_folder(labelled(tmp_path, label))
    assert [each.startswith(problem) for each in caught.value.problems] == [True]


def test_labels_with_one_id_on_two_lines_are_refused(tmp_path: Path) -> None:
    label = {"id": "a1", "lang": "nl", "grades": {}}
    with pytest.raises(InvalidAnnotation, match="id 'a1' stands on 2 lines"):
        read_labelled_folder(labelled(tmp_path, label, label))


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidAnnotation, match="cannot be opened"):
        read_labelled_folder(tmp_path)
