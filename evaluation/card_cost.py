"""What one assessment costs on the machine at hand: seconds, and an estimate of the energy."""

import statistics
import time
from collections.abc import Mapping, Sequence

from corpus.annotated import AnnotatedProposal
from corpus.limits import DocumentLimits
from evaluation.bench import PAGES, RUNS
from evaluation.bench_pdf import proposal_pdf
from models.engine import Engine

WATTS_PER_CORE = 15.0
"""Assumed draw of one busy core of a server, its share of memory, fans and supply included; not measured."""
_SECONDS_PER_HOUR = 3600


def assessment_cost(engine: Engine, proposals: Sequence[AnnotatedProposal]) -> Mapping[str, float | int]:
    """Median over RUNS of the seconds for a PDF of PAGES pages, with the engine loaded.

    `seconds` is wall-clock time, `processor_seconds` is summed over cores, `watt_hours` an estimate:
    processor seconds at WATTS_PER_CORE.
    """
    from corpus.parsing import parse
    from models.assessment import assess

    pdf = proposal_pdf([passage.text for proposal in proposals for passage in proposal.passages], PAGES)
    times: list[tuple[float, float]] = []
    for _ in range(RUNS):
        start = time.perf_counter(), time.process_time()
        assess(parse(pdf, "proposal.pdf", DocumentLimits()), engine)
        times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    seconds, busy = (statistics.median(column) for column in zip(*times, strict=True))
    return {
        "pages": PAGES,
        "runs": RUNS,
        "seconds": seconds,
        "processor_seconds": busy,
        "watts_per_core": WATTS_PER_CORE,
        "watt_hours": busy * WATTS_PER_CORE / _SECONDS_PER_HOUR,
    }
