from collections.abc import Sequence

import pytest

from corpus.documents import Block, BlockKind, Document, Page, Passage
from corpus.passages import split

TITLE, HEADING, PARAGRAPH = BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH
ITEM, ROW = BlockKind.LIST_ITEM, BlockKind.TABLE_ROW

Part = tuple[BlockKind, str] | tuple[BlockKind, str, int]
"""A kind and a text, with the level of a heading or the page of anything else behind it."""


def document(*parts: Part, pages: Sequence[Page] = ()) -> Document:
    text, blocks = "", []
    for kind, content, *number in parts:
        level = (number[0] if number else 1) if kind is HEADING else None
        page = number[0] if number and kind is not HEADING else 1
        blocks.append(Block(kind, len(text), len(text) + len(content), page, level))
        text += content + "\n"
    return Document("plan.txt", "", "text/plain", text, tuple(pages), tuple(blocks))


def texts(*parts: Part) -> list[str]:
    return [passage.text for passage in split(document(*parts))]


def sentence(words: int) -> str:
    return "Het " + "woord " * (words - 2) + "telt."


def words(passages: Sequence[Passage]) -> list[int]:
    return [len(passage.text.split()) for passage in passages]


def test_a_paragraph_of_four_sentences_is_one_passage() -> None:
    paragraph = " ".join([sentence(20)] * 4)
    assert texts((PARAGRAPH, paragraph)) == [paragraph]


def test_passages_never_cross_a_block() -> None:
    assert texts((PARAGRAPH, "Wij openen."), (PARAGRAPH, "Wij sluiten.")) == ["Wij openen.", "Wij sluiten."]


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([10] * 5, [30, 20]),  # five sentences are one too many
        ([30, 30, 30], [60, 30]),  # ninety words are ten too many
        ([70, 10, 10, 70], [80, 80]),
        ([10, 70, 70, 10], [80, 80]),
        ([20] * 8, [80, 80]),
        ([100], [100]),  # one long sentence stays whole
        ([5, 100, 5], [5, 100, 5]),
    ],
)
def test_a_long_paragraph_is_cut_in_even_parts(lengths: list[int], expected: list[int]) -> None:
    passages = split(document((PARAGRAPH, " ".join(map(sentence, lengths)))))
    assert sorted(words(passages)) == sorted(expected)


@pytest.mark.parametrize(
    ("separators", "first_ends_with"), [({60: ",", 100: ";"}, ";"), ({100: ","}, ","), ({}, "woord")]
)
def test_a_sentence_beyond_the_cap_is_cut_at_the_best_sign(
    separators: dict[int, str], first_ends_with: str
) -> None:
    long = " ".join("woord" + separators.get(place, "") for place in range(200))
    first, second = texts((PARAGRAPH, long))
    assert first.endswith(first_ends_with)
    assert f"{first} {second}" == long


def test_a_heading_is_the_section_of_what_stands_under_it() -> None:
    found = split(
        document(
            (PARAGRAPH, "Vooraf."), (HEADING, "Aanpak"), (PARAGRAPH, "Onder aanpak."),
            (HEADING, "Stap\neen", 2), (PARAGRAPH, "Onder stap."),
            (HEADING, "Geld"), (PARAGRAPH, "Onder geld."),
        )
    )  # fmt: skip
    assert [(passage.text, passage.section) for passage in found] == [
        ("Vooraf.", ""),
        ("Onder aanpak.", "Aanpak"),
        ("Onder stap.", "Stap een"),
        ("Onder geld.", "Geld"),
    ]


def test_a_heading_above_a_deeper_heading_is_no_passage() -> None:
    assert texts((HEADING, "Aanpak"), (HEADING, "Stap", 2), (PARAGRAPH, "Wij starten.")) == ["Wij starten."]


