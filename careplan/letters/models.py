"""Documents of a record: files as they came, and letters as they were sent."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from careplan.clients.models import OfEpisode, of_episode
from careplan.ground.checks import both_or_neither, one_of
from careplan.ground.db import Base, Recorded
from careplan.ground.documents import MEDIA_TYPES
from careplan.letters.codes import MOST_BYTES, DocumentKind

SHOWN = ("pdf", "png", "jpeg", "txt")
"""Endings of the files that are kept."""


class Document(OfEpisode, Recorded, Base):
    """A file, or a letter in `words` that was written here and is kept as it was sent.

    `happened_on` is the day that stands on it, `party` who wrote or sent it, or to whom it went. `size` counts bytes.
    A file that was missing from a package has no `content`, which is loaded only when asked for.
    """

    __tablename__ = "documents"
    __table_args__ = (
        of_episode(),
        Index("ix_documents_listed", "episode_id", "happened_on"),
        one_of("kind", DocumentKind),
        one_of("media_type", [MEDIA_TYPES[one] for one in SHOWN]),
        CheckConstraint("(words IS NULL) <> (file_name IS NULL)", name="file_or_words"),
        both_or_neither("file_name", "media_type"),
        both_or_neither("file_name", "sha256"),
        both_or_neither("file_name", "size"),
        CheckConstraint("content IS NULL OR file_name IS NOT NULL", name="content_of_a_file"),
        CheckConstraint(f"length(content) BETWEEN 1 AND {MOST_BYTES}", name="content_size"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        {"info": {"fixed": True}},
    )

    kind: Mapped[str]
    title: Mapped[str]
    happened_on: Mapped[date]
    party: Mapped[str]
    sensitive: Mapped[bool]
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    words: Mapped[str | None] = mapped_column(deferred=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
