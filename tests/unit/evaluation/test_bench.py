import sys
from datetime import date

import pytest

from corpus.limits import DocumentLimits
from corpus.parsing import parse
from evaluation.bench import BenchUnavailable, Measurement, bench_page, machine, use_of
from evaluation.bench_pdf import proposal_pdf


def test_proposal_has_its_pages_and_its_text() -> None:
    document = parse(
        proposal_pdf(["Wij openen (één) digipunt \\ in de wijk."], 12), "x.pdf", DocumentLimits()
    )
    assert len(document.pages) == 12
    assert "Wij openen (één) digipunt \\ in de wijk." in document.text


def test_use_of_a_command_counts_processor_time_and_memory() -> None:
    program = "block = b'x' * 80_000_000; sum(range(4_000_000))"
    use = use_of([sys.executable, "-c", program])
    assert use.processor_seconds > 0
    assert 0 < use.seconds < 60
    assert 80_000_000 < use.peak_bytes < 2**36


def test_command_that_fails_cannot_be_timed() -> None:
    with pytest.raises(BenchUnavailable, match="code 3"):
        use_of([sys.executable, "-c", "raise SystemExit(3)"])


def test_page_names_the_day_the_machine_and_every_measurement() -> None:
    page = bench_page([Measurement("encoder", 123.456, "passages/s", 3)], "a machine", date(2026, 1, 2))
    assert "2026-01-02" in page
    assert "Machine: a machine." in page
    assert "| encoder | 123 passages/s | 3 |" in page


def test_machine_is_described_on_one_line() -> None:
    assert "Python" in machine()
    assert "\n" not in machine()
