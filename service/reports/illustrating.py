"""The pictures that belong to a report on one assessment."""

from service.reports.content import ReportContent
from service.reports.pictures import Picture, chances, strip
from service.reports.report import Report


def pictures_of(report: Report, content: ReportContent) -> tuple[Picture, ...]:
    """The chances of each spearhead, and where its evidence sits."""
    engine = report.assessment.engine
    thresholds = (engine.core_threshold, engine.contributes_threshold)
    return (
        chances(content.alignments, thresholds, report.wording),
        strip(report.assessment, report.wording),
    )
