"""Reads annotated proposals (proposals/FORMAT.md) and folders of texts with a grade for each spearhead."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.documents import BlockKind, Document, Passage
from corpus.errors import InvalidAnnotation
from corpus.languages import LANGUAGES, detect, detect_within
from corpus.limits import DocumentLimits
from corpus.parsing.builder import DocumentBuilder

PROPOSALS: Final = Path(__file__).parent / "proposals"
"""The annotated proposals that train and validate the engine."""

ROLES: Final = ("act", "goal", "ctx", "bp", "excl")
EVIDENCE_ROLES: Final = ("act", "goal")
KINDS: Final = ("plain", "multi", "off", "gamed", "short", "negated", "boundary")

_SEPARATOR: Final = "\n---\n"
_HIGHEST_GRADE: Final = 2
_GRADE = re.compile(r"(S[1-9])=([12])")
_PASSAGE = re.compile(r"\[(\w+)((?: S[1-9])*)\] (\S.*)")


@dataclass(frozen=True, slots=True)
class AnnotatedPassage:
    """A passage with its role and the spearheads it is about when it is read by itself."""

    role: str
    spearheads: tuple[str, ...]
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class AnnotatedProposal:
    """A proposal whose grades are known; a spearhead that `grades` does not name has grade 0."""

    id: str
    group: str
    language: str
    applicant: str
    kind: str
    grades: Mapping[str, int]
    title: str
    passages: tuple[AnnotatedPassage, ...]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text file whose grades (0, 1 or 2) are known; a spearhead that `grades` does not name has grade 0."""

    id: str
    language: str
    grades: Mapping[str, int]
    path: Path


def read_proposal(path: Path) -> AnnotatedProposal:
    """Read one annotated proposal; its group is the name of its folder.

    Raises `InvalidAnnotation` with all problems of the file.
    """
    problems: list[str] = []
    proposal = _proposal(_text_of(path), path, problems)
    problems += _contradictions(proposal)
    if problems:
        raise InvalidAnnotation(name=path.name, problems=tuple(problems))
    return proposal


def read_proposals(folder: Path = PROPOSALS) -> tuple[AnnotatedProposal, ...]:
    """Read every annotated proposal in the sub-folders of `folder`, sorted by id.

    Raises `InvalidAnnotation` for the first file with problems, for an id that two files share and
    for a folder without proposals.
    """
    proposals = [read_proposal(path) for path in sorted(folder.rglob("*.txt"))]
    times = Counter(proposal.id for proposal in proposals)
    problems = [f"id {name!r} stands in {count} files" for name, count in times.items() if count > 1]
    if not proposals:
        problems.append("it holds no annotated proposals")
    if problems:
        raise InvalidAnnotation(name=folder.name, problems=tuple(problems))
    return tuple(sorted(proposals, key=lambda proposal: proposal.id))


def as_document(proposal: AnnotatedProposal) -> tuple[Document, tuple[Passage, ...]]:
    """Build the document that a proposal would have been parsed to, one passage an annotated passage.

    The passages stand in the order of `proposal.passages`; a heading stands where the section changes.
    """
    builder = DocumentBuilder(DocumentLimits())
    builder.add(BlockKind.TITLE, proposal.title)
    section = ""
    for passage in proposal.passages:
        if passage.section != section:
            builder.add(BlockKind.HEADING, passage.section, level=1)
            section = passage.section
        builder.add(BlockKind.PARAGRAPH, passage.text)
    content = "\n".join([proposal.title, *(passage.text for passage in proposal.passages)]).encode()
    document = builder.build(name=f"{proposal.id}.txt", content=content, media_type="text/plain")
    return document, _passages_of(document, proposal)


def read_labelled_folder(folder: Path) -> tuple[LabelledText, ...]:
    """Read `labels.jsonl` (id, lang, grades on each line) beside the texts `texts/ID.txt`, in its order.

    Raises `InvalidAnnotation` with all problems of the labels, texts that are missing included.
    """
    problems: list[str] = []
    texts = []
    for number, line in enumerate(_text_of(folder / "labels.jsonl").splitlines(), start=1):
        try:
            if line.strip():
                texts.append(_labelled(json.loads(line), folder))
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    times = Counter(text.id for text in texts)
    problems += [f"id {name!r} stands on {count} lines" for name, count in times.items() if count > 1]
    if not texts and not problems:
        problems.append("it holds no labels")
    if problems:
        raise InvalidAnnotation(name=f"{folder.name}/labels.jsonl", problems=tuple(problems))
    return tuple(texts)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "it cannot be opened"
        raise InvalidAnnotation(name=path.name, problems=(reason,)) from error


