"""Documents of a record. Give `episode=`."""

import hashlib
from datetime import date

from careplan.letters.models import Document
from tests.factories.clients import OfEpisode

CONTENT = b"%PDF-1.7 fictitious"


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
