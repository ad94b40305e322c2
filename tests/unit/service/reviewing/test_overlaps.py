"""Shared text is found by rows of five words, and said passage by passage."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Passage
from service.reviewing.overlaps import ROW, candidates, compare, rows_of, sketch

WORDS = st.lists(
    st.sampled_from(
        ["aan", "bij", "dan", "door", "het", "met", "na", "om", "op", "tot", "uit", "van", "voor"]
    ),
    max_size=40,
)


def passage(key: str, text: str) -> Passage:
    return Passage(key, 0, len(text), 1, "", "nl", text)


def prose(topic: str, sentences: int = 60) -> str:
    lines = (f"{topic} {at} {topic}{at} is zin nummer {at} over {topic}." for at in range(sentences))
    return " ".join(lines)


def test_rows_are_of_five_words_whatever_the_case_and_signs() -> None:
    assert rows_of("Wij openen drie digibanken, vlakbij.") == rows_of("wij OPENEN drie digibanken vlakbij")
    assert len(rows_of("een twee drie vier vijf zes")) == 2
    assert rows_of("een twee drie vier") == []


@settings(deadline=None)
@given(WORDS)
def test_a_text_shares_everything_with_itself(words: list[str]) -> None:
    text = [passage("p1", " ".join(words))]
    assert compare(text, text).share == (1.0 if len(words) >= ROW else 0.0)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_what_two_texts_share_does_not_depend_on_their_order(one: list[str], two: list[str]) -> None:
    first, second = [passage("p1", " ".join(one))], [passage("p1", " ".join(two))]
    assert compare(first, second).share == compare(second, first).share


def test_copies_are_found_among_texts_of_their_own() -> None:
    texts = [prose(f"thema{number}") for number in range(30)]
    texts.append(texts[4] + " " + prose("nieuw", 5))
    (found,) = candidates([sketch(text) for text in texts])
    assert (found.first, found.second) == (4, 30)


def test_the_form_that_everybody_fills_in_tells_nothing() -> None:
    texts = [prose("formulier") + " " + prose(f"thema{number}") for number in range(30)]
    assert candidates([sketch(text) for text in texts]) == []


def test_it_is_said_which_passages_stand_in_both() -> None:
    shared = "Wij richten samen met de bibliotheek een digipunt in voor inwoners zonder computer."
    first = [passage("p001", "Het project loopt twee jaar in de hele gemeente."), passage("p002", shared)]
    second = [passage("p001", "De stad heeft al lang plannen voor de wijk."), passage("p009", shared.upper())]
    (found,) = compare(first, second).passages
    assert (found.first.id, found.second.id, found.share) == ("p002", "p009", 1.0)


def test_no_texts_have_no_overlap() -> None:
    assert candidates([]) == []
    assert candidates([sketch(""), sketch("")]) == []
