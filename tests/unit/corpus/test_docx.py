import io
import zipfile

import docx
import pytest

from corpus.documents import Document, RemarkKind
from corpus.parsing import parse
from tests.fakes.office_files import lines_of, word_file, word_paragraph, word_table, zipped

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_WHITE = '<w:color w:val="FFFFFF"/>'


def _parsed(body: str, **parts: str) -> Document:
    return parse(word_file(body, **parts), "voorstel.docx")


def _remarks(document: Document) -> list[tuple[str, str]]:
    return [(remark.kind.value, remark.detail) for remark in document.remarks]


def test_a_file_of_the_library_itself() -> None:
    source = docx.Document()
    source.add_heading("Digibank", 0)
    source.add_heading("Aanpak", 2)
    source.add_paragraph("Wij bouwen een loket.")
    source.add_paragraph("eerste punt", style="List Bullet")
    source.sections[0].header.paragraphs[0].text = "Kopregel van elke bladzijde"
    buffer = io.BytesIO()
    source.save(buffer)
    document = parse(buffer.getvalue(), "x")
    assert lines_of(document) == [
        "title: Digibank",
        "heading2: Aanpak",
        "paragraph: Wij bouwen een loket.",
        "list_item: eerste punt",
    ]
    assert (document.title, len(document.pages)) == ("Digibank", 1)


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("Titel", "title: Tekst"),
        ("Kop2", "heading2: Tekst"),
        ("Eigen", "heading2: Tekst"),
        ("Diep", "heading4: Tekst"),
        ("Kop5", "heading5: Tekst"),
        ("Standaard", "paragraph: Tekst"),
    ],
)
def test_the_style_decides_what_a_paragraph_is(style: str, line: str) -> None:
    assert lines_of(_parsed(word_paragraph("Tekst", style=style))) == [line]


def test_a_table_of_contents_is_left_out() -> None:
    body = word_paragraph("Aanpak 3", style="Inhopg1") + word_paragraph("Aanpak", style="Kop2")
    assert lines_of(_parsed(body)) == ["heading2: Aanpak"]


def test_a_short_bold_paragraph_is_a_heading_below_all_others() -> None:
    body = word_paragraph("Onze partners", run="<w:b/>") + word_paragraph("Dit is vet.", run="<w:b/>")
    assert lines_of(_parsed(body)) == ["heading6: Onze partners", "paragraph: Dit is vet."]


def test_numbering_and_typed_bullets_make_list_items() -> None:
    numbered = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>een</w:t></w:r></w:p>'
    off = numbered.replace('"1"', '"0"').replace("een", "Geen punt.")
    typed = "<w:p><w:r><w:t>Wij doen:</w:t><w:br/><w:t>- twee</w:t><w:br/><w:t>• drie</w:t></w:r></w:p>"
    assert lines_of(_parsed(numbered + off + typed)) == [
        "list_item: een",
        "paragraph: Geen punt.",
        "paragraph: Wij doen:",
        "list_item: twee",
        "list_item: drie",
    ]


def test_tables_stand_between_their_paragraphs() -> None:
    table = word_table(("Taak", "Wie", "Kost"), ("Bouwen", "Team", "10 euro"))
    body = word_paragraph("Voor.") + table + word_paragraph("Na.")
    assert lines_of(_parsed(body)) == [
        "paragraph: Voor.",
        "table_row: Taak: Bouwen; Wie: Team; Kost: 10 euro",
        "paragraph: Na.",
    ]


def test_nested_tables_and_merged_cells_appear_once() -> None:
    inner = word_table(("binnen", "in"))
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + word_paragraph("samen")
    on = "<w:tcPr><w:vMerge/></w:tcPr>" + word_paragraph("samen")
    document = _parsed(word_table(("buiten", inner), (merged, "a"), (on, "b")))
    assert lines_of(document) == [
        "paragraph: buiten",
        "table_row: binnen | in",
        "table_row: samen | a",
        "table_row: b",
    ]


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>" + word_paragraph("In de kader.") + "</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>Ernaast.</w:t></w:r><w:r>{drawing}</w:r></w:p>"
    assert lines_of(_parsed(body)) == ["paragraph: Ernaast.", "paragraph: In de kader."]


