"""Does a picture hide what was painted before it?"""

from ctypes import addressof, string_at
from typing import Any

_OPAQUE = 250
"""Mean alpha out of 255 from which a picture hides what lies under it."""
_MOST_SIDE = 4096
"""Pixels; a larger picture is not painted to find out, and is taken to hide nothing."""


class Pictures:
    """The pictures of one open page; each is painted at most once, and only when text lies under it."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - pypdfium2 has no types
        from pypdfium2 import raw

        self._raw: Any = raw
        self._page = page
        self._known: dict[int, bool] = {}

    def is_opaque(self, picture: Any) -> bool:  # noqa: ANN401
        """Whether a picture of the page has no part, or hardly any, that lets the ground through."""
        address = addressof(picture.contents)
        if address not in self._known:
            self._known[address] = self._painted_opaque(picture)
        return self._known[address]

    def _painted_opaque(self, picture: Any) -> bool:  # noqa: ANN401
        raw = self._raw
        if raw.FPDFPageObj_HasTransparency(picture):
            return False
        bitmap = raw.FPDFImageObj_GetRenderedBitmap(self._page.pdf.raw, self._page.raw, picture)
        if not bitmap:
            return False
        try:
            return self._mean_alpha(bitmap) >= _OPAQUE
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def _mean_alpha(self, bitmap: Any) -> float:  # noqa: ANN401
        import numpy as np

        raw = self._raw
        width, height = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return 255.0
        if not 0 < width <= _MOST_SIDE or not 0 < height <= _MOST_SIDE:
            return 0.0
        stride = raw.FPDFBitmap_GetStride(bitmap)
        buffer = raw.FPDFBitmap_GetBuffer(bitmap)
        pixels = np.frombuffer(string_at(buffer, stride * height), dtype=np.uint8).reshape(height, stride)
        return float(pixels[:, 3 : 4 * width : 4].mean())
