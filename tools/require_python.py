"""Stops with one clear sentence when this Python cannot run the project.

Written so that any Python 3 can read it: no newer syntax, and only the standard library.
"""

import importlib.util
import sys

FIRST, BEYOND = (3, 11), (3, 14)


def complaint(version: "tuple[int, int]", has_venv: bool) -> str:
    """Words what is wrong with this Python, or returns nothing when it will do."""
    if not FIRST <= version < BEYOND:
        return (
            f"Speerwijzer needs Python 3.11, 3.12 or 3.13, and this is {version[0]}.{version[1]}. "
            "Install one of them and say: make PYTHON=python3.12 ..."
        )
    if not has_venv:
        return (
            "This Python cannot make virtual environments. Install its venv module "
            "(on Debian and Ubuntu: apt install python3-venv) and try again."
        )
    return ""


def main() -> None:
    """Ends with exit code 1 and the complaint, if there is one."""
    found = complaint(sys.version_info[:2], importlib.util.find_spec("ensurepip") is not None)
    if found:
        sys.exit(found)


if __name__ == "__main__":
    main()
