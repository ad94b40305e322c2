"""What a report says of measured explanations comes from the figures of its own model, or is not said."""

from dataclasses import replace

import pytest

from models.assessment import Assessment
from service.reports.faithfulness import faithfulness, measured_row, row_of
from service.wording import LANGUAGES, wording_in
from tests.fakes.assessments import a_strategy
from tests.fakes.figures import an_estimate, made_up_figures
from tests.fakes.report_cases import library

NL = wording_in("nl")


def measured(artefact: str = "c" * 64, *, trained: bool = True) -> Assessment:
    made = library()
    return replace(made, engine=replace(made.engine, artefact_sha256=artefact, trained=trained))


def test_figures_of_this_very_model_are_told_with_their_interval() -> None:
    falls, changes, smallest = faithfulness(row_of(made_up_figures(), measured()), NL)
    assert "Gemeten op 30 graden" in falls
    assert "20 (tussen 18 en 22) procentpunten" in falls
    assert "20\u00a0% (tussen 18 en 22\u00a0%) van de gevallen" in changes
    assert "kleinste groep" in smallest


@pytest.mark.parametrize("made", [measured("d" * 64), measured(trained=False)], ids=["other", "untrained"])
def test_figures_of_another_model_are_not_told(made: Assessment) -> None:
    assert row_of(made_up_figures(), made) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_figures_that_is_said(language: str) -> None:
    wording = wording_in(language)
    unknown = replace(library(), strategy=replace(a_strategy(), id="nergens"))
    said = faithfulness(measured_row(unknown), wording)
    assert said == (wording.say("faithfulness.unmeasured"),)


def test_older_figures_without_intervals_or_sets_are_told_as_far_as_they_go() -> None:
    names = ("comprehensiveness", "control", "changed without evidence", "changed by lot")
    row = {"alignments": 3, **dict.fromkeys((*names, "lowered with evidence only"), 0.254)}
    falls, changes = faithfulness(row, NL)
    assert "met 25 procentpunten" in falls
    assert "in 25\u00a0% van de gevallen" in changes


def test_a_change_in_the_figures_changes_the_sentence() -> None:
    figures = made_up_figures()
    figures["tables"]["faithfulness"][0]["comprehensiveness"] = an_estimate(0.61)
    assert "61 (tussen 59 en 63)" in faithfulness(row_of(figures, measured()), NL)[0]
