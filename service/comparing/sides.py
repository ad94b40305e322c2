"""The sides of a comparison: a saved report, or a proposal that is assessed now."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from models.alignment import Element, Grade, Probability, Reason
from models.comparison import Side, SideAlignment, SidePassage, Version
from service.errors import UnusableInput
from service.saved_reports import Saved

if TYPE_CHECKING:
    from corpus.documents import Document
    from models.assessment import Assessment
    from models.comparison import Weigh
    from service.use_cases import OpenEngine


def saved_side(report: Saved) -> Side:
    """A saved report as a side; of its passages only those that it cites are known.

    Raises UnusableInput for a report that lacks what a comparison needs.
    """
    try:
        return _side(report)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UnusableInput("damaged_report") from error


def weigher(engine: "OpenEngine", document: "Document") -> "Weigh":
    """What weighs passages of a proposal by deleting them."""
    return lambda positions: engine.weigh(document, positions)


def recorded_weigher(assessment: "Assessment") -> "Weigh":
    """What knows of passages what the assessment says of its evidence: exact, and nothing of the others."""
    from models.weighing import Weighed

    known = [
        {item.passage.id: item.contribution for item in alignment.evidence}
        for alignment in assessment.alignments
    ]

    def weigh(positions: "Sequence[int]") -> Weighed:
        ids = [assessment.passages[position].id for position in positions]
        return Weighed(tuple(tuple(column.get(id, 0.0) for column in known) for id in ids), ())

    return weigh


def _side(report: Saved) -> Side:
    strategy, engine, language = report["strategy"], report["engine"], str(report.get("language", "nl"))
    names = ("encoderSha256", "artefactSha256", "settingsSha256", "codeSha256")
    return Side(
        name=str(report["proposal"]["name"]),
        sha256=str(report["proposal"]["sha256"]),
        strategy=Version(str(strategy["id"]), str(strategy["version"]), (str(strategy["sha256"]),)),
        engine=Version(
            str(engine["encoder"]), str(engine["version"]), tuple(str(engine.get(name, "")) for name in names)
        ),
        passages=tuple(_cited(report)),
        alignments=tuple(_alignment(found, language) for found in report["alignments"]),
        whole=False,
        paged=report["proposal"]["mediaType"] == "application/pdf",
    )


def _cited(report: Saved) -> Iterator[SidePassage]:
    """The passages that a report cites, each once, in the order of the proposal."""
    cited = {int(item["start"]): item for found in report["alignments"] for item in found["evidence"]}
    for start in sorted(cited):
        item = cited[start]
        yield SidePassage(
            str(item["passage"]),
            str(item["quote"]),
            int(item["page"]),
            str(item["section"]),
            str(item["language"]),
        )


def _alignment(found: Any, language: str) -> SideAlignment:  # noqa: ANN401 -- whatever the file holds
    reason = found["reason"]
    return SideAlignment(
        spearhead=str(found["spearhead"]),
        title={language: str(found["title"])},
        grade=Grade(found["grade"]),
        reason=None if reason is None else Reason(reason),
        probability=_probability(found["probability"]),
        missing=tuple(Element(element) for element in found["counterfactual"]["missing"]),
    )


def _probability(found: Any) -> Probability:  # noqa: ANN401 -- whatever the file holds
    core, at_least = float(found["core"]), float(found["atLeastContributes"])
    # A report without intervals claims nothing of its certainty, so anything may lie within it.
    intervals = found.get("interval") or {"core": (0.0, 1.0), "atLeastContributes": (0.0, 1.0)}
    return Probability(core, at_least, _bounds(intervals["core"]), _bounds(intervals["atLeastContributes"]))


def _bounds(pair: Any) -> tuple[float, float]:  # noqa: ANN401 -- whatever the file holds
    return float(pair[0]), float(pair[1])
