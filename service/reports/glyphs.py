"""Which signs the fonts of the PDF report have; `tools/pdf_signs.py` measures it."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_MISSING = "\ufffd"
_KEPT = "\n\t"


def with_known_signs(data: object) -> object:
    """The data with each sign that no font has replaced: a PDF for an archive may not lack one."""
    if isinstance(data, str):
        return data.translate(_Replacing(_known()))
    if isinstance(data, Mapping):
        return {key: with_known_signs(value) for key, value in data.items()}
    return [with_known_signs(item) for item in data] if isinstance(data, list | tuple) else data


class _Replacing(dict[int, str]):
    """A table for `str.translate` that fills itself as signs come by."""

    def __init__(self, known: tuple[range, ...]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, code: int) -> str:
        shown = chr(code) in _KEPT or any(code in run for run in self._known)
        self[code] = chr(code) if shown else _MISSING
        return self[code]


@cache
def _known() -> tuple[range, ...]:
    lines = files("service").joinpath("reports", "templates", "signs.txt").read_text(encoding="ascii")
    borders = (line.split("-") for line in lines.split())
    return tuple(range(int(first, 16), int(last, 16) + 1) for first, last in borders)
