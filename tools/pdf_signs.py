"""Writes which signs the fonts of the PDF report have: `python -m tools.pdf_signs`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

PLACE = Path(__file__).parents[1] / "service" / "reports" / "templates" / "signs.txt"
_LAST = 0x1FFFF
_UNSHOWN = {"Cn", "Cc", "Cs", "Co", "Cf"}
_STEP = 4000
_TEMPLATE = b"""#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), lang: "nl")
#for sign in json(bytes(sys.inputs.signs)) [#sign

]"""
_REFUSED = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def main() -> None:
    """Ask the typesetter for every sign that Unicode knows, and write down what it can show."""
    candidates = [code for code in range(0x20, _LAST) if unicodedata.category(chr(code)) not in _UNSHOWN]
    shown = [code for at in range(0, len(candidates), _STEP) for code in _shown(candidates[at : at + _STEP])]
    PLACE.write_text("".join(f"{first:x}-{last:x}\n" for first, last in _ranges(shown)), encoding="ascii")
    print(f"{len(shown)} signs in {PLACE.name}")


def refused(signs: str) -> set[str]:
    """The signs among these that a PDF for an archive cannot show in the fonts of the typesetter."""
    import json

    from typst import Fonts, TypstError, compile

    try:
        compile(
            _TEMPLATE,
            font_paths=Fonts(include_system_fonts=False),
            sys_inputs={"signs": json.dumps(list(signs))},
            format="pdf",
            pdf_standards=["a-2a"],
            timestamp=0,
        )
    except TypstError as error:
        return {sign for text in _REFUSED.findall(error.diagnostic) for sign in _plain(text)}
    return set()


def _plain(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text).replace("\\", "")


def _shown(codes: list[int]) -> Iterator[int]:
    missing = refused("".join(map(chr, codes)))
    kept = [code for code in codes if chr(code) not in missing]
    if refused("".join(map(chr, kept))):
        raise SystemExit(f"The typesetter still refuses signs from {codes[0]:x}.")
    yield from kept


def _ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(codes), key=lambda item: item[1] - item[0]):
        members = [code for _, code in run]
        yield members[0], members[-1]


if __name__ == "__main__":
    main()