def test_footnotes_and_content_controls_are_kept_and_placeholders_not() -> None:
    control = "<w:sdt><w:sdtPr>{0}</w:sdtPr><w:sdtContent>{1}</w:sdtContent></w:sdt>"
    note = '<w:p><w:r><w:t>Zin.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    body = (
        control.format("", note)
        + control.format("<w:showingPlcHdr/>", word_paragraph("Klik hier"))
        + "<w:p>"
        + control.format("", "<w:r><w:t>Ingevuld.</w:t></w:r>")
        + "</w:p>"
    )
    footnotes = f'<w:footnote w:id="2">{word_paragraph("Voetnoot.")}</w:footnote>'
    lines = lines_of(_parsed(body, footnotes=footnotes))
    assert lines == ["paragraph: Zin.", "paragraph: Voetnoot.", "paragraph: Ingevuld."]


def test_deletions_are_left_out_and_insertions_kept() -> None:
    body = (
        "<w:p><w:r><w:t>Wij </w:t></w:r><w:del><w:r><w:delText>niet </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>hier </w:t></w:r></w:moveFrom><w:ins><w:r><w:t>wel</w:t></w:r></w:ins></w:p>"
    )
    assert _parsed(body).text == "Wij wel"


def test_comments_are_not_read_and_said_so() -> None:
    comments = f'<w:comment w:id="0">{word_paragraph("Opmerking")}</w:comment>'
    document = _parsed(word_paragraph("Tekst."), comments=comments)
    assert (document.text, _remarks(document)) == ("Tekst.", [("not_read", "comments")])


@pytest.mark.parametrize(
    "run",
    ["<w:vanish/>", _WHITE, '<w:sz w:val="3"/>', '<w:rStyle w:val="Weg"/>', '<w:color w:val="FEFDFE"/>'],
)
def test_hidden_text_is_left_out_and_said_so(run: str) -> None:
    document = _parsed(word_paragraph("Zichtbaar.") + word_paragraph("AI cyber data", run=run))
    assert (document.text, _remarks(document)) == ("Zichtbaar.", [("hidden_text", "")])


def test_hidden_text_is_told_beside_the_passage_before_it() -> None:
    hidden = word_paragraph("AI cyber data", run="<w:vanish/>")
    document = _parsed(word_paragraph("Eerst.") + hidden + word_paragraph("Daarna.") + hidden)
    (remark,) = document.remarks
    assert remark.spans == ((6, 6), (15, 15))
    assert document.text[:6] == "Eerst."


@pytest.mark.parametrize(
    "run",
    ['<w:vanish w:val="0"/>', '<w:shd w:fill="003366"/>' + _WHITE, '<w:highlight w:val="blue"/>' + _WHITE],
)
def test_visible_text_is_not_called_hidden(run: str) -> None:
    document = _parsed(word_paragraph("Wit op blauw.", run=run))
    assert (document.text, document.remarks) == ("Wit op blauw.", ())


def test_white_text_in_a_dark_cell_is_visible() -> None:
    cell = '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>' + word_paragraph("Taak", run=_WHITE)
    document = _parsed(word_table((cell, "Bouwen")))
    assert (document.text, document.remarks) == ("Taak | Bouwen", ())


def test_embedded_files_are_said_to_be_unread() -> None:
    document = _parsed(word_paragraph("Zie bijlage.") + "<w:p><w:r><w:object/></w:r></w:p><w:altChunk/>")
    assert [remark.kind for remark in document.remarks] == [RemarkKind.NOT_READ]
    assert document.remarks[0].detail == "embedded file"


def _edited(content: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name).replace(old, new) for name in archive.namelist()})


def test_strict_files_are_read() -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = _edited(word_file(word_paragraph("Kop", style="Kop2")), usual, _STRICT)
    assert lines_of(parse(content, "x")) == ["heading2: Kop"]


def test_a_relationship_to_nothing_does_no_harm() -> None:
    content = _edited(word_file(word_paragraph("Tekst.")), b'Target="styles.xml"', b'Target="NULL"')
    assert parse(content, "x").text == "Tekst."
