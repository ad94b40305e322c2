import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.revisions import Change, Revision, revisions

GARDEN = "We planten honderd bomen in het park aan de rivier."
WATER = "We leggen een vijver aan en meten de kwaliteit van het water."
MUSIC = "Elke zomer speelt het orkest een concert."
TEXTS = st.lists(st.sampled_from([GARDEN, WATER, MUSIC, "a b c d", "a b c e", "x"]), max_size=8)


def kinds(found: tuple[Revision, ...]) -> list[tuple[str, int | None, int | None]]:
    return [(revision.change.value, revision.old, revision.new) for revision in found]


def test_the_same_text_is_kept() -> None:
    assert kinds(revisions([GARDEN, WATER], [GARDEN, WATER])) == [("kept", 0, 0), ("kept", 1, 1)]


def test_capitals_and_white_space_are_no_difference() -> None:
    assert kinds(revisions([GARDEN], [GARDEN.upper().replace(" ", "\n")])) == [("kept", 0, 0)]


def test_a_passage_elsewhere_was_moved() -> None:
    found = revisions([GARDEN, WATER, MUSIC], [MUSIC, GARDEN, WATER])
    assert kinds(found) == [("moved", 2, 0), ("kept", 0, 1), ("kept", 1, 2)]


def test_another_wording_was_changed_and_says_how_far() -> None:
    (found,) = revisions([GARDEN], [GARDEN.replace("honderd", "tweehonderd")])
    assert found.change is Change.CHANGED
    assert found.similarity == pytest.approx(2 * 9 / 20)


def test_other_words_are_one_passage_removed_and_one_added() -> None:
    assert kinds(revisions([GARDEN], [MUSIC])) == [("removed", 0, None), ("added", None, 0)]


def test_each_passage_has_its_most_similar_partner() -> None:
    first, second = GARDEN.replace("honderd", "elf"), GARDEN.replace("honderd bomen", "elf struiken")
    found = revisions([GARDEN], [second, first])
    assert kinds(found) == [("added", None, 0), ("changed", 0, 1)]


def test_a_removed_passage_stands_behind_what_it_followed() -> None:
    found = revisions([GARDEN, WATER, MUSIC], [GARDEN, MUSIC])
    assert kinds(found) == [("kept", 0, 0), ("removed", 1, None), ("kept", 2, 1)]


def test_a_repeated_passage_is_counted_each_time() -> None:
    assert [kind for kind, _, _ in kinds(revisions([GARDEN], [GARDEN, GARDEN]))].count("added") == 1


@given(TEXTS, TEXTS)
def test_every_passage_of_both_is_there_once(old: list[str], new: list[str]) -> None:
    found = revisions(old, new)
    assert sorted(item.old for item in found if item.old is not None) == list(range(len(old)))
    places = [item.new for item in found if item.new is not None]
    assert places == list(range(len(new)))


@given(TEXTS)
def test_a_version_beside_itself_is_kept_whole(texts: list[str]) -> None:
    assert {item.change for item in revisions(texts, texts)} <= {Change.KEPT}


@given(TEXTS, TEXTS)
def test_what_was_added_one_way_was_removed_the_other_way(old: list[str], new: list[str]) -> None:
    def count(change: Change, one: list[str], other: list[str]) -> int:
        return sum(item.change is change for item in revisions(one, other))

    assert count(Change.ADDED, old, new) - count(Change.REMOVED, old, new) == len(new) - len(old)
