"""A file and a letter among the documents of the record."""

import hashlib
from typing import Any

from tests.factories import letters
from tests.furniture.base import World

WALK = {
    ("letters.pdf", "document_id"): "letter_id",
    ("letters.printed", "document_id"): "letter_id",
    ("letters.image", "document_id"): "image_id",
}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    document = world.made(
        letters.DocumentFactory,
        episode=world.episode,
        happened_on=world.ago(4),
        media_type="application/pdf",
        sha256=letters.DocumentFactory.sha256,
        words=None,
    )
    scan = letters.picture(world.word)
    image = world.made(
        letters.DocumentFactory,
        episode=world.episode,
        happened_on=world.ago(5),
        media_type="image/png",
        content=scan,
        sha256=hashlib.sha256(scan).hexdigest(),
        size=len(scan),
        words=None,
    )
    none: dict[str, Any] = dict.fromkeys(("file_name", "media_type", "sha256", "size", "content"))
    letter = world.made(
        letters.DocumentFactory, episode=world.episode, kind="letter_out", happened_on=world.ago(3), **none
    )
    return {"document_id": document.id, "letter_id": letter.id, "image_id": image.id}
