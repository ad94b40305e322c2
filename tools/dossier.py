"""Writes docs/dossier: the dossier with standard settings, for no organisation in particular."""

from pathlib import Path

from service.papers import dossier
from service.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "dossier"
STRATEGY = "vlaanderen-2025"


def pages() -> dict[str, str]:
    """Every file of docs/dossier by name; settings of this machine make no difference."""
    fields = Settings.model_fields
    return dict(
        dossier(Settings.model_construct(**{name: fields[name].get_default() for name in fields}), STRATEGY)
    )


def main() -> None:
    """Write all files and remove what no longer belongs there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    found = pages()
    for path in FOLDER.iterdir():
        if path.name not in found:
            path.unlink()
    for name, text in found.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"written: {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
