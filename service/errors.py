"""What a user can repair at the edge; `key` names the sentence under `cli.error` in the catalogue.

ServiceError
├── WrongUsage
└── UnusableInput
InputFailure, around one of them or around an error of the layers below
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import UnreadableDocument
from service.streams import shown
from service.wording import Wording, error_sentence, wording_in


class ServiceError(Exception):
    """Something that the user can repair."""

    def __init__(self, key: str, **parameters: object) -> None:
        self.key = key
        self.parameters: Mapping[str, object] = parameters
        details = ", ".join(f"{name}={value}" for name, value in parameters.items())
        super().__init__(f"{key} ({details})" if details else key)


class WrongUsage(ServiceError):
    """Options or settings that cannot be used, alone or together."""


class UnusableInput(ServiceError):
    """A file, folder or table that cannot be used as input."""


class InputFailure(Exception):
    """An input that failed, with its name and the reason."""

    def __init__(self, name: str, reason: UnreadableDocument | UnusableInput) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name}: {reason}")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Gives what goes wrong with an input inside the block its name; raises InputFailure."""
    try:
        yield
    except (UnreadableDocument, UnusableInput) as error:
        raise InputFailure(shown(path), error) from error


def failure_line(failure: InputFailure, language: str) -> str:
    """The one line on a failure: the name of the input, the reason and what to do."""
    return f"{failure.name}: {sentence_for(failure.reason, language)}"


def fault_line(error: BaseException, wording: Wording) -> str:
    """The one line on a fault of the program; never the text of the error, which may quote a proposal."""
    return wording.say("cli.fault", kind=type(error).__name__)


def sentence_for(error: Exception, language: str) -> str:
    """What went wrong and what to do, in one line and in the language of the user."""
    if isinstance(error, ServiceError):
        text = wording_in(language).say(f"cli.error.{error.key}", **error.parameters)
    else:
        text = error_sentence(error, language)
    return " ".join(text.split())
