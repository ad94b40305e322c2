"""Writes docs/responsible-ai.md from docs/responsible-ai.yaml, and checks that what it names exists."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs" / "responsible-ai.yaml"
PAGE = ROOT / "docs" / "responsible-ai.md"
STATES = ("done", "partly", "open")
HEAD = """# Responsible use: what is asked, what answers it, and what proves it

Written by `make dossier` from `responsible-ai.yaml`; a test fails when a file or a test that is named here
does not exist. *done*: feature and test are there. *partly*: the part that is there is tested, and the last
column says what lacks. *open*: not there yet.
"""

Row = Mapping[str, Any]


def rows() -> tuple[Row, ...]:
    """The rows of the source, in its order."""
    return tuple(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def problems(found: Sequence[Row], root: Path = ROOT) -> Iterator[str]:
    """What a row names and what is not there, or says against its own state."""
    for row in found:
        yield from (f"{row['id']}: no {path}" for path in row["where"] if not (root / path).exists())
        yield from (f"{row['id']}: no {test}" for test in row["tests"] if not has_test(test, root))
        if row["state"] not in STATES:
            yield f"{row['id']}: unknown state {row['state']}"
        if row["state"] != "open" and not row["tests"]:
            yield f"{row['id']}: {row['state']} without a test"
        if (row["state"] == "done") == ("open" in row):
            yield f"{row['id']}: only a row that is not done says what is open"


def has_test(node: str, root: Path = ROOT) -> bool:
    """Whether a file defines the test function of a node id such as tests/test_x.py::test_y."""
    path, _, name = node.partition("::")
    file = root / path
    if not file.is_file():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(item, ast.FunctionDef) and item.name == name for item in tree.body)


def page(found: Sequence[Row]) -> str:
    """The page as Markdown."""
    counts = Counter(row["state"] for row in found)
    summary = ", ".join(f"{counts[state]} {state}" for state in STATES)
    lines = [
        HEAD,
        f"Now: {summary}.",
        "",
        "| # | asked | feature | where | proven by | state |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_line(row) for row in found),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    state = f"{row['state']}: {row['open']}" if "open" in row else row["state"]
    where = "<br>".join(f"[{path}](../{path})" for path in row["where"]) or "–"
    tests = "<br>".join(_test(test) for test in row["tests"]) or "–"
    return f"| {row['id']} | {row['asks']} | {row['feature']} | {where} | {tests} | {state} |"


def _test(node: str) -> str:
    path, _, name = node.partition("::")
    return f"[{name}](../{path})"


def main() -> int:
    """Write the page, or say what is wrong with its source."""
    found = rows()
    wrong = list(problems(found))
    for problem in wrong:
        print(problem, file=sys.stderr)
    if not wrong:
        PAGE.write_text(page(found), encoding="utf-8", newline="\n")
        print(f"written: {PAGE.relative_to(ROOT)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
