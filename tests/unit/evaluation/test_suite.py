import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import InvalidAnnotation
from evaluation.annotated_suite import HEADLINE, measure_annotated
from evaluation.baseline_scores import cosine_scores, keyword_scores, tfidf_scores
from evaluation.baselines import cross_fitted_baselines
from evaluation.benchmarks import UnknownBenchmark
from evaluation.evidence_quality import judged, sample_of
from evaluation.folder_suite import seen_before
from evaluation.intervals import Estimate
from evaluation.learning_curve import sampled
from evaluation.measured_engine import Labelled, annotated, measure_engine, read_folder
from evaluation.predictions import CORE
from evaluation.results import Results, Table
from evaluation.suite import run_evaluation, write_results
from models.encoders.base import Encoder
from models.engine import Engine
from tests.fakes.artefacts import garden_proposals
from tests.fakes.strategies import garden_strategy

GARDEN = garden_proposals()


@pytest.fixture(scope="module")
def results(words_encoder: Encoder) -> Results:
    return measure_annotated(garden_strategy(), GARDEN, words_encoder, with_charts=True)


def table(results: Results, name: str) -> Table:
    return next(table for table in results.tables if table.name == name)


def documents() -> Sequence[Labelled]:
    return [annotated(proposal) for proposal in GARDEN]


def labelled_folder(folder: Path, grades: dict[str, int]) -> Path:
    (folder / "texts").mkdir(parents=True)
    label = {"id": "t1", "lang": "nl", "grades": grades}
    (folder / "labels.jsonl").write_text(json.dumps(label) + "\n")
    text = "\n\n".join(passage.text for passage in GARDEN[0].passages)
    (folder / "texts" / "t1.txt").write_text(f"Dorpsplan\n\n{text}\n")
    return folder


def test_every_group_is_measured_by_an_engine_without_it(results: Results) -> None:
    rows = table(results, "overall").rows
    assert {row[1] for row in rows} == {HEADLINE, f"{HEADLINE}: mean of groups"}
    assert {row[2] for row in rows} == {len(GARDEN)}
    average_precision = rows[0][table(results, "overall").columns.index("mAP")]
    assert isinstance(average_precision, Estimate)
    assert average_precision.value > 0.8


def test_every_table_has_a_row_and_as_many_cells_as_columns(results: Results) -> None:
    assert {"ablation", "baselines", "learning_curve", "evidence"} <= {item.name for item in results.tables}
    for item in results.tables:
        assert item.rows
        assert {len(row) for row in item.rows} == {len(item.columns)}


def test_results_are_written_in_full(results: Results, tmp_path: Path) -> None:
    write_results(results, tmp_path / "out")
    written = json.loads((tmp_path / "out" / "results.json").read_text())
    assert list(written["tables"]) == [item.name for item in results.tables]
    assert {path.stem for path in (tmp_path / "out" / "charts").iterdir()} == set(results.charts)
    assert all(image.startswith("<svg") for image in results.charts.values())
    assert "charts/reliability.svg" in (tmp_path / "out" / "report.md").read_text()


def test_the_engine_is_measured_as_it_grades(engine: Engine) -> None:
    found = measure_engine(engine, documents())
    assert (found.core <= found.contributes).all()
    assert (found.claimed(CORE) == found.truth(CORE)).mean() > 0.9
    assert found.facts.ids == tuple(proposal.id for proposal in GARDEN)


def test_a_document_that_is_too_short_is_uncertain_everywhere(engine: Engine) -> None:
    short = replace(GARDEN[0], passages=GARDEN[0].passages[:1])
    assert measure_engine(engine, [annotated(short), annotated(GARDEN[1])]).uncertain[0].all()


def test_folder_of_labelled_texts_is_read(tmp_path: Path) -> None:
    (found,) = read_folder(labelled_folder(tmp_path / "eigen", {"W": 2}))
    assert found.facts.groups == ("eigen",)
    assert (found.facts.languages, found.grades) == (("nl",), {"W": 2})
    assert len(found.passages) > 3


def test_folder_without_labels_or_proposals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidAnnotation):
        read_folder(tmp_path)


def test_unknown_benchmark_names_the_known_ones(words_encoder: Encoder) -> None:
    with pytest.raises(UnknownBenchmark, match=r"'moon'.*sdg"):
        run_evaluation(garden_strategy(), words_encoder, None, "moon", None, None)


def test_keywords_are_counted_in_the_whole_document() -> None:
    scores = keyword_scores(garden_strategy(), documents())
    first = GARDEN[0]
    assert scores.shape == (len(GARDEN), 3)
    assert scores[0].argmax() == ["W", "B", "M"].index(max(first.grades, key=lambda name: first.grades[name]))


def test_cosine_is_the_mean_of_the_three_nearest_passages(words_encoder: Encoder) -> None:
    strategy, item = garden_strategy(), documents()[0]
    statement = words_encoder.encode([strategy.spearheads[0].statement["nl"]])[0]
    each = sorted(words_encoder.encode([passage.text for passage in item.passages]) @ statement)
    assert cosine_scores(strategy, words_encoder, [item])[0, 0] == pytest.approx(np.mean(each[-3:]))


def test_words_are_learned_and_a_class_never_seen_scores_nothing() -> None:
    train = ["blauw water diep", "blauw water koel", "groene boom hoog", "groene boom oud"]
    true = np.array([[True, False], [True, False], [False, False], [False, False]])
    scores = tfidf_scores(train, true, ["het blauw water", "een groene boom"])
    assert scores[0, 0] > 0.5 > scores[1, 0]
    assert (scores[:, 1] == 0).all()


def test_majority_knows_only_the_other_groups(words_encoder: Encoder) -> None:
    items = documents()
    lonely = [replace(item, grades={"W": 2} if item.facts.groups == ("zuid",) else {}) for item in items]
    found = cross_fitted_baselines(garden_strategy(), words_encoder, lonely)["majority"].scores[CORE]
    south = np.array([item.facts.groups == ("zuid",) for item in items])
    assert (found[south] == 0).all()
    assert found[~south, 0] == pytest.approx(0.5)


def test_a_larger_sample_holds_the_smaller_one() -> None:
    groups = ["a"] * 20 + ["b"] * 10
    small, large = sampled(groups, 0.1), sampled(groups, 0.5)
    assert (small.sum(), large.sum(), sampled(groups, 1.0).sum()) == (3, 15, 30)
    assert (small <= large).all()


def test_evidence_is_held_against_the_annotated_passages() -> None:
    proposal = GARDEN[0]
    core = max(proposal.grades, key=lambda name: proposal.grades[name])
    right = [row for row, passage in enumerate(proposal.passages) if core in passage.spearheads]
    wrong = next(row for row in range(len(proposal.passages)) if row not in right)
    shown = judged(proposal, core, [wrong, right[0], right[1]], 7)
    assert (shown.document, shown.grade, shown.shown, shown.first) == (7, 2, 3, 0)
    assert (shown.topical, shown.carrying, shown.possible) == (2, 2, 3)
    assert judged(proposal, core, [], 0).first == 0


def test_sample_is_spread_over_groups() -> None:
    many = [
        replace(GARDEN[0], id=f"{group}-{number:03}", group=group) for group in "ab" for number in range(60)
    ]
    sample = sample_of(many)
    assert len(sample) == 50
    assert {"a-000", "a-059", "b-000", "b-059"} <= sample


def test_documents_that_the_engine_was_fitted_on_are_counted() -> None:
    assert seen_before(garden_strategy(), documents(), ["tuin-00", "tuin-01", "nieuw"]) == 2
