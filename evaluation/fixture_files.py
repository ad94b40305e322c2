"""Reads the texts in `fixtures/`, fictional and written for the measurements."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.annotated import AnnotatedPassage, AnnotatedProposal

_FOLDER = Path(__file__).parent / "fixtures"


def wording(name: str) -> Mapping[str, Any]:
    """The content of `fixtures/<name>.yaml`, by key."""
    content: Mapping[str, Any] = _loaded(name)
    return content


def written_proposals(name: str) -> Mapping[str, Mapping[str, AnnotatedProposal]]:
    """The proposals of `fixtures/<name>.yaml` by version (a language, or a register), then by id."""
    found: dict[str, dict[str, AnnotatedProposal]] = {}
    for entry in _loaded(name):
        grades = {entry["spearhead"]: 2} if "spearhead" in entry else {}
        for version, text in entry.items():
            if version not in ("id", "spearhead"):
                language = version if version in ("nl", "en", "fr") else "nl"
                proposal = proposal_of(entry["id"], language, text.splitlines(), grades)
                found.setdefault(version, {})[entry["id"]] = proposal
    return found


def proposal_of(
    name: str, language: str, lines: Iterable[str], grades: Mapping[str, int] | None = None
) -> AnnotatedProposal:
    """A proposal of lines: '# ' before the title, '## ' before a heading, a passage on any other line."""
    title = section = ""
    passages = []
    for line in filter(None, map(str.strip, lines)):
        if line.startswith("# "):
            title = line.removeprefix("# ")
        elif line.startswith("## "):
            section = line.removeprefix("## ")
        else:
            passages.append(AnnotatedPassage("act", (), line, section))
    return AnnotatedProposal(name, "fixtures", language, "", "plain", grades or {}, title, tuple(passages))


def _loaded(name: str) -> Any:  # noqa: ANN401 - YAML holds what it holds
    import yaml

    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
