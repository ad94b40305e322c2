import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import CorpusError, LimitExceeded, UnreadableDocument
from corpus.limits import DocumentLimits
from service.intake.confined import ConfinedIntake, ParserUnavailable
from service.intake.confinement import Confinement
from service.intake.protocol import Ending, Request
from service.use_cases import read_document
from tests.fakes.nasty_files import nasty_files
from tests.fakes.office_files import word_file, word_paragraph

LIMITS = DocumentLimits()
TEXT = "Wij richten in elke gemeente een digibank op.\n\nWe geven er lessen digitale vaardigheden.\n"


@pytest.fixture(scope="module")
def intake() -> Iterator[ConfinedIntake]:
    made = ConfinedIntake()
    made.start()
    yield made
    made.close()


def _file(folder: Path, content: bytes, name: str = "proposal") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_file_is_read_as_it_would_be_in_this_process(intake: ConfinedIntake, tmp_path: Path) -> None:
    path = _file(tmp_path, TEXT.encode(), "voorstel.txt")
    assert intake.read(path, "voorstel.txt", LIMITS) == read_document(path, LIMITS)


def test_error_is_the_one_of_the_parser(intake: ConfinedIntake, tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded) as raised:
        intake.read(_file(tmp_path, TEXT.encode()), "x.txt", DocumentLimits(characters=10))
    assert raised.value.parameters == {"maximum": 10, "unit": "characters"}
    with pytest.raises(LimitExceeded):
        intake.read(_file(tmp_path, TEXT.encode()), "x.txt", DocumentLimits(bytes=10))


@pytest.mark.parametrize("name", nasty_files())
def test_nasty_file_gets_one_clear_problem(intake: ConfinedIntake, tmp_path: Path, name: str) -> None:
    nasty = nasty_files()[name]()
    path = _file(tmp_path, nasty.content)
    if nasty.code:
        with pytest.raises(UnreadableDocument) as raised:
            intake.read(path, name, LIMITS)
        assert raised.value.code == nasty.code
    else:
        text = intake.read(path, name, LIMITS).text
        assert not any(word in text for word in ("root:", "fetch(", "alert("))
    assert intake.read(_file(tmp_path, TEXT.encode(), "next"), "next.txt", LIMITS).words > 5
    assert not Path("/tmp/speerwijzer-escaped").exists()


def test_neighbours_are_read_while_a_nasty_file_takes_its_time(
    intake: ConfinedIntake, tmp_path: Path
) -> None:
    slow = _file(tmp_path, nasty_files()["stream_bomb.pdf"]().content, "slow")
    problems: list[str] = []

    def read_slow() -> None:
        try:
            intake.read(slow, "slow.pdf", LIMITS)
        except CorpusError as error:
            problems.append(error.code)

    thread = threading.Thread(target=read_slow)
    thread.start()
    good = _file(tmp_path, TEXT.encode(), "good")
    for _ in range(10):
        assert intake.read(good, "good.txt", LIMITS).words > 5
    thread.join()
    assert problems == ["damaged"]


def test_reader_that_does_not_look_at_the_clock_is_ended(intake: ConfinedIntake, tmp_path: Path) -> None:
    loop = _file(tmp_path, nasty_files()["form_loop.pdf"]().content)
    begun = time.monotonic()
    ending, answer = intake._asked(loop, Request("x.pdf", LIMITS, 1_500_000_000, 1.0, 1_000_000))
    assert (ending, answer) == (Ending.TIME, b"")
    assert time.monotonic() - begun < 4


def test_reader_that_says_too_much_is_ended(intake: ConfinedIntake, tmp_path: Path) -> None:
    path = _file(tmp_path, b"woord " * 200_000)
    ending, answer = intake._asked(path, Request("x.txt", LIMITS, 1_500_000_000, 20.0, 1_000))
    assert (ending, answer) == (Ending.CRASH, b"")


def test_memory_is_up_for_a_file_that_wants_too_much(tmp_path: Path) -> None:
    small = ConfinedIntake(memory_bytes=30_000_000)
    path = _file(tmp_path, word_file(word_paragraph("woord " * 3_000_000)))
    limits = DocumentLimits(unpacked_ratio=10_000, characters=50_000_000)
    with pytest.raises(UnreadableDocument) as raised:
        small.read(path, "x.docx", limits)
    small.close()
    assert raised.value.parameters.get("unit") == "bytes of memory"


def test_memory_of_this_process_stays_flat(intake: ConfinedIntake, tmp_path: Path) -> None:
    names = [name for name in nasty_files() if not name.endswith(("bomb.pdf", "loop.pdf"))]
    paths = {name: _file(tmp_path, nasty_files()[name]().content, name) for name in names}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(3):
        for name, path in paths.items():
            try:
                intake.read(path, name, LIMITS)
            except CorpusError:
                continue
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30_000, "kilobytes"


def test_watcher_that_is_gone_is_no_fault_of_the_file(intake: ConfinedIntake, tmp_path: Path) -> None:
    loop = _file(tmp_path, nasty_files()["form_loop.pdf"]().content)
    failures: list[Exception] = []

    def read() -> None:
        try:
            intake.read(loop, "x.pdf", LIMITS)
        except (CorpusError, ParserUnavailable) as error:
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    time.sleep(0.5)
    server = intake._server
    assert server is not None
    for child in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        os.kill(int(child), 9)
    thread.join()
    assert [type(failure) for failure in failures] == [ParserUnavailable]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux confines processes this way")
def test_intake_tells_what_the_system_enforces(intake: ConfinedIntake) -> None:
    assert intake.confinement == Confinement(calls=True, files=True)


def test_killed_server_is_started_anew(intake: ConfinedIntake, tmp_path: Path) -> None:
    path = _file(tmp_path, TEXT.encode())
    server = intake._server
    assert server is not None
    os.kill(server.pid, 9)
    server.wait()
    assert intake.read(path, "x.txt", LIMITS).words > 5


def test_reading_costs_little_on_top(intake: ConfinedIntake, tmp_path: Path) -> None:
    path = _file(tmp_path, TEXT.encode())
    taken = []
    for _ in range(20):
        begun = time.perf_counter()
        intake.read(path, "x.txt", LIMITS)
        taken.append(time.perf_counter() - begun)
    assert sorted(taken)[5] < 0.05, "seconds, for the quarter that was disturbed least"


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    made = ConfinedIntake()
    made.read(_file(tmp_path, TEXT.encode()), "x.txt", LIMITS)
    server = made._server
    assert server is not None
    made.close()
    assert server.poll() == 0
