import pytest

from corpus.parsing import parse
from tests.fakes.office_files import lines_of

_SENTENCE = "Wij bouwen samen met de inwoners een eenvoudig loket dat altijd open is."


def _lines(text: str) -> list[str]:
    return lines_of(parse(text.encode(), "voorstel.txt"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_every_common_encoding(encoding: str) -> None:
    text = "Eén café in Oostende, coördinatie à la carte.\r\n\r\nTweede alinea.\r\n"
    document = parse(text.encode(encoding), "x.txt")
    assert document.text == "Eén café in Oostende, coördinatie à la carte.\n\nTweede alinea."


def test_the_signs_of_windows() -> None:
    text = "Kost: € 10 – “goedkoop” en ’s avonds open…"
    assert parse(text.encode("cp1252"), "x.txt").text == text


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    content = ("Coördinatie, één café, geïntegreerd. " * 5).encode() + b"\xff slot"
    assert "Coördinatie" in parse(content, "x.txt").text


def test_wrapped_lines_become_paragraphs() -> None:
    text = (
        "Het project brengt digitale hulp naar elke wijk van de stad en we\n"
        "werken daarvoor samen met de bibliotheken. Wie hulp bij het e-\n"
        "loket wil, kan er elke dag langs.\n\nTweede alinea."
    )
    assert _lines(text) == [
        "paragraph: Het project brengt digitale hulp naar elke wijk van de stad en we werken daarvoor "
        "samen met de bibliotheken. Wie hulp bij het e-loket wil, kan er elke dag langs.",
        "paragraph: Tweede alinea.",
    ]


def test_short_lines_are_not_joined() -> None:
    text = f"Naam: Digibank\nPeriode: 2026-2028\n\n{_SENTENCE}"
    assert _lines(text)[:2] == ["paragraph: Naam: Digibank", "paragraph: Periode: 2026-2028"]


def test_a_program_that_writes_a_paragraph_a_line() -> None:
    long = " ".join([_SENTENCE] * 3)
    assert _lines(f"{long}\n{long}") == [f"paragraph: {long}"] * 2


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("2. Aanpak", "heading1: 2. Aanpak"),
        ("2.1 Eerste stap", "heading2: 2.1 Eerste stap"),
        ("BUDGET EN TIMING", "heading1: BUDGET EN TIMING"),
        ("Onze aanpak", "heading2: Onze aanpak"),
        ("Doelstelling:", "heading2: Doelstelling:"),
        ("Hoofdstuk 3", "heading1: Hoofdstuk 3"),
        ("Aanpak\n======", "heading1: Aanpak"),
        ("Aanpak\n------", "heading2: Aanpak"),
        ("Dit is een zin.", "paragraph: Dit is een zin."),
        ("en nog iets kleins", "paragraph: en nog iets kleins"),
    ],
)
def test_headings_that_nothing_marks(heading: str, line: str) -> None:
    assert _lines(f"{_SENTENCE}\n\n{heading}\n\n{_SENTENCE}")[1] == line


def test_a_heading_right_above_its_text() -> None:
    text = f"{_SENTENCE}\n\nAanpak\n{_SENTENCE}"
    assert _lines(text)[1:] == ["heading2: Aanpak", f"paragraph: {_SENTENCE}"]


def test_the_first_short_line_is_the_title() -> None:
    document = parse(f"Digibank aan huis\n\n{_SENTENCE}".encode(), "x.txt")
    assert (document.title, lines_of(document)[0]) == ("Digibank aan huis", "title: Digibank aan huis")


def test_list_items() -> None:
    text = f"{_SENTENCE}\n\n- een\n  vervolg\n- twee\n* drie\n\n1. vier\n2. vijf\n\n1) zes\n\n1. a\n\n2. b"
    assert _lines(text)[1:] == [
        "list_item: een vervolg",
        "list_item: twee",
        "list_item: drie",
        "list_item: vier",
        "list_item: vijf",
        "list_item: zes",
        "list_item: a",
        "list_item: b",
    ]


def test_a_form_feed_starts_a_page() -> None:
    document = parse(f"{_SENTENCE}\f{_SENTENCE}\n\f\f".encode(), "x.txt")
    assert [page.number for page in document.pages] == [1, 2]
    assert [block.page for block in document.blocks] == [1, 2]


def test_ruling_lines_are_left_out() -> None:
    assert _lines(f"{_SENTENCE}\n\n***\n\n{_SENTENCE}") == [f"paragraph: {_SENTENCE}"] * 2
