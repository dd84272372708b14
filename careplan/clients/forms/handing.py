"""Handing clients over."""

from collections.abc import Mapping
from typing import Any, cast

from wtforms.validators import ValidationError

from careplan.clients.codes import HandOverAnswer
from careplan.clients.labels import TAKES
from careplan.ui.fields import Checkboxes, Form, Hidden, LongText, Radios, Reason, Select, TickBox

OWN = "note_"
"""How the field for the note of one client begins; the id of the episode follows."""


class HandOverForm(Form):
    """Which of the clients that were shown, and to whom. The view sets the choices; `shown` says whose list it was."""

    drafted = False

    shown = Hidden()
    clients = Checkboxes("Clients", called="Clients")
    everyone = TickBox("All clients of this list")
    keyworker = Select(
        "To whom?", required="Select who keeps these clients now", called="To whom", blank="Select a worker"
    )

    note = LongText(
        "What must the next keyworker know? (optional)",
        called="The note",
        hint="For every client you select who has no note of their own below",
        max=2000,
        rows=3,
    )

    @property
    def notes(self) -> list[Any]:
        """The fields for the notes of single clients."""
        return [one for one in self if one.name.startswith(OWN)]

    def note_of(self, episode_id: str) -> str | None:
        """The note that goes with a client."""
        own = f"{OWN}{episode_id}"
        note: str | None = (self[own].data if own in self else None) or self.note.data
        return note

    def validate_clients(self, field: Any) -> None:
        """At least one, or all."""
        if not field.data and not self.everyone.data:
            raise ValidationError("Select at least one client, or all of the list")


def hand_over_form(names: Mapping[str, str]) -> HandOverForm:
    """The form with a note for each of the clients, names by episode id."""
    fields = {
        f"{OWN}{id_}": LongText(f"About {name}", called=f"The note about {name}", max=2000, rows=2)
        for id_, name in names.items()
    }
    return cast(HandOverForm, type("HandOverForm", (HandOverForm,), fields)())


class AnswerForm(Form):
    """Which of the clients that were handed to the worker are taken, or put back and why."""

    clients = Checkboxes("Clients", called="Clients", required="Select at least one client")
    answer = Radios(
        "Do you take them over?",
        called="Your answer",
        required="Select whether you take them over",
        choices=TAKES,
    )
    words = Reason(
        "Why do you put them back?", called="Why", hint="Leave empty if you take them over", max=500, rows=2
    )

    def validate_words(self, field: Any) -> None:
        """Whoever puts back says why."""
        if self.answer.data == HandOverAnswer.PUT_BACK and not field.data:
            raise ValidationError("Enter why you put them back")
