from datetime import date

from tools.size_gate import Allowance, Excess, Limits, complaints, excesses

LIMITS = Limits(file_lines=6, function_lines=3, test_lines=2)
TODAY = date(2026, 11, 1)
THREE_LINES = "def read():\n    first = 1\n    return first\n"
LONG = Excess("corpus/a.py:read", 40, 30)


def test_a_file_over_the_limit_is_found() -> None:
    assert list(excesses("corpus/a.py", "x = 1\n" * 7, LIMITS)) == [Excess("corpus/a.py", 7, 6)]


def test_a_file_at_the_limit_passes() -> None:
    assert not list(excesses("corpus/a.py", "x = 1\n" * 6, LIMITS))


def test_a_function_at_the_limit_passes_and_one_line_more_does_not() -> None:
    longer = THREE_LINES.replace("return", "first += 1\n    return")
    assert not list(excesses("corpus/a.py", THREE_LINES, LIMITS))
    assert list(excesses("corpus/a.py", longer, LIMITS)) == [Excess("corpus/a.py:read", 4, 3)]


def test_docstring_comments_and_blank_lines_are_no_code() -> None:
    source = 'def read():\n    """One.\n\n    Two.\n    """\n    return 1  # why\n'
    wide = Limits(file_lines=99, function_lines=2, test_lines=2)
    commented = source.replace("    return", "    # because\n\n    return")
    assert not list(excesses("corpus/a.py", commented, wide))


def test_tests_have_a_limit_of_their_own() -> None:
    assert [item.limit for item in excesses("tests/unit/test_a.py", THREE_LINES, LIMITS)] == [2]


def test_an_exception_holds_until_its_day() -> None:
    leave = Allowance("corpus/a.py:read", TODAY, "being split")
    assert complaints([LONG], [leave], TODAY) == []
    late = complaints([LONG], [leave], date(2026, 11, 2))
    assert [line.partition(": ")[2] for line in late] == [
        "40 lines, the limit is 30",
        "this exception ended on 2026-11-01",
    ]


def test_an_exception_that_nobody_needs_is_a_complaint() -> None:
    leave = Allowance("corpus/b.py", TODAY, "was long once")
    assert complaints([], [leave], TODAY) == ["corpus/b.py: this exception is not needed"]
