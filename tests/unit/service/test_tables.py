import datetime
import json
from pathlib import Path

import polars as pl
import pytest
from xlsxwriter import Workbook

from models.alignment import Grade
from service.errors import UnusableInput, WrongUsage
from service.tables import Table, check_free, read_table, texts_of, with_scores, write_table
from tests.fakes.engines import FakeEngine

SPEARHEADS = ("S1", "S2", "S3")


def scored(source: Path, output: Path) -> Path:
    table = read_table(source)
    scores = FakeEngine().score(texts_of(table, "text"), background="shipped")
    write_table(with_scores(table, SPEARHEADS, scores), output)
    return output


def a_csv(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "in.csv"
    path.write_bytes(content.encode(encoding))
    return path


def test_csv_keeps_every_value_as_it_is(tmp_path: Path) -> None:
    source = a_csv(tmp_path, 'id,text,n\n007," S1=core, ""echt""\nja ",1.50\n1e3,,\n')
    frame = pl.read_csv(scored(source, tmp_path / "out.csv"), infer_schema=False).fill_null("")
    assert frame.columns == ["id", "text", "n", "S1", "S1_grade", "S2", "S2_grade", "S3", "S3_grade"]
    assert frame.rows()[0][:3] == ("007", ' S1=core, "echt"\nja ', "1.50")
    assert frame.rows()[0][3:] == ("0.97", "core", "0.04", "none", "0.04", "none")
    assert frame.rows()[1][:3] == ("1e3", "", "")


def test_probability_has_four_decimals_at_most(tmp_path: Path) -> None:
    out = scored(a_csv(tmp_path, "text\nS1=contributes\n"), tmp_path / "out.csv")
    assert out.read_text().splitlines()[1].split(",")[1] == "0.6124"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_line_end_and_mark_stay_those_of_the_file(tmp_path: Path, separator: str) -> None:
    rows = [("id", "text"), ("1", "komma, punt; en tab"), ("2", "niets")]
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    source = a_csv(tmp_path, "\ufeff" + "\r\n".join(lines) + "\r\n")
    content = scored(source, tmp_path / "out.csv").read_bytes().decode()
    assert content.startswith(f"\ufeffid{separator}text{separator}S1")
    assert content.count("\r\n") == content.count("\n") == 3


def test_file_of_a_western_windows_program_is_read(tmp_path: Path) -> None:
    table = read_table(a_csv(tmp_path, "text;x\ncoördinatie € één;1\n", "cp1252"))
    assert texts_of(table, "text") == ["coördinatie € één"]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet", ".jsonl"])
def test_empty_and_missing_text_still_get_a_row(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"in{suffix}"
    write_table(Table(pl.DataFrame({"id": ["a", "b", "c"], "text": ["S1=core", "", None]})), source)
    back = read_table(scored(source, tmp_path / f"out{suffix}")).frame
    assert back["S1_grade"].to_list() == [Grade.CORE, Grade.UNCERTAIN, Grade.UNCERTAIN]
    assert [float(value) for value in back["S1"]] == [0.97, 0.5, 0.5]


def test_parquet_keeps_kinds_of_values(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"text": ["a"], "when": [datetime.date(2026, 1, 2)], "tags": [["x", "y"]], "n": [3]},
        schema_overrides={"n": pl.Int8},
    )
    frame.write_parquet(tmp_path / "in.parquet")
    back = pl.read_parquet(scored(tmp_path / "in.parquet", tmp_path / "out.parquet"))
    assert back.select(frame.columns).equals(frame)
    assert back.schema["n"] == pl.Int8


def test_jsonl_keeps_each_object_exactly(tmp_path: Path) -> None:
    records = [{"text": "S2=core", "n": 1, "mixed": 1}, {"mixed": "één", "n": 1.5, "deep": {"a": [None]}}]
    source = tmp_path / "in.jsonl"
    source.write_text("\n\n".join(json.dumps(record) for record in records), encoding="utf-8")
    lines = scored(source, tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    back = [json.loads(line) for line in lines]
    assert [{key: row[key] for key in record} for row, record in zip(back, records, strict=True)] == records
    assert list(back[1])[-6:] == ["S1", "S1_grade", "S2", "S2_grade", "S3", "S3_grade"]


def a_workbook(path: Path, *rows: list[object]) -> Path:
    with Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_xlsx_keeps_rows_and_kinds_of_values(tmp_path: Path) -> None:
    when = datetime.datetime(2026, 1, 2, 3, 4)
    source = a_workbook(
        tmp_path / "in.xlsx", ["text", "when", "n"], ["niets", when, 7], [], ["S3=core", None, 0.5]
    )
    frame = read_table(scored(source, tmp_path / "out.xlsx")).frame
    assert frame.columns[:4] == ["text", "when", "n", "S1"]
    assert frame.rows()[0][:3] == ("niets", when, 7)
    assert frame.rows()[1][:5] == (None, None, None, 0.5, "uncertain")
    assert frame.rows()[2][-1] == "core"


def test_xlsx_writes_text_that_looks_like_a_formula_as_text(tmp_path: Path) -> None:
    out = scored(a_csv(tmp_path, "text,x\n=1+1,http://example.org\n"), tmp_path / "out.xlsx")
    assert read_table(out).frame.rows()[0][:2] == ("=1+1", "http://example.org")


def test_missing_column_lists_the_columns(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage) as caught:
        texts_of(read_table(a_csv(tmp_path, "id,samenvatting\n1,x\n")), "text")
    assert caught.value.parameters == {"column": "text", "columns": "id, samenvatting"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("in.csv", b"text,text\na,b\n"), ("in.jsonl", b'{"text": "a", "text": "b"}\n')],
)
def test_repeated_column_names_are_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableInput, match="columns_repeated"):
        read_table(tmp_path / name)


def test_repeated_column_names_in_a_sheet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="columns_repeated"):
        read_table(a_workbook(tmp_path / "in.xlsx", ["text", "text"], ["a", "b"]))


@pytest.mark.parametrize("column", ["S1", "S2_grade"])
def test_column_named_like_a_result_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(WrongUsage, match=column):
        check_free(read_table(a_csv(tmp_path, f"text,{column}\na,b\n")), SPEARHEADS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.csv", b""),
        ("in.csv", b"a,b\n1,2,3\n"),
        ("in.xlsx", b"no workbook"),
        ("in.parquet", b"no parquet"),
        ("in.jsonl", b'{"text": 1}\nno json\n'),
        ("in.jsonl", b"[1]\n"),
    ],
)
def test_damaged_tables_are_unusable_input(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableInput):
        read_table(tmp_path / name)


def test_lists_do_not_fit_in_a_csv(tmp_path: Path) -> None:
    table = Table(pl.DataFrame({"text": ["a"], "tags": [["x"]]}))
    with pytest.raises(WrongUsage, match="table_unwritable"):
        write_table(table, tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_cell_too_long_for_a_sheet_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="sheet_full"):
        write_table(Table(pl.DataFrame({"text": ["x" * 32_768]})), tmp_path / "out.xlsx")


def test_header_without_rows_gives_a_header_without_rows(tmp_path: Path) -> None:
    out = scored(a_csv(tmp_path, "id,text\n"), tmp_path / "out.csv")
    assert out.read_text() == "id,text,S1,S1_grade,S2,S2_grade,S3,S3_grade\n"
