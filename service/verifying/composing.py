"""The check of a report as a page: what was looked at, how it ended, and what that means."""

from collections.abc import Iterator

from service.pages.blocks import Block, Bullets, Heading, Page, Paragraph
from service.saved_reports import Saved
from service.verifying.findings import Check, outcome
from service.wording import Wording


def compose_check(report: Saved, checks: tuple[Check, ...], wording: Wording, *, complete: bool) -> Page:
    """The page; `complete` is False where no proposal was handed in."""
    return Page(
        wording.language, wording.say("verify.title"), tuple(_blocks(report, checks, wording, complete))
    )


def _blocks(report: Saved, checks: tuple[Check, ...], wording: Wording, complete: bool) -> Iterator[Block]:
    proposal, engine = report.get("proposal") or {}, report.get("engine") or {}
    yield Paragraph(
        wording.say(
            "verify.about",
            id=report.get("id", "–"),
            name=proposal.get("name", "–") if isinstance(proposal, dict) else "–",
            created=report.get("createdAt", "–"),
            version=engine.get("version", "–") if isinstance(engine, dict) else "–",
        )
    )
    found = outcome(checks)
    worst = "partly" if found == "same" and not complete else found
    yield Paragraph(wording.say(f"verify.outcome.{worst}"))
    yield Heading(2, wording.say("verify.checks"))
    yield Bullets(tuple(_line(item, wording) for item in checks))
    if not complete:
        yield Paragraph(wording.say("verify.not_proposal"))
    yield Paragraph(wording.say("verify.no_signature"))


def _line(item: Check, wording: Wording) -> str:
    name, result = wording.say(f"verify.check.{item.name}"), wording.say(f"verify.result.{item.result}")
    details = {key: value.replace(".", wording.say("number.decimal")) if key == "largest" else value
               for key, value in item.details.items()}  # fmt: skip
    meaning = wording.say(f"verify.meaning.{item.name}.{item.result}", **details)
    return f"{name}: {result}. {meaning}"
