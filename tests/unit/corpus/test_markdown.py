from corpus.parsing import parse
from tests.fakes.office_files import lines_of


def _lines(text: str) -> list[str]:
    return lines_of(parse(text.encode(), "voorstel.md"))


def test_headings_paragraphs_and_lists() -> None:
    assert _lines(
        "# Titel\n\nEen zin\ndie doorloopt.\n\n## Kop\n\n- een\n- twee\n\n  vervolg\n\n1. drie\n"
    ) == [
        "heading1: Titel",
        "paragraph: Een zin die doorloopt.",
        "heading2: Kop",
        "list_item: een",
        "list_item: twee",
        "paragraph: vervolg",
        "list_item: drie",
    ]


def test_inline_signs_go_and_their_words_stay() -> None:
    text = "Een **vet** en *schuin* [loket](https://a.be) met `code`, ~~oud~~ ![plan](a.png) &amp; <b>x</b>."
    assert _lines(text) == ["paragraph: Een vet en schuin loket met code, oud plan & x."]


def test_tables_become_rows() -> None:
    assert _lines("| Taak | Kost |\n|---|---|\n| Bouwen | 10 |\n| Testen | |\n") == [
        "table_row: Taak: Bouwen; Kost: 10",
        "table_row: Taak: Testen",
    ]


def test_code_and_quotes_are_paragraphs() -> None:
    assert _lines("```\nx = 1\ny = 2\n```\n\n> citaat\n") == ["paragraph: x = 1 y = 2", "paragraph: citaat"]


def test_front_matter_is_left_out() -> None:
    assert _lines("---\ntitle: Geheim\n---\n# Kop\n") == ["heading1: Kop"]


def test_a_bold_line_is_a_heading_below_all_others() -> None:
    assert _lines("**Onze partners**\n\nDrie **grote** steden.\n") == [
        "heading6: Onze partners",
        "paragraph: Drie grote steden.",
    ]


def test_html_blocks_are_read_as_html() -> None:
    document = parse(b"# Kop\n\n<div><p>In <b>html</b>.</p></div>\n\n<p hidden>weg</p>\n", "x.md")
    assert lines_of(document) == ["heading1: Kop", "paragraph: In html."]
    assert len(document.remarks) == 1
