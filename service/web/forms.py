"""Reads a proposal from one of the forms of the first page."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from starlette.datastructures import FormData, UploadFile

from service.problems import Problem
from service.reports.escaping import one_line
from service.store.blocks import Content, size_of
from service.submissions import Submission, sections_as_file

if TYPE_CHECKING:
    from service.web.visit import Visit

SECTIONS = ("context", "goal", "activities", "results", "budget")
"""The sections of the form, in order; their titles are in the catalogue."""
_LONGEST_NAME = 200


class UnusableForm(Exception):
    """A form without a proposal; `reason` is `no_file`, `empty_file` or `no_text`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def read_proposal(visit: "Visit", form: FormData) -> Submission:
    """What was handed in.

    Raises:
        UnusableForm: there is nothing in the form.
        Problem: what is in it is too large.
    """
    way = form.get("way")
    content: Content
    if way == "text":
        name, content = _pasted(visit, form)
    elif way == "form":
        name, content = _filled_in(visit, form)
    else:
        name, content = _uploaded(form)
    settings = visit.backend.settings
    if size_of(content) > settings.limit_bytes:
        raise Problem("payloadTooLarge")
    strategy = str(form.get("strategy") or settings.strategy)
    return Submission(name, content, strategy, visit.wording.language)


def _uploaded(form: FormData) -> tuple[str, Content]:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise UnusableForm("no_file")
    if not file.size:
        raise UnusableForm("empty_file")
    name = one_line(PurePosixPath(file.filename.replace("\\", "/")).name)
    return name[-_LONGEST_NAME:] or "proposal", file.file


def _pasted(visit: "Visit", form: FormData) -> tuple[str, bytes]:
    text = str(form.get("text") or "")
    if not text.strip():
        raise UnusableForm("no_text")
    return f"{_title(visit, form)}.txt", text.encode()


def _filled_in(visit: "Visit", form: FormData) -> tuple[str, bytes]:
    texts = {name: str(form.get(f"section-{name}") or "") for name in SECTIONS}
    sections = [
        (visit.wording.say(f"web.section.{name}.title"), text) for name, text in texts.items() if text.strip()
    ]
    if not sections:
        raise UnusableForm("no_text")
    return f"{_title(visit, form)}.html", sections_as_file(sections)


def _title(visit: "Visit", form: FormData) -> str:
    return one_line(str(form.get("title") or ""))[:_LONGEST_NAME] or visit.wording.say("web.form.untitled")
