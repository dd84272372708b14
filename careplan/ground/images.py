"""Images that others made: refused where they would fill the memory, and shown only as encoded anew."""

import io
import struct
from threading import Lock

from PIL import Image, ImageFile, ImageOps

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 40_000_000
"""A sheet of A4 at 600 dots an inch has 35 million."""
LONGEST_SIDE = 2000
"""Pixels of the longer side as shown: a sheet of A4 stays readable when enlarged twice."""
Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and asked before anything is decoded
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error)
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
        # The maker of PDFs lets pictures break off, for all that read any.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            plain = _plain(image)
            plain.load()
            plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            ImageOps.exif_transpose(plain, in_place=True)
        except _UNREADABLE as failure:
            raise Unreadable(str(failure)) from None
        clear = plain.mode == "RGBA"
        plain.info.clear()
        target = io.BytesIO()
        plain.save(target, "PNG" if clear else "JPEG", **({} if clear else {"quality": 85}))
        return target.getvalue(), "image/png" if clear else "image/jpeg"


def _plain(image: Image.Image) -> Image.Image:
    """In colours of 8 bits, which shades are mixed in as it gets smaller: a thin stroke of a fax stays grey.

    Of 16 bits of grey the higher 8 stand. Their clear shade is one in 65536, and is shown as it is.
    """
    if image.mode.startswith("I"):
        return image.point(lambda shade: shade / 256, "L").convert("RGB")
    wanted = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except _UNREADABLE as failure:
        raise Unreadable(str(failure)) from None
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise TooManyPixels
    return image
