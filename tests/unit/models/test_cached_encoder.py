from multiprocessing import get_context
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.encoders.cached import CachedEncoder
from models.encoders.vector_store import VectorStore
from tests.fakes.encoders import FakeEncoder

TEXTS = ["open data voor iedereen", "een nieuw loket", "open data voor iedereen", ""]


@given(st.lists(st.text(max_size=12), max_size=12), st.lists(st.text(max_size=12), max_size=12))
def test_gives_the_bits_of_the_encoder_inside(first: list[str], second: list[str]) -> None:
    cached = CachedEncoder(FakeEncoder(16))
    cached.encode(first)
    assert np.array_equal(cached.encode(second), FakeEncoder(16).encode(second))


def test_equal_texts_are_encoded_once() -> None:
    inner = FakeEncoder()
    cached = CachedEncoder(inner)
    cached.encode(TEXTS)
    cached.encode(TEXTS[:2])
    assert inner.calls == [("open data voor iedereen", "een nieuw loket", "")]


def test_without_memory_nothing_is_remembered() -> None:
    inner = FakeEncoder()
    cached = CachedEncoder(inner, memory=False)
    cached.encode(TEXTS)
    cached.encode(TEXTS)
    assert len(inner.calls) == 2


def test_clear_forgets() -> None:
    inner = FakeEncoder()
    cached = CachedEncoder(inner)
    cached.encode(TEXTS)
    cached.clear()
    cached.encode(TEXTS)
    assert len(inner.calls) == 2


def test_the_longest_unused_goes_first() -> None:
    inner = FakeEncoder()
    cached = CachedEncoder(inner, capacity=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.encode([text])
    assert inner.calls == [("a",), ("b",), ("c",), ("b",)]


def test_a_caller_that_changes_its_rows_does_not_change_the_memory() -> None:
    cached = CachedEncoder(FakeEncoder())
    cached.encode(["tekst"])[:] = 0
    assert cached.encode(["tekst"]).any()


def test_the_next_run_reads_from_disk(tmp_path: Path) -> None:
    first = CachedEncoder(FakeEncoder(), folder=tmp_path).encode(TEXTS)
    inner = FakeEncoder()
    assert np.array_equal(CachedEncoder(inner, folder=tmp_path).encode(TEXTS), first)
    assert inner.calls == []


def test_another_encoder_shares_nothing(tmp_path: Path) -> None:
    CachedEncoder(FakeEncoder(), folder=tmp_path).encode(TEXTS)
    other = FakeEncoder(name="other")
    CachedEncoder(other, folder=tmp_path).encode(TEXTS)
    assert len(other.calls) == 1


def test_no_text_reaches_the_disk(tmp_path: Path) -> None:
    CachedEncoder(FakeEncoder(), folder=tmp_path).encode(["een heel bijzondere zin"])
    octets = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert octets
    assert b"bijzondere" not in octets


def test_a_damaged_file_is_rebuilt(tmp_path: Path) -> None:
    expected = CachedEncoder(FakeEncoder(), folder=tmp_path).encode(TEXTS)
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"not a database at all, " * 400)
    assert np.array_equal(CachedEncoder(FakeEncoder(), folder=tmp_path).encode(TEXTS), expected)
    CachedEncoder(FakeEncoder(), folder=tmp_path).encode(TEXTS)
    inner = FakeEncoder()
    CachedEncoder(inner, folder=tmp_path).encode(TEXTS)
    assert inner.calls == []


def test_a_damaged_vector_is_taken_as_absent(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "store")
    vector = FakeEncoder().encode(["doelgroep"])[0]
    store.put({b"k" * 32: vector})
    octets = bytearray(store.path.read_bytes())
    octets[octets.find(vector.tobytes()[:40]) + 10] ^= 1
    store.path.write_bytes(octets)
    assert store.get([b"k" * 32]) == {}


def test_a_folder_that_cannot_be_written_costs_no_result(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert CachedEncoder(FakeEncoder(), folder=blocked).encode(TEXTS).shape == (4, 256)


def test_more_keys_than_one_question_holds(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "store")
    vectors = {number.to_bytes(32): np.full(3, number, dtype=np.float32) for number in range(1201)}
    store.put(vectors)
    found = store.get(list(vectors))
    assert len(found) == 1201
    assert found[(7).to_bytes(32)].tolist() == [7, 7, 7]


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    context = get_context("spawn")
    processes = [context.Process(target=write_some, args=(tmp_path / "store", start)) for start in (0, 100)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(VectorStore(tmp_path / "store").get([number.to_bytes(32) for number in range(200)])) == 200


def write_some(path: Path, start: int) -> None:
    for number in range(start, start + 100):
        VectorStore(path).put({number.to_bytes(32): np.ones(4, dtype=np.float32)})


def test_no_texts_give_no_rows() -> None:
    assert CachedEncoder(FakeEncoder(8)).encode([]).shape == (0, 8)