def test_headings_with_nothing_under_them_are_passages() -> None:
    found = split(
        document((TITLE, "Plan"), (HEADING, "Wij openen"), (HEADING, "Het loket", 2), (HEADING, "Geld"))
    )
    assert [(passage.text, passage.section, passage.kind) for passage in found] == [
        ("Het loket", "Wij openen", HEADING),
        ("Geld", "", HEADING),
    ]


def test_a_title_is_a_passage_only_when_there_is_nothing_else() -> None:
    assert texts((TITLE, "Wij openen een loket")) == ["Wij openen een loket"]
    assert texts((TITLE, "Plan"), (PARAGRAPH, "Wij openen.")) == ["Wij openen."]


@pytest.mark.parametrize("kind", [ITEM, ROW])
def test_short_siblings_are_joined_until_they_hold_six_words(kind: BlockKind) -> None:
    items = [(kind, "twee tablets"), (kind, "drie laptops"), (kind, "een schermlezer"), (kind, "vier balies")]
    assert texts(*items) == ["twee tablets\ndrie laptops\neen schermlezer", "vier balies"]


def test_a_sibling_of_six_words_is_never_joined() -> None:
    long = "een balie voor wie slecht ziet"
    assert texts((ITEM, "tablets"), (ITEM, long), (ITEM, "laptops")) == ["tablets", long, "laptops"]


def test_short_items_of_another_kind_page_or_section_are_not_joined() -> None:
    assert len(texts((ITEM, "tablets"), (ROW, "laptops"))) == 2
    assert len(texts((ITEM, "tablets", 1), (ITEM, "laptops", 2))) == 2
    same = (HEADING, "Nodig")
    assert len(texts(same, (ITEM, "tablets"), same, (ITEM, "laptops"))) == 2
    assert len(texts((ITEM, "tablets"), (TITLE, "Deel twee"), (ITEM, "laptops"))) == 2


def test_short_paragraphs_are_not_joined() -> None:
    assert texts((PARAGRAPH, "tablets"), (PARAGRAPH, "laptops")) == ["tablets", "laptops"]


def test_numbers_have_as_many_digits_as_the_last_one_needs() -> None:
    assert [passage.id for passage in split(document((PARAGRAPH, "Een."), (PARAGRAPH, "Twee.")))] == [
        "p001",
        "p002",
    ]
    many = split(document(*[(PARAGRAPH, "Een.")] * 1_000))
    assert (many[0].id, many[-1].id) == ("p0001", "p1000")


def test_a_passage_is_on_the_page_where_it_starts() -> None:
    paragraph = " ".join([sentence(50)] * 3)
    border = len(sentence(50)) + 1
    pages = (Page(1, 0, border), Page(2, border, len(paragraph)))
    assert [passage.page for passage in split(document((PARAGRAPH, paragraph), pages=pages))] == [1, 2, 2]


def test_a_passage_has_its_own_language_when_that_is_clear() -> None:
    found = split(
        document(
            (
                PARAGRAPH,
                "Wij openen drie digitale loketten in de bibliotheek en in het jeugdhuis van de stad.",
            ),
            (PARAGRAPH, "Nous ouvrons aussi trois guichets numériques à la maison communale."),
            (PARAGRAPH, "Wie thuis geen toestel heeft, leent er een voor de duur van de lessen."),
            (PARAGRAPH, "Data platform"),
        )
    )
    assert [passage.language for passage in found] == ["nl", "fr", "nl", "nl"]


def test_white_blocks_give_no_passages() -> None:
    assert texts((PARAGRAPH, " \n "), (HEADING, " "), (PARAGRAPH, "Wij openen.")) == ["Wij openen."]


def test_a_change_in_one_block_leaves_the_passages_of_other_blocks_alone() -> None:
    before = texts((PARAGRAPH, "Wij openen. Wij helpen."), (PARAGRAPH, "Wij meten. Wij leren."))
    after = texts((PARAGRAPH, "Wij openen."), (PARAGRAPH, "Wij meten. Wij leren."))
    assert before[1:] == after[1:]
