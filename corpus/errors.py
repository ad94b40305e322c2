"""What can be wrong with input.

CorpusError
├── UnreadableDocument
│   ├── MissingFile · UnsupportedType · EmptyDocument · NoTextLayer
│   ├── EncryptedDocument · DamagedDocument · LimitExceeded
├── InvalidAnnotation
└── StrategyError
    ├── UnknownStrategy · InvalidStrategy
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


class CorpusError(Exception):
    """Input that cannot be used. `code` and `parameters` let an edge word it in any language."""

    code: ClassVar[str] = "corpus_error"
    template: ClassVar[str] = "The input cannot be used."

    def __init__(self, **parameters: object) -> None:
        self.parameters: Mapping[str, object] = parameters
        super().__init__(self.template.format(**parameters))


class UnreadableDocument(CorpusError):
    """A file that cannot be read as a proposal."""

    code = "unreadable"
    template = "The file cannot be read."


class MissingFile(UnreadableDocument):
    """There is no file to read: no such path (`no_file`), a `folder`, or no permission (`no_access`)."""

    code = "missing_file"
    template = "{description}. Check the path and the permissions."

    descriptions: ClassVar[Mapping[str, str]] = {
        "no_file": "There is no such file",
        "folder": "This is a folder and not a file",
        "no_access": "This file may not be opened",
    }

    def __init__(self, *, found: str) -> None:
        super().__init__(found=found, description=self.descriptions.get(found, found))


class UnsupportedType(UnreadableDocument):
    """The content is of a type that has no parser; `found` is a code, `description` its English words."""

    code = "unsupported_type"
    template = (
        "This is {description}, which cannot be read. "
        "Save it as PDF, DOCX, ODT, HTML, Markdown or plain text."
    )

    descriptions: ClassVar[Mapping[str, str]] = {
        "doc": "a legacy Word file (.doc)",
        "xls": "a legacy Excel workbook (.xls)",
        "ppt": "a legacy presentation (.ppt)",
        "ole": "a legacy Office file",
        "message": "an e-mail message",
        "xlsx": "an Excel workbook",
        "pptx": "a presentation",
        "visio": "a Visio drawing",
        "ods": "a spreadsheet",
        "odp": "a presentation",
        "odf": "an OpenDocument file without running text",
        "epub": "an e-book",
        "pages": "an Apple Pages, Numbers or Keynote file",
        "zip": "a zip archive",
        "archive": "a packed archive",
        "rtf": "an RTF file",
        "picture": "a picture",
        "media": "a sound or video file",
        "postscript": "a PostScript file",
        "word_xml": "a Word file saved as XML",
        "xml": "an XML file",
        "binary": "a program or a file of unknown type",
    }

    def __init__(self, *, found: str) -> None:
        super().__init__(found=found, description=self.descriptions.get(found, found))


class EmptyDocument(UnreadableDocument):
    """The file, or its text, is empty."""

    code = "empty"
    template = "The file holds no text. Check that it is the right file and save it again."


class NoTextLayer(UnreadableDocument):
    """A PDF of images only."""

    code = "no_text_layer"
    template = (
        "The PDF holds pictures of text and no text. "
        "Run text recognition (OCR) on it, or export it from its source."
    )


class EncryptedDocument(UnreadableDocument):
    """The file asks for a password."""

    code = "encrypted"
    template = "The file is locked with a password. Save a copy without a password."


class DamagedDocument(UnreadableDocument):
    """The file breaks off or does not follow its own format."""

    code = "damaged"
    template = "The file is damaged or incomplete. Open it in its own program and save it again."


class LimitExceeded(UnreadableDocument):
    """The file is beyond a limit of `DocumentLimits`."""

    code = "limit"
    template = "The file is over the limit of {maximum} {unit}. Split it or remove what is not needed."


class InvalidAnnotation(CorpusError):
    """An annotated proposal or a file of labels with problems; all of them, in the order of their lines."""

    code = "invalid_annotation"
    template = "{name} has {count} problem(s): {summary}"

    def __init__(self, *, name: str, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(name=name, count=len(problems), summary="; ".join(problems))


class StrategyError(CorpusError):
    """A strategy that cannot be used."""

    code = "strategy_error"
    template = "The strategy cannot be used."


class UnknownStrategy(StrategyError):
    """No strategy has this id, and no file has this path."""

    code = "unknown_strategy"
    template = "There is no strategy or file called {name!r}. Known strategies: {known}."


@dataclass(frozen=True, slots=True, order=True)
class StrategyProblem:
    """One thing that is wrong in a strategy file; `line` counts from 1."""

    line: int
    message: str


class InvalidStrategy(StrategyError):
    """A strategy file with problems; all of them, in the order of their lines."""

    code = "invalid_strategy"
    template = "The strategy file {name} has {count} problem(s): {summary}"

    def __init__(self, *, name: str, problems: tuple[StrategyProblem, ...]) -> None:
        self.problems = problems
        summary = "; ".join(f"line {problem.line}: {problem.message}" for problem in problems)
        super().__init__(name=name, count=len(problems), summary=summary)
