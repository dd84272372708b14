"""The words that notes begin with, and the numbers of the diary, as editions. Pure."""

from collections.abc import Mapping
from pathlib import Path

from careplan.ground.standards import Edition, Positive, Series, Words


class NoteWords(Edition, frozen=True, kw_only=True):
    """The template of a note for what a contact is for."""

    templates: Mapping[str, Words]


class Diary(Edition, frozen=True, kw_only=True):
    """How long appointments take by what they are for, how far ahead and how often they are booked."""

    asked_for_days: Positive
    ahead_days: Positive
    longest_minutes: Positive
    most_repeats: Positive
    minutes: Mapping[str, Positive]


FOLDER = Path(__file__).parents[1] / "standards"
NOTES = Series(FOLDER, "notes", NoteWords)
DIARY = Series(FOLDER, "diary", Diary)
