"""The form of a note, for a new one and for a correction; and the search."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from careplan.clients.labels import PURPOSES
from careplan.contacts.labels import WAYS
from careplan.contacts.rules.notes import Written, day_fault, unfinished
from careplan.ground.clock import london, now
from careplan.ui.fields import (
    Checkboxes,
    Day,
    Form,
    LongText,
    Radios,
    Reason,
    SearchText,
    Select,
    Text,
    TimeOfDay,
    Whole,
    YesNo,
)

LONGEST_HOURS = 12


class NoteForm(Form):
    """A contact: when, how, what was said, whether risk changed; the rest may stay as it is filled in."""

    happened_on = Day("Day", called="The day of the contact", required="Enter the day of the contact")
    began = TimeOfDay("Time (optional)", called="The time", hint="For example, 2.30pm")
    way = Radios("How?", choices=WAYS, required="Select how you were in touch", inline=True)
    words = LongText(
        "What was said and agreed", called="What was said", required="Enter what was said and agreed", rows=9
    )
    risk_changed = YesNo("Has risk changed?", called="Risk", required="Select whether risk has changed")
    risk_words = LongText("What changed, if it did?", called="What changed", max=2000, rows=2)
    goals = Checkboxes("Goals touched (optional)", called="The goals")
    next_step = Text("Next step (optional)", called="The next step", max=500)
    next_step_on = Day("By when?", called="The day of the next step")
    purpose = Select("What was it for?", choices=PURPOSES, required="Select what it was for", blank=None)
    worker_id = Select("Who had the contact?", required="Select who had the contact", blank=None)
    with_whom = Text("Who else was there? (optional)", called="Who else was there", max=200)
    minutes = Whole(
        "How long? (optional)", called="How long", least=1, most=60 * LONGEST_HOURS, unit="minutes", width=4
    )

    born: date | None = None
    appointment_id: str | None = None

    def about(self, born: date | None, workers: Mapping[str, str], goals: Mapping[str, str]) -> None:
        """The client's birth where the day is known; who may have had the contact; the goals that are open."""
        self.born, self.worker_id.choices, self.goals.choices = born, workers, goals

    def begin(self, **values: Any) -> None:
        """Fill in what is known before anything is typed; a form that holds a draft or was sent keeps its own."""
        if self.from_draft or self.is_submitted():
            return
        for name, value in values.items():
            self[name].process_data(value)

    def insert(self, template: str) -> None:
        """Put the words of a template below what was typed."""
        typed = self.words.typed.rstrip()
        self.words.typed = f"{typed}\n\n{template.strip()}" if typed else template.strip()

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the day against the clock, and what only together says something."""
        super().validate(extra_validators)
        here = london(now())
        fault = day_fault(
            self.happened_on.data,
            self.began.data,
            born=self.born,
            on_clock=(here.date(), f"{here:%H:%M}"),
        )
        if fault:
            field = self.began if "time" in fault else self.happened_on
            field.errors = field.errors or [fault]
        halves = ("happened_on", "risk_changed", "risk_words", "next_step", "next_step_on")
        for name, sentence in unfinished(**{name: self[name].data for name in halves}):
            self[name].errors = self[name].errors or [sentence]
        return not any(one.errors for one in self)

    def written(self) -> Written:
        """The note as it was filled in."""
        values = {one.name: one.data for one in self.shown_fields if one.name not in ("goals", "why")}
        return Written(**values, goals=tuple(self.goals.data), appointment_id=self.appointment_id)


class CorrectionForm(NoteForm):
    """A note in the place of one that no longer holds."""

    why = Reason("Why is it corrected?", called="The reason", required="Enter why it is corrected", max=1000)


class SearchForm(Form):
    """Words that notes hold."""

    drafted = False
    q = SearchText("Words in a note", called="The words", required="Enter a word to look for", max=100)
