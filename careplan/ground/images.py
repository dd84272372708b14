"""Images that others made: refused where they would fill the memory, and shown only as encoded anew."""

import io
from threading import Lock

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 40_000_000
"""A sheet of A4 at 600 dots an inch has 35 million."""
LONGEST_SIDE = 2000
"""Pixels of the longer side as shown: a sheet of A4 stays readable when enlarged twice."""
Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and asked before anything is decoded
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, MemoryError)
_ONE_AT_A_TIME = Lock()


class Unreadable(ValueError):
    """The bytes are no image that can be shown."""


class TooManyPixels(Unreadable):
    """The image would take more memory than it is given."""


def sized(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, by the head of the image alone. Raises Unreadable, TooManyPixels."""
    with _opened(content) as image:
        return image.size


def encoded_anew(content: bytes) -> tuple[bytes, str]:
    """The picture alone, upright, at most LONGEST_SIDE long, as JPEG or (with transparency) PNG; its media type.

    Nothing else of the bytes remains: no place, no time, no thumbnail, nothing hidden behind the end. One image at a
    time is in memory. Raises Unreadable, TooManyPixels.
    """
    with _ONE_AT_A_TIME, _opened(content) as image:
        try:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
        except _UNREADABLE as failure:
            raise Unreadable(str(failure)) from None
        clear = "A" in upright.getbands() or "transparency" in upright.info
        plain = upright.convert("RGBA" if clear else "RGB")
        plain.info.clear()
        target = io.BytesIO()
        plain.save(target, "PNG" if clear else "JPEG", **({} if clear else {"quality": 85}))
        return target.getvalue(), "image/png" if clear else "image/jpeg"


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except _UNREADABLE as failure:
        raise Unreadable(str(failure)) from None
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise TooManyPixels
    return image
