"""Fails on files and functions that have grown too long to read in one go.

The limits, and the dated exceptions to them, stand in pyproject.toml under `tool.speerwijzer.size`.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDERS = ("corpus", "models", "evaluation", "service", "tests", "tools")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Limits:
    """Longest file in lines, and longest function in lines of code."""

    file_lines: int
    function_lines: int
    test_lines: int


@dataclass(frozen=True, slots=True)
class Excess:
    """A file (`corpus/a.py`) or function (`corpus/a.py:read`) with its size and its limit, in lines."""

    place: str
    lines: int
    limit: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """Leave for one place to be too long, until a day, for a reason."""

    place: str
    until: date
    reason: str


def code_lines(function: Function, lines: list[str]) -> int:
    """Counts a function's lines from `def` to its end, without docstring, comments and blank lines."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    docstring = range(first.lineno, (first.end_lineno or first.lineno) + 1) if documented else range(0)
    numbers = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    stripped = (lines[number - 1].strip() for number in numbers if number not in docstring)
    return sum(1 for line in stripped if line and not line.startswith("#"))


def excesses(place: str, source: str, limits: Limits) -> Iterator[Excess]:
    """Yields what is over a limit in one Python source."""
    lines = source.splitlines()
    if len(lines) > limits.file_lines:
        yield Excess(place, len(lines), limits.file_lines)
    limit = limits.test_lines if place.startswith("tests/") else limits.function_lines
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function) and (length := code_lines(node, lines)) > limit:
            yield Excess(f"{place}:{node.name}", length, limit)


def complaints(found: list[Excess], allowances: list[Allowance], today: date) -> list[str]:
    """Words what has to change: excesses without leave, leave that ended, leave that nobody needs."""
    valid = {allowance.place for allowance in allowances if today <= allowance.until}
    too_long = [
        f"{item.place}: {item.lines} lines, the limit is {item.limit}"
        for item in found
        if item.place not in valid
    ]
    places = {item.place for item in found}
    unused = [
        f"{item.place}: this exception is not needed" for item in allowances if item.place not in places
    ]
    ended = [
        f"{item.place}: this exception ended on {item.until}"
        for item in allowances
        if today > item.until and item.place in places
    ]
    return too_long + ended + unused


def read_settings(pyproject: Path) -> tuple[Limits, list[Allowance]]:
    """Reads limits and exceptions; raises KeyError when the table is incomplete."""
    table = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["speerwijzer"]["size"]
    limits = Limits(table["file_lines"], table["function_lines"], table["test_lines"])
    return limits, [Allowance(**item) for item in table["exceptions"]]


def main() -> int:
    """Checks the whole project; returns the exit code."""
    root = Path(__file__).resolve().parents[1]
    limits, allowances = read_settings(root / "pyproject.toml")
    sources = sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.py"))
    found = [
        excess
        for path in sources
        for excess in excesses(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"), limits)
    ]
    problems = complaints(found, allowances, date.today())
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"size gate: {len(sources)} files, {len(problems)} problem(s)")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
