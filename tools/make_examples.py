"""Writes the fictional proposals of corpus/examples from their content in tools/examples."""

from pathlib import Path

from tools import example_content, example_docx, example_pdf

EXAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "examples"


def main(folder: Path = EXAMPLES) -> None:
    """Writes both files into the folder, which must exist."""
    example_pdf.write(example_content.read("afsprakenbouwsteen"), folder / "afsprakenbouwsteen.pdf")
    example_docx.write(example_content.read("digibank"), folder / "digibank.docx")


if __name__ == "__main__":
    main()
