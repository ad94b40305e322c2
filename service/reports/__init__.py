"""Renderings of one Assessment: the same wording in every format."""

from service.reports.rendering import RENDERERS, UnknownFormat, render

__all__ = ["RENDERERS", "UnknownFormat", "render"]
