import io

import pytest
from odfdo import Document as OpenDocument
from odfdo import Header, Paragraph

from corpus.documents import Document
from corpus.parsing import parse
from tests.fakes.office_files import flat_open_document, lines_of, open_document

_TABLE = (
    "<table:table><table:table-header-rows><table:table-row>{0}{1}</table:table-row></table:table-header-rows>"
    "<table:table-row>{2}{3}</table:table-row></table:table>"
)
_STYLE = (
    '<style:style style:name="T1" style:family="text" style:parent-style-name="T0"/>'
    '<style:style style:name="T0" style:family="text"><style:text-properties {0}/></style:style>'
)


def _parsed(body: str, styles: str = "") -> Document:
    return parse(open_document(body, styles), "voorstel.odt")


def _remarks(document: Document) -> list[tuple[str, str]]:
    return [(remark.kind.value, remark.detail) for remark in document.remarks]


def _cell(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


def test_a_file_of_the_library_itself() -> None:
    source = OpenDocument("text")
    source.body.clear()
    source.body.append(Header(2, "Aanpak"))
    source.body.append(Paragraph("Wij bouwen een loket."))
    buffer = io.BytesIO()
    source.save(buffer)
    assert lines_of(parse(buffer.getvalue(), "x")) == ["heading2: Aanpak", "paragraph: Wij bouwen een loket."]


def test_titles_headings_and_lists() -> None:
    item = "<text:list-item><text:p>{0}</text:p>{1}</text:list-item>"
    inner = "<text:list>" + item.format("onder", "") + "</text:list>"
    body = (
        '<text:p text:style-name="Title">Titel</text:p><text:h text:outline-level="3">Kop</text:h>'
        "<text:list>" + item.format("boven", inner) + item.format("laatst", "<text:p>Vervolg.</text:p>")
    ) + "</text:list>"
    assert lines_of(_parsed(body)) == [
        "title: Titel",
        "heading3: Kop",
        "list_item: boven",
        "list_item: onder",
        "list_item: laatst",
        "paragraph: Vervolg.",
    ]


def test_a_style_based_on_a_heading_is_a_heading() -> None:
    style = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    assert lines_of(_parsed('<text:p text:style-name="P1">Kop</text:p>', style)) == ["heading1: Kop"]


def test_white_space_and_line_breaks() -> None:
    body = '<text:p>een<text:s text:c="4"/>twee<text:tab/>drie<text:line-break/>- vier</text:p>'
    assert lines_of(_parsed(body)) == ["paragraph: een twee drie", "list_item: vier"]


def test_tables_stand_between_their_paragraphs() -> None:
    table = _TABLE.format(*map(_cell, ("Taak", "Kost", "Bouwen", "10 euro")))
    body = f"<text:p>Voor.</text:p>{table}<text:p>Na.</text:p>"
    assert lines_of(_parsed(body)) == [
        "paragraph: Voor.",
        "table_row: Taak: Bouwen; Kost: 10 euro",
        "paragraph: Na.",
    ]


def test_nested_tables_and_merged_cells_appear_once() -> None:
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>breed</text:p></table:table-cell>'
    inner = f"<table:table-cell><table:table><table:table-row>{_cell('in')}{_cell('uit')}</table:table-row>"
    rows = (
        f"<table:table-row>{wide}<table:covered-table-cell/></table:table-row><table:table-row>{_cell('a')}"
    )
    body = f"<table:table>{rows}{inner}</table:table></table:table-cell></table:table-row></table:table>"
    assert lines_of(_parsed(body)) == ["paragraph: breed", "paragraph: a", "table_row: in | uit"]


def test_footnotes_and_text_boxes_follow_their_paragraph() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Voetnoot.</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>Kader.</text:p></draw:text-box></draw:frame>"
    lines = lines_of(_parsed(f"<text:p>Zin {note}loopt{box} door.</text:p>"))
    assert lines == ["paragraph: Zin loopt door.", "paragraph: Voetnoot.", "paragraph: Kader."]


def test_deletions_contents_and_placeholders_are_left_out() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gewist</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:table-of-content><text:index-body>"
        "<text:p>Kop 3</text:p></text:index-body></text:table-of-content>"
        '<text:p>Wij <text:placeholder text:placeholder-type="text">&lt;naam&gt;</text:placeholder>'
        "<text:change-start/>bouwen<text:change-end/>.</text:p>"
    )
    assert _parsed(body).text == "Wij bouwen."


def test_comments_are_not_read_and_said_so() -> None:
    body = "<text:p>Tekst<office:annotation><text:p>Opmerking</text:p></office:annotation>.</text:p>"
    document = _parsed(body)
    assert (document.text, _remarks(document)) == ("Tekst.", [("not_read", "comments")])


@pytest.mark.parametrize("look", ['fo:color="#ffffff"', 'text:display="none"', 'fo:font-size="1pt"'])
def test_hidden_text_is_left_out_and_said_so(look: str) -> None:
    body = '<text:p>Zichtbaar.<text:span text:style-name="T1">AI cyber</text:span></text:p>'
    document = _parsed(body, _STYLE.format(look))
    assert (document.text, _remarks(document)) == ("Zichtbaar.", [("hidden_text", "")])


def test_hidden_sections_and_fields_are_left_out_and_said_so() -> None:
    body = (
        '<text:section text:display="none"><text:p>weg</text:p></text:section>'
        '<text:p>Tekst.<text:hidden-text text:is-hidden="true">weg</text:hidden-text></text:p>'
    )
    document = _parsed(body)
    assert (document.text, _remarks(document)) == ("Tekst.", [("hidden_text", "")])


def test_white_text_on_a_colour_is_visible() -> None:
    body = '<text:p>Wit <text:span text:style-name="T1">op blauw</text:span></text:p>'
    look = 'fo:color="#ffffff" fo:background-color="#003366"'
    assert _parsed(body, _STYLE.format(look)).text == "Wit op blauw"


def test_a_flat_file_reads_the_same() -> None:
    body = '<text:h text:outline-level="1">Kop <!-- voor later -->een</text:h><text:p>Tekst.</text:p>'
    flat, packed = parse(flat_open_document(body), "x"), _parsed(body)
    assert flat.text == packed.text == "Kop een\n\nTekst."
    assert flat.media_type == packed.media_type
