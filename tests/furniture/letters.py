"""A file among the documents of the record."""

from tests.factories import letters
from tests.furniture.base import World


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
    return {"document_id": document.id}
