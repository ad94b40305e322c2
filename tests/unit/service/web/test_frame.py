"""What all pages share: language, errors, static files, the theme, and the pages about the checker."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.security.authenticators import SingleUser
from service.settings import Settings
from service.wording import LANGUAGES
from tests.fakes.pages import Visitor, a_page_service, words_of

PAPERS = ("/guide", "/limits", "/model-card", "/responsible-ai", "/accessibility")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/check/form", *PAPERS, "/proposals", "/nowhere"])
def test_every_page_speaks_every_language(visitor: Visitor, language: str, path: str) -> None:
    visitor.see(f"/language/{language}")
    page = visitor.see(path)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language


def test_the_choice_of_a_language_leads_back_and_nowhere_else(visitor: Visitor) -> None:
    assert visitor.see("/language/fr?next=/guide").headers["location"] == "/guide"
    assert visitor.see("/language/fr?next=https://evil.example").headers["location"] == "/"
    assert visitor.see("/language/de").status_code == 404


@pytest.mark.parametrize("path", PAPERS)
def test_the_pages_about_the_checker_are_one_click_from_everywhere(visitor: Visitor, path: str) -> None:
    assert f'href="{path}"' in visitor.see(visitor.paste()).text


def test_the_self_test_tells_what_was_right_and_why(visitor: Visitor) -> None:
    page = words_of(visitor.see("/guide?none=b&total=a&interval=a&copied=b&use=zzz"))
    assert "Je hebt 3 van de 5 juist." in page
    assert "Niet juist." in page
    assert "Er zijn alleen graden per speerpunt." in page


def test_errors_of_pages_are_pages_and_errors_of_the_api_are_not(visitor: Visitor) -> None:
    page = visitor.see("/nowhere")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert visitor.see("/v1/nowhere").headers["content-type"] == "application/problem+json"
    assert visitor.client.get("/nowhere").headers["content-type"] == "application/problem+json"


def test_a_fault_of_ours_is_told_without_what_went_wrong(tmp_path: Path) -> None:
    made = a_page_service(tmp_path)
    made.backend.__dict__["authenticator"] = None
    client = TestClient(create_app(made.backend), raise_server_exceptions=False)
    answer = client.get("/proposals", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert "Een fout van ons" in answer.text
    assert "NoneType" not in answer.text


def test_static_files_are_kept_for_good_under_their_own_address(visitor: Visitor) -> None:
    page = visitor.see("/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = visitor.see(address)
    assert "immutable" in answer.headers["cache-control"]
    assert "--accent" in answer.text


@pytest.mark.parametrize("name", ["no.css", "..%2Ftemplates.py", "site.py", "%2e%2e%2fsecret.css"])
def test_nothing_else_is_given_out(visitor: Visitor, name: str) -> None:
    assert visitor.see(f"/static/{name}").status_code in {400, 404}


def test_an_organisation_can_give_its_own_look(tmp_path: Path) -> None:
    theme = tmp_path / "gent.css"
    theme.write_text(":root { --accent: #123456; }")
    made = a_page_service(tmp_path, theme=theme)
    with TestClient(create_app(made.backend)) as client:
        page = client.get("/").text
        assert page.index("/static/site.css") < page.index("/static/theme.css")
        assert "#123456" in client.get("/static/theme.css").text


def test_without_a_look_of_its_own_there_is_no_such_file(visitor: Visitor) -> None:
    assert Settings.model_fields["theme"].default is None
    assert visitor.see("/static/theme.css").status_code == 404
    assert "theme.css" not in visitor.see("/").text


def test_an_error_page_knows_the_one_user_of_a_machine(tmp_path: Path) -> None:
    made = a_page_service(tmp_path, SingleUser())
    with TestClient(create_app(made.backend), base_url="http://127.0.0.1") as client:
        page = Visitor(made, client).see("/nowhere").text
    assert 'href="/proposals"' in page
    assert 'href="/sign-in"' not in page
