"""Images are judged by their head, and shown as a picture without anything else."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFile

from careplan.ground.images import LONGEST_SIDE, TooManyPixels, Unreadable, encoded_anew, sized


def picture(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **how: object) -> bytes:
    """A plain image."""
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, kind, **how)
    return target.getvalue()


def head_of_a_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"0" * 99))
        + chunk(b"IEND", b"")
    )


def test_the_head_says_how_large_an_image_is() -> None:
    assert sized(picture("PNG")) == (60, 40)


@pytest.mark.parametrize("size", [(10_000, 9_000), (20_000, 10_000), (60_000, 60_000), (8000, 5001)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size: tuple[int, int]) -> None:
    for judge in (sized, encoded_anew):
        with pytest.raises(TooManyPixels):
            judge(head_of_a_bomb(*size))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", picture("GIF"), picture("JPEG")[:30]])
def test_what_is_no_png_or_jpeg_is_no_image(content: bytes) -> None:
    with pytest.raises(Unreadable):
        sized(content)


def test_a_picture_that_breaks_off_cannot_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as another library may leave it
    whole = picture("JPEG", (900, 900))
    with pytest.raises(Unreadable):
        encoded_anew(whole[: len(whole) // 2])


def test_place_time_and_what_hides_behind_the_end_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "52.48 N 1.90 W"
    content = picture("JPEG", exif=exif, comment=b"secret place") + b"<script>alert(1)</script>"
    shown, media_type = encoded_anew(content)
    assert media_type == "image/jpeg"
    for word in (b"52.48", b"secret", b"script", b"Exif"):
        assert word not in shown
    with Image.open(io.BytesIO(shown)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()


def test_a_large_picture_is_made_smaller_and_a_clear_one_stays_clear() -> None:
    shown, _ = encoded_anew(picture("PNG", (4000, 1000)))
    assert sized(shown) == (LONGEST_SIDE, LONGEST_SIDE // 4)
    assert encoded_anew(picture("PNG", mode="RGBA"))[1] == "image/png"
    assert encoded_anew(picture("PNG", mode="P"))[1] == "image/jpeg"
    assert encoded_anew(picture("JPEG", mode="CMYK"))[1] == "image/jpeg"


def shown(image: Image.Image, **how: object) -> Image.Image:
    """A PNG of the image, as a page shows it."""
    target = io.BytesIO()
    image.save(target, "PNG", **how)
    return Image.open(io.BytesIO(encoded_anew(target.getvalue())[0]))


@pytest.mark.parametrize("mode", ["1", "P"])
def test_thin_strokes_of_a_scan_do_not_vanish_when_it_is_made_smaller(mode: str) -> None:
    page = Image.new("1", (LONGEST_SIDE * 3, 300), 1)
    for x in range(0, page.width, 30):
        page.paste(0, (x, 0, x + 1, page.height))
    small = shown(page.convert(mode)).convert("L")
    row = [small.getpixel((x, small.height // 2)) for x in range(small.width)]
    strokes = [min(row[x : x + 10]) for x in range(0, 1900, 10)]
    assert max(strokes) < 240
    assert max(row) > 250


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = Image.new("I;16", (64, 1))
    for x in range(64):
        grey.putpixel((x, 0), x * 1024)
    row = shown(grey).convert("L")
    assert [abs(row.getpixel((x, 0)) - x * 4) < 12 for x in range(64)] == [True] * 64


@pytest.mark.parametrize(("mode", "clear"), [("1", 0), ("L", 0), ("P", 0), ("RGB", (0, 0, 0)), ("I;16", 0)])
def test_what_is_clear_stays_clear_and_what_is_not_stays(mode: str, clear: object) -> None:
    image = Image.new(mode, (64, 64), 0)
    if mode == "P":
        image.putpalette([0, 0, 0, 255, 255, 255])
    white = {"RGB": (255, 255, 255), "I;16": 65535, "L": 255}.get(mode, 1)
    image.paste(white, (32, 0, 64, 64))
    made = shown(image, transparency=clear).convert("RGBA")
    assert made.getpixel((48, 32)) == (255, 255, 255, 255)
    assert made.getpixel((8, 32))[3] == (255 if mode == "I;16" else 0)
