import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.cli import main
from service.dossier.facts import Facts
from service.dossier.register import Field, register_fields, register_json
from service.dossier.texts import DOCUMENTS, OVERVIEW, read_text
from service.dossier.writing import dossier_files
from service.errors import WrongUsage
from service.settings import Settings
from tests.fakes.engines import FakeEngine, fake_services
from tests.fakes.figures import made_up_figures
from tools.dossier import FOLDER, pages

ROOT = Path(__file__).parents[3]
NAME, ADDRESS = "Gemeente Voorbeeld", "speerwijzer@voorbeeld.be"


def facts(organisation: str | None = NAME, contact: str | None = ADDRESS) -> Facts:
    return Facts(made_up_figures(), Settings.model_construct(), organisation, contact)


def test_committed_dossier_is_what_the_command_gives() -> None:
    """`make dossier` writes it again."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == pages()


def test_every_document_is_there_as_text_and_as_page() -> None:
    expected = {f"{name}.{format}" for name in (OVERVIEW, *DOCUMENTS) for format in ("md", "html")}
    assert set(dossier_files(facts())) == expected | {"algoritmeregister.json"}


@pytest.mark.parametrize("figures", ["made up", "measured"])
def test_register_entry_keeps_every_limit(figures: str) -> None:
    entry = json.loads(pages()["algoritmeregister.json"] if figures == "measured" else register_json(facts()))
    values = entry["velden"]
    assert len(values["naam"]) < 100
    assert len(values["korte_omschrijving"]) < 350
    assert all(len(value) < 2500 for value in values.values() if value)
    assert values["status"] in ("In gebruik", "In ontwikkeling", "Buiten gebruik")
    assert values["publicatiecategorie"] in (
        "Hoog-risico AI-systemen", "Impactvolle algoritmes", "Overige algoritmes",
    )  # fmt: skip
    assert set(entry["nogInTeVullen"]) == {key for key, value in values.items() if value is None}


def test_every_field_of_the_register_is_within_its_own_limits() -> None:
    assert [(field.key, list(field.problems())) for field in register_fields(facts())] == [
        (field["key"], []) for field in read_text("algoritmeregister")["fields"]
    ]


@pytest.mark.parametrize(
    ("limits", "value", "problem"),
    [
        ({"longest": 3}, "abcd", "longest"),
        ({"one_of": ["a"]}, "b", "one_of"),
        ({"pattern": r"\d{4}-(0[1-9]|1[0-2])"}, "2027-13", "pattern"),
    ],
)
def test_a_broken_limit_is_seen(limits: dict[str, object], value: str, problem: str) -> None:
    assert list(Field("x", "X", value, "", "", limits).problems()) == [problem]
    assert list(Field("x", "X", None, "", "", limits).problems()) == []


@pytest.mark.parametrize(("organisation", "contact"), [("x" * 100, ADDRESS), (NAME, "bel ons")])
def test_what_does_not_fit_the_register_is_refused(organisation: str, contact: str) -> None:
    with pytest.raises(WrongUsage, match="register_field"):
        dossier_files(facts(organisation, contact))


def test_what_only_the_organisation_knows_is_marked_until_it_is_told() -> None:
    without, told = dossier_files(facts(None, None)), dossier_files(facts())
    assert "[In te vullen: naam van de organisatie]" in without["dpia.html"]
    assert NAME in told["dpia.html"]
    assert "naam van de organisatie]" not in told["dpia.html"]
    assert ADDRESS.replace("@", r"\@") in told["toegankelijkheid.md"]


def test_legal_readings_are_left_to_a_lawyer() -> None:
    files = dossier_files(facts())
    for name in ("dpia.html", "grondrechten.html", "toegankelijkheid.html"):
        assert "Na te kijken door een jurist" in files[name], name


@pytest.mark.parametrize("name", [OVERVIEW, *DOCUMENTS])
def test_pages_are_in_dutch_run_nothing_and_leave_no_placeholder(name: str) -> None:
    text = dossier_files(facts())[f"{name}.html"]
    page = LexborHTMLParser(text)
    assert '<html lang="nl">' in text
    assert not page.css("script, img, link[rel=stylesheet], iframe")
    assert not re.search(r"\{\w+\}", text.split("</style>")[-1])
    assert [node.tag for node in page.css("h1")] == ["h1"]


def test_the_guide_has_five_questions_with_an_answer_each() -> None:
    guide = dossier_files(facts())["gebruikershandleiding.md"]
    assert re.findall(r"### Vraag (\d)\.", guide) == list("12345")
    assert re.findall(r"- Vraag (\d): ([ABC])\. ", guide) == [
        ("1", "B"),
        ("2", "C"),
        ("3", "A"),
        ("4", "B"),
        ("5", "C"),
    ]


def test_every_test_that_the_accessibility_statement_stands_on_exists() -> None:
    named = [test for line in read_text("tests")["accessibility"] for test in line["tests"]]
    assert named
    for test in named:
        path, function = test.split("::")
        assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8"), test


def test_the_command_writes_every_file(tmp_path: Path) -> None:
    services = fake_services(FakeEngine())
    arguments = ["dossier", "--output", str(tmp_path / "map"), "--organisation", NAME, "--contact", ADDRESS]
    assert main(arguments, services) == 0
    written = (tmp_path / "map" / "overzicht.md").read_text(encoding="utf-8")
    assert written == f"nl vlaanderen-2025 {NAME} {ADDRESS}\n"


def test_the_command_wants_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x", encoding="utf-8")
    assert main(["dossier", "--output", str(tmp_path / "x")], fake_services(FakeEngine())) == 2
