"""Readable Dutch, measured: the messages of the catalogue and the fixed sentences of a report.

Flesch-Douma (W. H. Douma, "De leesbaarheid van landbouwbladen", Wageningen 1960):
206.84 - 0.93 x words per sentence - 77 x syllables per word. A higher figure is easier. Flesch's
scale calls 50 to 60 fairly difficult and 60 to 70 standard. That scale is not one of the language
levels A1 to C2; we hold "B2 or easier" to be 60 or more, and no sentence of more than 30 words.
"""

import re
from collections.abc import Iterable

import pytest

from service.reports.composing import compose
from service.reports.report import Report
from service.wording import wording_in
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.report_cases import library

_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ou|au|ei|ij|ui|[aeiouyáéèëêïíóöüúà]")
FAMILIES = (
    "grade_meaning", "reason_meaning", "flag", "notice", "limit", "guide", "evidence", "counterfactual",
    "missing", "method", "colofon", "html", "report",
)  # fmt: skip
EASY, LONGEST, LEAST_WORDS = 60.0, 30, 4


def sentences(texts: Iterable[str]) -> list[list[str]]:
    found = (sentence for text in texts for sentence in re.split(r"(?<=[.!?:;])\s+", text))
    split = (re.findall(r"[a-zà-ü]+", re.sub(r"\{\w+\}", "x", sentence.lower())) for sentence in found)
    return [words for words in split if len(words) >= LEAST_WORDS]


def ease(told: list[list[str]]) -> float:
    words = [word for sentence in told for word in sentence]
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    return 206.84 - 0.93 * len(words) / len(told) - 77 * syllables / len(words)


def catalogue() -> list[str]:
    messages = wording_in("nl").messages
    return [text for key, text in messages.items() if key.split(".")[0] in FAMILIES]


def fixed_sentences() -> list[str]:
    content = compose(Report(library(), wording_in("nl"), REPORT_ID, CREATED_AT))
    fixed = [
        content.generated_by,
        content.intended_use,
        *content.excluded_uses,
        *content.limits,
        *content.guide,
    ]
    return [*fixed, *(text for item in content.alignments for text in (item.reason_sentence, item.missing))]


@pytest.mark.parametrize("texts", [catalogue(), fixed_sentences()], ids=["catalogue", "report"])
def test_dutch_is_easy_enough(texts: list[str]) -> None:
    assert ease(sentences(texts)) >= EASY


@pytest.mark.parametrize("texts", [catalogue(), fixed_sentences()], ids=["catalogue", "report"])
def test_no_sentence_is_long(texts: list[str]) -> None:
    assert [" ".join(words) for words in sentences(texts) if len(words) > LONGEST] == []


def test_the_measure_tells_easy_from_hard() -> None:
    easy = ease(sentences(["De kat zit op de mat. Het is een warme dag."]))
    hard = "De operationalisering van interbestuurlijke gegevensuitwisselingsmodaliteiten vergt governance."
    assert easy > 90 > EASY > ease(sentences([hard]))
