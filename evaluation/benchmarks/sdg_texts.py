"""The SDG classification benchmark as its package holds it: labelled texts and published results."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.benchmarks import MissingBenchmark
from models.matrices import Mask

PACKAGE = "sdgclassification-benchmark"
GOALS = 17
_TEXTS = "sdgclassification/benchmark/resources/benchmark.csv"
_PEER = re.compile(rf"^\| \[([^]]+)\]\([^)]*\) *\|((?: *\d+ *\|){{{GOALS + 1}}})$", re.MULTILINE)
"""A line of the table of results: name, average and accuracy for each goal, in whole per cents."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LabelledTexts:
    """Questions: is goal `goals[i]` (0 for goal 1) in text `texts[rows[i]]`? `labels[i]` is the answer."""

    texts: tuple[str, ...]
    rows: Numbers
    goals: Numbers
    labels: Mask


def read_texts(path: Path) -> LabelledTexts:
    """The questions of a file with the columns `text`, `sdg` (1 to 17) and `label` (True or False)."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    texts = tuple(dict.fromkeys(line["text"] for line in lines))
    place = {text: row for row, text in enumerate(texts)}
    return LabelledTexts(
        texts,
        np.array([place[line["text"]] for line in lines]),
        np.array([int(line["sdg"]) - 1 for line in lines]),
        np.array([line["label"] == "True" for line in lines]),
    )


def peers_in(description: str) -> dict[str, Sequence[int]]:
    """Published accuracies by model, in whole per cents for each goal; best macro accuracy first."""
    found = {
        name: [int(cell) for cell in cells.split("|")[1:-1]] for name, cells in _PEER.findall(description)
    }
    return dict(sorted(found.items(), key=lambda peer: -sum(peer[1])))


def installed() -> tuple[LabelledTexts, Mapping[str, Sequence[int]]]:
    """Texts and published results of the installed package, without importing it.

    Raises:
        MissingBenchmark: it is not installed, or its texts are not where they should be.
    """
    try:
        package = distribution(PACKAGE)
        texts = read_texts(Path(str(package.locate_file(_TEXTS))))
    except (PackageNotFoundError, FileNotFoundError, KeyError) as error:
        raise MissingBenchmark(name="sdg", package=PACKAGE) from error
    return texts, peers_in(package.metadata["Description"] or "")
