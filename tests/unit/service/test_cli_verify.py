import json
from pathlib import Path

import pikepdf
import pytest

from service.cli import main
from service.reports import render
from service.services import Services
from tests.fakes.assessments import CREATED_AT
from tests.fakes.engines import FakeEngine, fake_read, fake_services

TEXT = "Wij leggen fietspaden aan. S1=core"


def services() -> Services:
    return fake_services(FakeEngine())


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments], services())


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def saved(proposal: Path, format: str) -> Path:
    made = FakeEngine().assess(fake_read(proposal, services().load_settings().limits))
    path = proposal.with_name(f"verslag.{format}")
    report = render(made, format, id="een", created_at=CREATED_AT)
    path.write_bytes(report if isinstance(report, bytes) else report.encode())
    return path


@pytest.fixture(params=["json", "html", "pdf"])
def report(proposal: Path, request: pytest.FixtureRequest) -> Path:
    return saved(proposal, request.param)


def test_the_same_proposal_gives_the_same_report(
    report: Path, proposal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("verify", report, "--proposal", proposal)
    page = capsys.readouterr().out
    for line in ("Bestand: klopt", "Gelezen tekst: klopt", "Graden en redenen: klopt", "Kansen: klopt"):
        assert line in page


def test_another_proposal_is_seen(report: Path, proposal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proposal.write_text(TEXT.replace("S1", "S2"), encoding="utf-8")
    assert run("verify", report, "--proposal", proposal) == 3
    page = capsys.readouterr().out
    assert "Bestand: verschilt" in page
    assert "andere graad of reden bij S1, S2" in page


def test_without_a_proposal_the_report_says_what_was_not_done(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("verify", report)
    page = capsys.readouterr().out
    assert "--proposal" in page
    assert "Niet alles kon worden nagekeken" in page or "verschil" in page


def test_a_changed_report_gives_code_3(proposal: Path, tmp_path: Path) -> None:
    content = json.loads(saved(proposal, "json").read_text(encoding="utf-8"))
    content["alignments"][0]["grade"] = "none"
    (tmp_path / "r.json").write_text(json.dumps(content), encoding="utf-8")
    assert run("verify", tmp_path / "r.json") == 3


@pytest.mark.parametrize("content", [b"", b"{", b"%PDF-1.7", b"plain", b'{"schema": "x"}'])
def test_what_is_no_report_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "r.json").write_bytes(content)
    assert run("verify", tmp_path / "r.json") == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_a_report_inside_a_pdf_is_found(proposal: Path, tmp_path: Path) -> None:
    report = saved(proposal, "json")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["assessment.json"] = pikepdf.AttachedFileSpec(pdf, report.read_bytes())
        pdf.save(tmp_path / "verslag.pdf")
    assert run("verify", tmp_path / "verslag.pdf") == run("verify", report)
