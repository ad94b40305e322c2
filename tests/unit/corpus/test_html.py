import pytest

from corpus.documents import Document, RemarkKind
from corpus.errors import LimitExceeded
from corpus.parsing import parse
from tests.fakes.office_files import lines_of


def _parsed(body: str) -> Document:
    return parse(f"<!doctype html><html><body>{body}</body></html>".encode(), "pagina.html")


def test_headings_paragraphs_and_lists() -> None:
    document = _parsed("<h1>Titel</h1><p>Een <b>vette</b>\nzin.</p><ul><li>een<ul><li>twee</li></ul></ul>los")
    assert lines_of(document) == [
        "heading1: Titel",
        "paragraph: Een vette zin.",
        "list_item: een",
        "list_item: twee",
        "paragraph: los",
    ]
    assert (document.title, document.media_type) == ("Titel", "text/html")


def test_breaks_and_loose_text_around_blocks() -> None:
    document = _parsed("voor<div>een<br><br>twee<br>- drie<p>vier</p>na</div>")
    assert lines_of(document) == [
        "paragraph: voor",
        "paragraph: een",
        "paragraph: twee",
        "list_item: drie",
        "paragraph: vier",
        "paragraph: na",
    ]


def test_the_furniture_of_the_page_is_left_out() -> None:
    document = _parsed(
        "<header>Logo</header><nav>Menu</nav><script>x()</script><style>p{}</style><noscript>n</noscript>"
        "<main><header><h2>Kop</h2></header><p>Tekst.</p><!-- nota --></main><footer>Voet</footer>"
    )
    assert lines_of(document) == ["heading2: Kop", "paragraph: Tekst."]


def test_tables_become_rows() -> None:
    document = _parsed(
        "<table><tr><th>Taak<th>Kost</tr><tr><td>Bouwen<td>10</tr><tr><td colspan=2>Samen</td></tr></table>"
        "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>"
    )
    assert lines_of(document) == [
        "table_row: Taak: Bouwen; Kost: 10",
        "paragraph: Samen",
        "paragraph: a",
        "table_row: b | c",
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'style="display: none"',
        'style="visibility:hidden"',
        'style="font-size:1px"',
        'style="color:#fff"',
        'style="color: rgb(254, 254, 255)"',
        'style="position:absolute;left:-9999px"',
        'style="opacity:0"',
    ],
)
def test_hidden_text_is_left_out_and_said_so(attributes: str) -> None:
    document = _parsed(f"<p>Zichtbaar.</p><p {attributes}>AI cyber data</p>")
    assert document.text == "Zichtbaar."
    assert [(remark.kind, remark.spans) for remark in document.remarks] == [
        (RemarkKind.HIDDEN_TEXT, ((10, 10),))
    ]


@pytest.mark.parametrize(
    "style",
    ["color:#fff;background:#036", "font-size:12px", "color:white;background-color:navy", "opacity:0.9"],
)
def test_visible_text_is_not_called_hidden(style: str) -> None:
    document = _parsed(f'<p style="{style}">Zichtbaar.</p>')
    assert (document.text, document.remarks) == ("Zichtbaar.", ())


def test_white_text_inside_a_dark_block_is_visible() -> None:
    assert _parsed('<div style="background:#000"><p style="color:#fff">Wit.</p></div>').text == "Wit."


def test_the_declared_encoding_is_used() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Žluťoučký kůň</p></body></html>'
    assert parse(page.encode("iso-8859-2"), "x").text == "Žluťoučký kůň"


def test_office_programs_name_title_and_page_header() -> None:
    document = _parsed('<div title="header"><p>Kopregel</p></div><p class="MsoTitle">Titel</p><p>Tekst.</p>')
    assert lines_of(document) == ["title: Titel", "paragraph: Tekst."]


def test_unclosed_and_wrongly_nested_tags_keep_the_words() -> None:
    assert _parsed("<p>een <b>twee <i>drie</b> vier</i><p>vijf").text == "een twee drie vier\n\nvijf"


def test_nesting_beyond_reason_is_refused_before_it_costs_time() -> None:
    with pytest.raises(LimitExceeded):
        _parsed("<div>" * 5000 + "tekst")


def test_long_lists_without_end_tags_are_no_nesting() -> None:
    assert len(_parsed("<ul>" + "<li>punt" * 3000).blocks) == 3000
