"""The service's own words to begin a note with, declared (house.md B13)."""

from careplan.clients.labels import PURPOSES
from careplan.clients.registers import Field, Of, Register, needed
from careplan.contacts.codes import EDIT_TEMPLATES
from careplan.ui.fields import LongText, Select

NOTE_TEMPLATES = Register(
    room="contacts",
    name="note_templates",
    noun="note_template",
    model_name="NoteTemplate",
    of=Of.SERVICE,
    title="Templates of notes",
    one="a template",
    about="What a note begins with when a worker inserts the template for what the contact is for. Where the service "
    "has none of its own, careplan's stands.",
    empty="The service has no templates of its own: careplan’s are inserted.",
    order=("purpose",),
    tells=("purpose",),
    once=("purpose",),
    once_words=("purpose", "There is a template for this already. Correct that one"),
    fields=(
        Field("purpose", "For", needed(Select, "What is it for?", "what it is for", choices=PURPOSES)),
        Field("words", "Words", needed(LongText, "Words", "the words of the template", max=4000, rows=10)),
    ),
    reads=EDIT_TEMPLATES,
    writes=EDIT_TEMPLATES,
    above=("contacts.search", "Notes"),
)
