"""The four folders have general names: no other installed package may take their place."""

import subprocess
import sys
from pathlib import Path

NAMES = ("corpus", "evaluation", "models", "service")
SCRIPT = f"import importlib, pathlib; [print(importlib.import_module(name).__file__) for name in {NAMES}]"
ROOT = Path(__file__).resolve().parents[2]


def test_the_four_packages_come_from_one_folder_wherever_python_starts(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    parents = [Path(line).parents[1] for line in shown.stdout.splitlines()]
    assert parents == [ROOT] * len(NAMES)


def test_a_package_file_holds_a_docstring_and_nothing_else() -> None:
    for name in NAMES:
        source = (ROOT / name / "__init__.py").read_text(encoding="utf-8").strip()
        assert source.startswith('"""'), name
        assert source.endswith('"""'), name
        assert source.count('"""') == 2, name
