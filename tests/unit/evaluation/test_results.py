import json

import numpy as np

from evaluation.intervals import Difference, Estimate
from evaluation.results import Results, Table, as_json, as_markdown, shown

HIGH = Estimate(0.87123, 0.84, 0.8999, 398)
NOTHING = Estimate(np.nan, np.nan, np.nan, 0)
TABLE = Table(
    "overall", "Overall", ("target", "n", "F1"), (("core", 398, HIGH), ("a|b", 0, NOTHING)), "A note."
)
RESULTS = Results("Evaluation", "About it.", (TABLE,), {"risk_coverage": "<svg/>"})


def test_cells_show_value_and_interval() -> None:
    assert shown(HIGH) == "0.871 [0.840, 0.900]"
    assert shown(Difference(Estimate(-0.05, -0.1, 0.01, 9), 0.081)) == "-0.050 [-0.100, +0.010] p=0.081"
    assert shown(Difference(Estimate(0.05, 0.01, 0.1, 9), 0.001)).endswith("p<0.002")
    assert [shown(NOTHING), shown(None), shown(float("nan")), shown(3), shown(0.5)] == ["-"] * 3 + [
        "3",
        "0.500",
    ]


def test_markdown_is_aligned_and_escaped() -> None:
    lines = as_markdown(RESULTS).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len({len(line) for line in table}) == 1
    assert len(table) == 4
    assert "a\\|b" in table[-1]
    assert lines[0] == "# Evaluation"
    assert "A note." in lines


def test_report_shows_charts_and_the_terminal_does_not() -> None:
    assert "charts/" not in as_markdown(RESULTS)
    assert "![risk coverage](charts/risk_coverage.svg)" in as_markdown(RESULTS, with_charts=True)


def test_json_has_every_number_in_full_and_no_nan() -> None:
    content = json.loads(json.dumps(as_json(RESULTS), allow_nan=False))
    rows = content["tables"]["overall"]["rows"]
    assert rows[0]["F1"] == {"value": 0.87123, "low": 0.84, "high": 0.8999, "documents": 398}
    assert rows[1]["F1"]["value"] is None
