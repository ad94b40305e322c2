"""Renderings of one Assessment: the same wording in every format."""

from service.reports.rendering import BINARY, RENDERERS, MissingOriginal, UnknownFormat, render

__all__ = ["BINARY", "RENDERERS", "MissingOriginal", "UnknownFormat", "render"]
