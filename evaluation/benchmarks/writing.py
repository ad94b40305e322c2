"""The files of a benchmark's results."""

import json
from pathlib import Path

from evaluation.results import Results, as_json, as_markdown


def write_benchmark(results: Results, folder: Path, name: str) -> None:
    """Write NAME.json and NAME.md in a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(as_json(results), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / f"{name}.json").write_text(content + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text(as_markdown(results), encoding="utf-8")
