"""The words that notes begin with, as an edition. Pure."""

from collections.abc import Mapping
from pathlib import Path

from careplan.ground.standards import Edition, Series, Words


class NoteWords(Edition, frozen=True, kw_only=True):
    """The template of a note for what a contact is for."""

    templates: Mapping[str, Words]


NOTES = Series(Path(__file__).parents[1] / "standards", "notes", NoteWords)