def _proposal(text: str, path: Path, problems: list[str]) -> AnnotatedProposal:
    head, separator, body = text.partition(_SEPARATOR)
    pairs = (line.partition(":") for line in head.splitlines() if ":" in line)
    header = {key.strip(): value.strip() for key, _, value in pairs}
    problems += _header_problems(header, path.stem)
    if not separator:
        problems.append("no line '---' parts the header from the proposal")
    grades = _grades(header.get("grades", ""), problems)
    first_line = head.count("\n") + separator.count("\n") + 1
    title, passages = _body(body.splitlines(), first_line, problems)
    return AnnotatedProposal(
        id=path.stem,
        group=path.parent.name,
        language=header.get("lang", ""),
        applicant=header.get("applicant", ""),
        kind=header.get("kind", ""),
        grades=grades,
        title=title,
        passages=passages,
    )


def _header_problems(header: Mapping[str, str], stem: str) -> Iterator[str]:
    if header.get("id") != stem:
        yield f"id {header.get('id')!r} is not the file's name"
    for key, known in (("lang", LANGUAGES), ("kind", KINDS)):
        if header.get(key) not in known:
            yield f"{key} {header.get(key)!r} is none of {', '.join(known)}"
    for key in ("applicant", "grades"):
        if key not in header:
            yield f"the header has no {key}"


def _grades(line: str, problems: list[str]) -> dict[str, int]:
    grades: dict[str, int] = {}
    for item in line.split():
        match = _GRADE.fullmatch(item)
        if match is None:
            problems.append(f"bad grade {item!r}")
        elif match[1] in grades:
            problems.append(f"{match[1]} is graded twice")
        else:
            grades[match[1]] = int(match[2])
    return grades


def _body(lines: list[str], first_line: int, problems: list[str]) -> tuple[str, tuple[AnnotatedPassage, ...]]:
    title = section = ""
    passages = []
    for number, line in enumerate(lines, start=first_line):
        match = _PASSAGE.fullmatch(line)
        if line.startswith("# "):
            title = line.removeprefix("# ").strip()
        elif line.startswith("## "):
            section = line.removeprefix("## ").strip()
        elif match and match[1] in ROLES:
            passages.append(AnnotatedPassage(match[1], tuple(match[2].split()), match[3], section))
        elif line.strip():
            problems.append(f"line {number} is no title, heading or passage with a known role: {line[:60]!r}")
    return title, tuple(passages)


def _contradictions(proposal: AnnotatedProposal) -> Iterator[str]:
    evidence = {
        spearhead
        for passage in proposal.passages
        if passage.role in EVIDENCE_ROLES
        for spearhead in passage.spearheads
    }
    for spearhead in sorted(set(proposal.grades) - evidence):
        yield f"{spearhead} is graded {proposal.grades[spearhead]} without an act or goal passage"
    for spearhead in sorted(evidence - set(proposal.grades)):
        yield f"{spearhead} has an act or goal passage but no grade"


def _passages_of(document: Document, proposal: AnnotatedProposal) -> tuple[Passage, ...]:
    around = detect(document.text)
    paragraphs = [block for block in document.blocks if block.kind is BlockKind.PARAGRAPH]
    passages = []
    for number, (block, annotated) in enumerate(zip(paragraphs, proposal.passages, strict=True), start=1):
        text = document.text[block.start : block.end]
        language = detect_within(text, around)
        passages.append(
            Passage(f"p{number:03}", block.start, block.end, block.page, annotated.section, language, text)
        )
    return tuple(passages)


def _labelled(label: object, folder: Path) -> LabelledText:
    """Read one line of labels. Raises `ValueError` with what is wrong with it."""
    match label:
        case {"id": str() as name, "lang": str() as language, "grades": dict() as grades}:
            path = folder / "texts" / f"{name}.txt"
        case _:
            message = "it needs an id, a lang and grades"
            raise ValueError(message)
    # An id becomes part of a path, and labels may come from anywhere.
    if Path(name).name != name or not path.is_file():
        message = f"there is no text texts/{name}.txt"
        raise ValueError(message)
    for spearhead, grade in grades.items():
        if type(grade) is not int or not 0 <= grade <= _HIGHEST_GRADE:
            message = f"{spearhead} has grade {grade!r}, which is not 0, 1 or 2"
            raise ValueError(message)
    return LabelledText(name, language, grades, path)
