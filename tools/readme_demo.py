"""Puts the start of a real report in README.md, between the marks `<!-- demo -->` and `<!-- /demo -->`."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = "corpus/examples/afsprakenbouwsteen.pdf"
REGION = re.compile(r"(<!-- demo -->\n```text\n)(.*?)(```\n<!-- /demo -->)", re.DOTALL)


def report() -> str:
    """Assesses the example, as a reader would; raises subprocess.CalledProcessError when that fails."""
    command = [sys.executable, "-m", "service", "check", EXAMPLE]
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ).stdout


def excerpt(text: str) -> str:
    """The overview, and the first piece of evidence of the first core spearhead, but no time."""
    lines = [line for line in text.splitlines() if not line.startswith("Gemaakt op")]
    first = next(number for number, line in enumerate(lines) if re.match(r"S\d", line))
    core = next((number - 1 for number, line in enumerate(lines) if line.startswith("● kern")), first)
    second = next(
        (core + more for more, line in enumerate(lines[core:]) if line.startswith("2. ")), len(lines)
    )
    return "\n".join([*lines[:first], *lines[core:second], "[...]"]) + "\n"


def in_readme(readme: str) -> str:
    """The excerpt that stands in the README; raises ValueError when the marks are gone."""
    found = REGION.search(readme)
    if not found:
        raise ValueError("README.md has no demo region")
    return found.group(2)


def replaced(readme: str, text: str) -> str:
    """The README with another excerpt."""
    in_readme(readme)
    return REGION.sub(lambda match: match.group(1) + text + match.group(3), readme)


def main() -> None:
    """Assesses the example anew and rewrites the README."""
    path = ROOT / "README.md"
    readme = path.read_text(encoding="utf-8")
    path.write_text(replaced(readme, excerpt(report())), encoding="utf-8")


if __name__ == "__main__":
    main()
