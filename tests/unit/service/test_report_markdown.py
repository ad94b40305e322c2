import html
import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.reports import render
from service.reports.escaping import escape_markdown, one_line
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import hostile, library

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    """The text a reader sees of one paragraph, and proof that it is a paragraph without markup."""
    rendered = PARSER.render(markdown).strip()
    match = re.fullmatch(r"<p>([^<>]*)</p>", rendered)
    assert match, rendered
    return html.unescape(match[1])


@given(st.text(alphabet=st.sampled_from("ab1 -+.)#>*_`~[](){}<>|\\&!$^=:/@;\n\t\r\x00\u2028"), min_size=1))
def test_escaped_text_is_shown_sign_by_sign(text: str) -> None:
    if one_line(text):
        assert shown(escape_markdown(text)) == one_line(text)


@given(st.text(min_size=1))
def test_any_text_is_shown_sign_by_sign(text: str) -> None:
    if one_line(text):
        assert shown(escape_markdown(text)) == one_line(text)


def test_addresses_are_not_linked() -> None:
    assert escape_markdown("https://x.be www.x.be a@x.be") == r"https\://x.be www\.x.be a\@x.be"


def test_hostile_text_brings_no_element_into_the_page() -> None:
    rendered = PARSER.render(render(hostile(), "md", id=REPORT_ID, created_at=CREATED_AT))
    elements = set(re.findall(r"<([a-z0-9]+)", rendered))
    assert not elements & {"script", "img", "a", "code", "s"}


def test_the_table_has_a_row_for_each_spearhead() -> None:
    for make, count in ((library, 9), (hostile, 2)):
        rendered = PARSER.render(render(make(), "md", id=REPORT_ID, created_at=CREATED_AT))
        assert rendered.count("<tr>") == count + 1
        assert rendered.count("<td") == 4 * count


def test_every_passage_of_the_evidence_is_there() -> None:
    rendered = render(library(), "md", id=REPORT_ID, created_at=CREATED_AT)
    quotes = [item.passage.text for alignment in library().alignments for item in alignment.evidence]
    assert all(f"> {escape_markdown(quote)}" in rendered for quote in quotes)
