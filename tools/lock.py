"""Writes constraints.txt: the exact version of every package that the project and its tests use.

Pip resolves pyproject.toml afresh, without installing anything. A local version suffix such as
"+cpu" is left out, so that the same pin holds for every build of a package.
"""

import json
import subprocess
import sys
from pathlib import Path

HEADER = """\
# The exact versions that `make setup` installs. Written by `make lock` from pyproject.toml;
# do not edit by hand. Used as a constraints file: a package that a platform does not need
# is not installed because it stands here.
"""


def resolve(root: Path) -> dict[str, str]:
    """Asks pip which versions it would install; returns version by normalised name.

    Raises subprocess.CalledProcessError when pip finds no solution.
    """
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
    finished = subprocess.run(
        [*command, "--report", "-", f"{root}[dev]"], check=True, stdout=subprocess.PIPE, text=True
    )
    planned = json.loads(finished.stdout)["install"]
    return {item["metadata"]["name"].lower(): item["metadata"]["version"] for item in planned}


def constraints(versions: dict[str, str]) -> str:
    """Words the versions as a constraints file, sorted by name, without the project itself."""
    pins = [
        f"{name.replace('_', '-')}=={version.partition('+')[0]}"
        for name, version in versions.items()
        if name != "speerwijzer"
    ]
    return HEADER + "\n".join(sorted(pins)) + "\n"


def main() -> None:
    """Resolves and writes the file."""
    root = Path(__file__).resolve().parents[1]
    text = constraints(resolve(root))
    (root / "constraints.txt").write_text(text, encoding="utf-8")
    print(f"constraints.txt: {text.count('==')} packages")


if __name__ == "__main__":
    main()
