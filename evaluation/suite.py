"""One evaluation from begin to end: what is measured, on which documents, and where it is written."""

import json
from pathlib import Path

from corpus.annotated import PROPOSALS, read_proposals
from corpus.strategies import Strategy
from evaluation.benchmarks import run_benchmark
from evaluation.results import Results, as_json, as_markdown
from models.encoders.base import Encoder, Progress


def run_evaluation(
    strategy: Strategy,
    encoder: Encoder,
    dataset: Path | None,
    benchmark: str | None,
    output: Path | None,
    progress: Progress | None,
    *,
    public: Encoder | None = None,
) -> str:
    """Measure the engine on the annotated proposals, on a folder, or on an outside benchmark.

    Without `dataset` and `benchmark` every group of annotated proposals is measured by an engine that
    was fitted on the other groups; with `dataset` the shipped engine is measured as it is. `output` is
    a folder for results.json, report.md and charts. Texts of `dataset` go through `encoder`, texts that
    anybody may see (strategy, annotated proposals, benchmarks) through `public`, which may remember them
    on disk; both must be the same model.

    Raises:
        UnknownBenchmark: there is no such benchmark.
        MissingBenchmark: the package with its texts is not installed.
        InvalidAnnotation: the labels of the folder have problems.
        UnreadableDocument: a text of the folder cannot be read.
        ArtefactError: the shipped engine cannot be used.
    """
    if benchmark is not None:
        return run_benchmark(benchmark, public or encoder, output, progress)
    if dataset is not None:
        from evaluation.folder_suite import measure_folder

        results = measure_folder(
            strategy, encoder, dataset, public=public, with_charts=bool(output), progress=progress
        )
    else:
        from evaluation.annotated_suite import measure_annotated

        proposals = read_proposals(PROPOSALS)
        results = measure_annotated(
            strategy, proposals, public or encoder, with_charts=bool(output), progress=progress
        )
    if output is not None:
        write_results(results, output)
    return as_markdown(results)


def write_results(results: Results, folder: Path) -> None:
    """Write results.json, report.md and charts/NAME.svg in a folder, which is made if need be."""
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    content = json.dumps(as_json(results), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "results.json").write_text(content + "\n", encoding="utf-8")
    (folder / "report.md").write_text(as_markdown(results, with_charts=True), encoding="utf-8")
    for name, image in results.charts.items():
        (folder / "charts" / f"{name}.svg").write_text(image, encoding="utf-8")
