"""Pictures of assessments as SVG: each says the same in a title and a description."""

from service.reports.pictures.before_after import before_after
from service.reports.pictures.chances import chances
from service.reports.pictures.drawing import Picture
from service.reports.pictures.heat_map import heat_map
from service.reports.pictures.strip import strip

__all__ = ["Picture", "before_after", "chances", "heat_map", "strip"]
