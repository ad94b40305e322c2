import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.parsing.text import normalise, rejoin_lines


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("e\u0301e\u0301n", "één"),
        ("ﬁets ﬂink ﬃ", "fiets flink ffi"),
        ("be\u00adleid\u200b", "beleid"),
        ("\ufefftien\u00a0euro\u2009per\u202fuur", "tien euro per uur"),
        ("a\x00b\x07c", "abc"),
        ("  veel \t ruimte\n\nhier ", "veel ruimte hier"),
        ("\uf0b7 punt", "• punt"),
        ("los\ud800teken", "losteken"),
    ],
)
def test_normalise(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["digi-", "taal loket"], "digitaal loket"),
        (["het e-", "loket"], "het e-loket"),
        (["een AI-", "model"], "een AI-model"),
        (["de data-", "uitwisseling"], "de data-uitwisseling"),
        (["op-", "en bijscholing"], "op- en bijscholing"),
        (["in- of", "uitschrijven"], "in- of uitschrijven"),
        (["ge-", "integreerd"], "geïntegreerd"),
        (["cre-", "eren"], "creëren"),
        (["muse-", "um"], "museum"),
        (["COVID-", "19"], "COVID-19"),
        (["5G-", "netwerk"], "5G-netwerk"),
        (["Noord-", "Holland"], "Noord-Holland"),
        (["niet-", "commercieel"], "niet-commercieel"),
        (["state-of-the-", "art"], "state-of-the-art"),
        (["soft\u00ad", "ware"], "software"),
        (["en/", "of"], "en/of"),
        (["een streep -", "hier"], "een streep - hier"),
        (["", "  twee ", "regels"], "twee regels"),
        ([], ""),
    ],
)
def test_rejoin_lines(lines: list[str], joined: str) -> None:
    assert rejoin_lines(lines) == joined


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["https://a.be/mijn-", "loket.html staat open"], "https://a.be/mijn-loket.html staat open"),
        (["zie https://a.be/", "nl/loket voor meer"], "zie https://a.be/nl/loket voor meer"),
        (["zie https://a.be/", "Daar staat meer."], "zie https://a.be/ Daar staat meer."),
    ],
)
def test_addresses_stay_whole(lines: list[str], joined: str) -> None:
    assert rejoin_lines(lines) == joined


@given(st.lists(st.text("abeiou-/ENop ", max_size=8), max_size=6))
def test_rejoining_keeps_every_letter(lines: list[str]) -> None:
    plain = unicodedata.normalize("NFD", rejoin_lines(lines))
    assert re.sub(r"[^A-Za-z]", "", plain) == re.sub(r"[^A-Za-z]", "", "".join(lines))
