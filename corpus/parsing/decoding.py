"""Bytes of a text file as characters, whatever program saved them."""

import codecs
import re

from corpus.errors import UnsupportedType

# UTF-32 comes first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL_SHARE = 0.003
_FEW_CONTROLS = 2
_LEAST_NUL_SHARE = 0.2
_MOST_BROKEN_SHARE = 0.05
# Letters and signs that Dutch, French, German and English text in Windows-1252 really uses.
_WESTERN = frozenset(
    "éèêëçàâäïîíóôöòúùûüáñÿÉÈÊËÇÀÂÄÏÎÖÜÔÓœŒæøåß"  # letters
    "€‘’“”‚„…–—•«»°·©®™²³½¼§±×´¿¡º\u00a0"  # signs
)
_LEAST_WESTERN_SHARE = 0.8
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset=["']?\s*([\w-]{1,40})|<\?xml[^>]{0,100}encoding=["']([\w-]{1,40})""",
    re.IGNORECASE,
)


def decode(content: bytes, *, declared: bool = False) -> str:
    """Return the text of `content`, with line feeds as its only line ends and no byte order mark.

    With `declared`, an encoding that HTML declares about itself is tried before guessing.
    Raises `UnsupportedType` for content that is no text.
    """
    text = _decoded(content, _declared_encoding(content) if declared else None)
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or (controls > _FEW_CONTROLS and controls > _MOST_CONTROL_SHARE * len(text)):
        raise UnsupportedType(found="binary")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if wide := _wide_encoding(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _from_declared(content, declared) or _mostly_utf8(content) or _single_byte(content)


def _declared_encoding(content: bytes) -> str | None:
    match = _DECLARED.search(content[:4096])
    return (match.group(1) or match.group(2)).decode("ascii", errors="replace") if match else None


def _from_declared(content: bytes, declared: str | None) -> str | None:
    if declared is None or declared.lower().startswith("utf"):
        return None
    # Browsers read a page that says Latin-1 as Windows-1252, since that is what it always was.
    encoding = "cp1252" if declared.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii"} else declared
    try:
        return content.decode(encoding)
    except (LookupError, ValueError):
        return None


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes in every second place."""
    sample = content[:_SAMPLE]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > _LEAST_NUL_SHARE * half and even < odd / 10:
        return "utf-16-le"
    if half and even > _LEAST_NUL_SHARE * half and odd < even / 10:
        return "utf-16-be"
    return None


def _mostly_utf8(content: bytes) -> str | None:
    """UTF-8 with a few bytes broken in transport is still UTF-8."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(1 for character in text if not character.isascii())
    return text if broken <= _MOST_BROKEN_SHARE * beyond_ascii else None


def _single_byte(content: bytes) -> str:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return _guessed(content)
    beyond_ascii = [character for character in text if not character.isascii()]
    western = sum(1 for character in beyond_ascii if character in _WESTERN)
    return text if western >= _LEAST_WESTERN_SHARE * len(beyond_ascii) else _guessed(content)


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE]).best()
    try:
        return content.decode(best.encoding if best else "latin-1")
    except (LookupError, ValueError):
        return content.decode("latin-1")
