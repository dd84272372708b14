"""The words that notes begin with, and the numbers of the diary, as editions. Pure."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from careplan.ground.standards import Edition, Positive, Series, Words
from careplan.plans.codes import TouchWay


class NoteWords(Edition, frozen=True, kw_only=True):
    """The template of a note for what a contact is for."""

    templates: Mapping[str, Words]


class Diary(Edition, frozen=True, kw_only=True):
    """How long appointments take by what they are for, how far ahead and how often they are booked, what a feed has."""

    asked_for_days: Positive
    ahead_days: Positive
    longest_minutes: Positive
    most_repeats: Positive
    feed_back_days: Positive
    feed_ahead_days: Positive
    minutes: Mapping[str, Positive]


class Reminders(Edition, frozen=True, kw_only=True):
    """What a reminder says, with and without a telephone number, and parts of words that it never holds."""

    words: Words
    without_telephone: Words
    never: tuple[str, ...]


class LostStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of the service: which way, how many days after the non-attendance, and whether only on a course."""

    way: TouchWay
    after_days: Annotated[int, Meta(ge=0)]
    on_course: bool = False


class LostTouch(Edition, frozen=True, kw_only=True):
    """What is done after a non-attendance, and after how many days closing is proposed."""

    close_after_days: Positive
    steps: tuple[LostStep, ...]


FOLDER = Path(__file__).parents[1] / "standards"
NOTES = Series(FOLDER, "notes", NoteWords)
REMINDERS = Series(FOLDER, "reminders", Reminders)
DIARY = Series(FOLDER, "diary", Diary)
LOST_TOUCH = Series(FOLDER, "lost-touch", LostTouch)
