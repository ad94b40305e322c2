"""Text of a proposal made harmless for where it is shown; it is material, never markup."""

import re

# Control signs steer a terminal, and signs for writing direction can turn the words that follow
# them around; tabs and line ends are kept.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKDOWN_SIGN = re.compile(r"[\\`*_{}\[\]<>#|~&!$^=]")
_LINE_START = re.compile(r"^([-+]|\d+[.)])")


def printable(text: str) -> str:
    """The text with each sign that cannot be shown replaced by one replacement character."""
    return _UNPRINTABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The printable text with every run of white space as one space."""
    return " ".join(printable(text).split())


def escape_markdown(text: str) -> str:
    """The text on one line, such that Markdown shows it sign by sign and links nothing."""
    escaped = _MARKDOWN_SIGN.sub(r"\\\g<0>", one_line(text))
    escaped = _LINE_START.sub(_escaped_start, escaped)
    return escaped.replace("://", r"\://").replace("www.", r"www\.").replace("@", r"\@")


def _escaped_start(match: re.Match[str]) -> str:
    start = match[1]
    return f"{start[:-1]}\\{start[-1]}"
