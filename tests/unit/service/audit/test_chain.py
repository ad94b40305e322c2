from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.audit.chain import START, Break, Link, verify
from tests.fakes.clocks import NOON

Entries = list[tuple[Link, str]]
CODES = st.text("abc:1", max_size=6)


def _chain(subjects: Sequence[str]) -> Entries:
    entries: Entries = []
    head = START
    for number, subject in enumerate(subjects, start=1):
        link = Link(
            number, NOON + timedelta(seconds=number), "gent", "key:1", "made", subject, {"n": number}, head
        )
        head = link.hash()
        entries.append((link, head))
    return entries


@given(st.lists(CODES, max_size=12))
def test_untouched_log_holds(subjects: list[str]) -> None:
    chain = _chain(subjects)
    verdict = verify(chain)
    assert (verdict.entries, verdict.broken) == (len(subjects), None)
    assert verdict.head == (chain[-1][1] if chain else START)


@pytest.mark.parametrize(
    "change",
    [{"subject": "x"}, {"principal": "key:2"}, {"action": "x"}, {"organisation": "x"}, {"details": {}},
     {"at": NOON}],
)  # fmt: skip
def test_changed_entry_is_found(change: dict[str, object]) -> None:
    chain = _chain(["a", "b", "c"])
    chain[1] = (replace(chain[1][0], **change), chain[1][1])  # type: ignore[arg-type]
    assert verify(chain).broken == Break(2, "changed")


def test_changed_entry_with_a_new_hash_breaks_the_next_link() -> None:
    chain = _chain(["a", "b", "c"])
    forged = replace(chain[1][0], subject="x")
    chain[1] = (forged, forged.hash())
    assert verify(chain).broken == Break(3, "unlinked")


def test_removed_and_swapped_entries_are_found() -> None:
    chain = _chain(["a", "b", "c", "d"])
    assert verify([chain[0], *chain[2:]]).broken == Break(2, "missing")
    assert verify(chain[1:]).broken == Break(1, "missing")
    assert verify([chain[0], chain[2], chain[1], chain[3]]).broken == Break(2, "missing")


def test_cut_off_end_is_found_with_a_hash_that_was_written_down() -> None:
    chain = _chain(["a", "b", "c"])
    known = {3: chain[2][1]}
    assert verify(chain, known=known).broken is None
    assert verify(chain[:2]).broken is None, "nothing inside a log tells that its end is gone"
    assert verify(chain[:2], known=known).broken == Break(3, "missing")


def test_log_made_anew_is_found_with_a_hash_that_was_written_down() -> None:
    known = {2: _chain(["a", "b", "c"])[1][1]}
    assert verify(_chain(["a", "x", "c"]), known=known).broken == Break(2, "changed")
