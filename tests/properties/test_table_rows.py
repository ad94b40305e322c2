import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.tables import Table, read_table, texts_of, with_scores, write_table
from tests.fakes.engines import FakeEngine

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=12)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6)
several_files = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def with_fake_scores(table: Table) -> Table:
    return with_scores(table, ("S1",), FakeEngine().score(texts_of(table, "text"), background="shipped"))


@several_files
@given(rows=ROWS, separator=st.sampled_from([",", ";", "\t"]))
def test_csv_comes_back_with_the_same_cells(
    tmp_path: Path, rows: list[tuple[str, ...]], separator: str
) -> None:
    page = io.StringIO()
    csv.writer(page, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [("id", "text", "note"), *rows]
    )
    (tmp_path / "in.csv").write_text(page.getvalue(), encoding="utf-8", newline="")
    write_table(with_fake_scores(read_table(tmp_path / "in.csv")), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        back = list(csv.reader(file, delimiter=separator))
    assert back[0] == ["id", "text", "note", "S1", "S1_grade"]
    assert [tuple(row[:3]) for row in back[1:]] == rows


@several_files
@given(values=st.lists(st.one_of(st.integers(), st.text(max_size=5), st.none(), st.booleans()), min_size=1))
def test_jsonl_comes_back_with_the_same_values(tmp_path: Path, values: list[object]) -> None:
    lines = (json.dumps({"text": "S1=core", "value": value}) for value in values)
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    write_table(with_fake_scores(read_table(tmp_path / "in.jsonl")), tmp_path / "out.jsonl")
    back = [
        json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").split("\n") if line
    ]
    assert [row["value"] for row in back] == values


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_a_row_has_the_same_scores_alone_and_among_others(tmp_path: Path, suffix: str) -> None:
    texts = ["S1=core", "", "S1=contributes, en meer", "niets"]

    def columns(rows: list[str]) -> list[tuple[object, ...]]:
        write_table(Table(pl.DataFrame({"text": rows})), tmp_path / f"in{suffix}")
        return with_fake_scores(read_table(tmp_path / f"in{suffix}")).frame.select("S1", "S1_grade").rows()

    together = columns(texts)
    assert [columns([text]) for text in texts if text] == [
        [row] for row, text in zip(together, texts, strict=True) if text
    ]
