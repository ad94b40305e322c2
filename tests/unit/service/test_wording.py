import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import (
    CorpusError,
    InvalidStrategy,
    LimitExceeded,
    MissingFile,
    StrategyProblem,
    UnknownStrategy,
    UnsupportedType,
)
from models.alignment import Element, FlagKind, Grade, Reason, Role
from service.wording import LANGUAGES, UnknownLanguage, Wording, error_sentence, wording_in

SERVICE = Path(__file__).parents[3] / "service"
CORPUS = SERVICE.parent / "corpus"
KEY = re.compile(r"""["']([a-z_]+(?:\.[a-zA-Z0-9_]+)+)["']""")
FAMILY = re.compile(r"""["']([a-z_]+(?:\.[a-z_]+)*)\.(?:\{|["'] ~)""")
NAMED = re.compile(r"""\.name\(["']([a-z_.]+)["']""")
ENUMS = {
    "grade": Grade,
    "grade_meaning": Grade,
    "reason": Reason,
    "reason_meaning": Reason,
    "role": Role,
    "element": Element,
}
INDIRECT = {"type", "absent"}
"""Families that the code takes from a table of families instead of naming them at the call."""


def nl() -> Wording:
    return wording_in("nl")


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def sources() -> str:
    files = [*SERVICE.rglob("*.py"), *SERVICE.rglob("*.j2")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


def families() -> set[str]:
    text = sources()
    return set(FAMILY.findall(text)) | set(NAMED.findall(text)) | INDIRECT


def kinds_of(error: type[CorpusError]) -> Iterator[type[CorpusError]]:
    yield error
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


def without_number(key: str) -> str:
    return re.sub(r"\.(one|other)$", "", key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(wording_in(language).messages) ^ set(nl().messages) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_placeholders(language: str) -> None:
    own = wording_in(language).messages
    # The singular may leave the number out: "without this passage".
    differing = {
        key: message
        for key, message in own.items()
        if (placeholders(message) ^ placeholders(nl().messages[key])) - {"count"}
        or (not key.endswith(".one") and placeholders(message) != placeholders(nl().messages[key]))
    }
    assert differing == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty(language: str) -> None:
    assert [key for key, message in wording_in(language).messages.items() if not message] == []


def test_no_key_is_unused() -> None:
    literal, found = set(KEY.findall(sources())), families()
    unused = [
        key
        for key in nl().messages
        if without_number(key) not in literal and not any(key.startswith(f"{family}.") for family in found)
    ]
    assert unused == []


def test_no_key_is_missing() -> None:
    roots = {key.split(".")[0] for key in nl().messages}
    known = {without_number(key) for key in nl().messages} | families()
    wanted = {key for key in KEY.findall(sources()) if key.split(".")[0] in roots}
    files = (".j2", ".yaml", ".md", ".css", ".xlsx")
    assert {key for key in wanted - known if not key.endswith(files)} == set()


@pytest.mark.parametrize("family", ENUMS)
def test_every_value_has_a_word_and_every_word_a_value(family: str) -> None:
    words = {key.split(".")[1] for key in nl().messages if key.startswith(f"{family}.")}
    assert words == {value.value for value in ENUMS[family]}


def test_every_flag_has_a_title_and_a_message() -> None:
    expected = {f"flag.{kind}.{part}" for kind in FlagKind for part in ("title", "message")}
    assert {key for key in nl().messages if key.startswith("flag.")} == expected | {"flag.detail"}


@pytest.mark.parametrize("error", list(kinds_of(CorpusError)), ids=lambda kind: kind.code)
def test_every_error_has_a_sentence_with_parameters_that_the_error_has(error: type[CorpusError]) -> None:
    offered = {name for _, name, _, _ in Formatter().parse(error.template) if name} | {"found"}
    assert placeholders(nl().messages[f"error.{error.code}"]) <= offered


@pytest.mark.parametrize(("family", "error"), [("type", UnsupportedType), ("absent", MissingFile)])
def test_every_kind_of_file_has_a_word(family: str, error: type[UnsupportedType] | type[MissingFile]) -> None:
    words = {key.split(".")[1] for key in nl().messages if key.startswith(f"{family}.")}
    assert words == set(error.descriptions)


@pytest.mark.parametrize(("family", "parameter"), [("unit", "unit"), ("part", "detail")])
def test_every_code_of_the_parsers_has_a_word(family: str, parameter: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CORPUS.rglob("*.py"))
    codes = set(re.findall(rf'\b{parameter}="([^"]+)"', text))
    assert codes
    assert {code for code in codes if nl().name(family, code) == code} <= {"bytes"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_told_in_the_language(language: str) -> None:
    sentence = error_sentence(UnsupportedType(found="xlsx"), language)
    assert wording_in(language).messages["type.xlsx"] in sentence
    assert "{" not in sentence


def test_a_limit_is_told_in_plain_numbers() -> None:
    assert "50 MB." in error_sentence(LimitExceeded(maximum=50_000_000, unit="bytes"), "nl")
    assert "2.000.000 tekens." in error_sentence(LimitExceeded(maximum=2_000_000, unit="characters"), "nl")
    assert "300 Mo décompressés." in error_sentence(
        LimitExceeded(maximum=300_000_000, unit="bytes unpacked"), "fr"
    )


def test_the_problems_of_a_strategy_keep_their_lines() -> None:
    error = InvalidStrategy(
        name="doelen.yaml", problems=(StrategyProblem(3, "no id"), StrategyProblem(7, "x"))
    )
    assert "(2): regel 3: no id; regel 7: x" in error_sentence(error, "nl")


def test_text_of_a_stranger_in_an_error_is_not_read_as_a_placeholder() -> None:
    sentence = error_sentence(UnknownStrategy(name="{known}{0}", known="a"), "nl")
    assert "‘{known}{0}’" in sentence


def test_an_error_without_a_sentence_tells_itself() -> None:
    class Unheard(CorpusError):
        code = "unheard"
        template = "Something new."

    assert error_sentence(Unheard(), "nl") == "Something new."
    assert error_sentence(KeyError("x"), "fr") == "'x'"


def test_a_language_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(UnknownLanguage, match="nl, en, fr"):
        wording_in("de")


@pytest.mark.parametrize(
    ("language", "number", "form"), [("nl", 0, "other"), ("fr", 0, "one"), ("fr", 2, "other")]
)
def test_each_language_has_its_own_plural(language: str, number: int, form: str) -> None:
    wording = wording_in(language)
    assert wording.count("evidence.count", number) == wording.say(f"evidence.count.{form}", count=number)


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "< 1 %"), (0.004, "< 1 %"), (0.5, "50 %"), (1.0, "> 99 %")]
)
def test_a_probability_never_claims_certainty(share: float, shown: str) -> None:
    assert nl().percent(share).replace("\u00a0", " ") == shown


@given(st.floats(0, 1), st.floats(0, 1))
def test_percentages_keep_the_order_of_probabilities(one: float, other: float) -> None:
    def rank(share: float) -> int:
        digits = nl().percent(share)
        number = int(re.sub(r"\D", "", digits))
        return number + (1 if digits.startswith(">") else -1 if digits.startswith("<") else 0)

    low, high = sorted((one, other))
    assert rank(low) <= rank(high)


def test_dutch_avoids_words_of_judgement() -> None:
    allowed = {"notice.excluded.decision", "notice.excluded.ranking", "guide.grade"}
    judging = re.compile(
        r"goedge?keur|afgewezen|weiger|\btotaal|rangschik|rangorde|\bslaagt|\bfaalt", re.IGNORECASE
    )
    assert {key for key, message in nl().messages.items() if judging.search(message)} <= allowed


@pytest.mark.parametrize(
    ("bounds", "shown"),
    [((0.0012, 0.0031), "0–1"), ((0.996, 1.0), "99–100"), ((0.29, 0.57), "29–57"), ((0.294, 0.571), "29–58")],
)
def test_an_interval_is_rounded_outward(bounds: tuple[float, float], shown: str) -> None:
    assert wording_in("nl").interval(bounds) == shown
