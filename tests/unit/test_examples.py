"""The example proposals are what tools/examples says, and are worth reading."""

import zipfile
from pathlib import Path

import pypdfium2
import pytest

from tools import example_content, make_examples


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    make_examples.main(folder)
    return folder


def page_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_pdf_is_what_its_content_says(made: Path) -> None:
    name = "afsprakenbouwsteen.pdf"
    assert page_texts(make_examples.EXAMPLES / name) == page_texts(made / name)


def test_the_word_document_is_what_its_content_says(made: Path) -> None:
    name = "digibank.docx"
    assert members(make_examples.EXAMPLES / name) == members(made / name)


def test_writing_twice_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    make_examples.main(tmp_path)
    for path in made.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_pdf_has_repeating_headers_and_hyphenated_lines(made: Path) -> None:
    cover, *inside = page_texts(made / "afsprakenbouwsteen.pdf")
    header = example_content.read("afsprakenbouwsteen").header
    assert len(inside) >= 5
    assert header not in cover
    assert all(header in text and f"Pagina {number}" in text for number, text in enumerate(inside, start=2))


@pytest.mark.parametrize("name", ["afsprakenbouwsteen", "digibank"])
def test_every_row_of_a_table_is_as_wide_as_its_head(name: str) -> None:
    tables = [part.table for part in example_content.read(name).parts if part.table]
    assert tables
    assert all(len(row) == len(table.widths) for table in tables for row in table.rows)


def test_a_compound_may_break_after_its_first_half() -> None:
    assert example_content.hyphenatable("de burgerzakentoepassing") == "de burgerzaken\u00adtoepassing"
    assert example_content.hyphenatable("het project zelf") == "het project zelf"
