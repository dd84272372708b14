"""Documents of a record. Give `episode=`."""

import hashlib
import io
from datetime import date
from zlib import crc32

from PIL import Image

from careplan.letters.models import Document
from tests.factories.clients import OfEpisode

CONTENT = b"%PDF-1.7 fictitious"


def picture(words: str) -> bytes:
    """A small PNG of one colour, another one for other words."""
    target = io.BytesIO()
    Image.new("RGB", (60, 40), crc32(words.encode()) & 0xFFFFFF).save(target, "PNG")
    return target.getvalue()


class DocumentFactory(OfEpisode):
    class Meta:
        model = Document

    kind = "report"
    title = "Discharge letter"
    happened_on = date(2025, 2, 3)
    party = "Ward 4"
    sensitive = False
    file_name = "letter.pdf"
    media_type = "application/pdf"
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    size = len(CONTENT)
    content = CONTENT
