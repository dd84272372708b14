"""The service's own letters to begin with, declared (house.md B13)."""

from careplan.clients.registers import Field, Of, Register, needed
from careplan.letters.codes import EDIT_LETTERS, LetterField
from careplan.letters.labels import LETTERS
from careplan.letters.rules import unknown_fields
from careplan.ui.fields import LongText, Select

LETTER_TEMPLATES = Register(
    room="letters",
    name="letter_templates",
    noun="letter_template",
    model_name="LetterTemplate",
    of=Of.SERVICE,
    title="Templates of letters",
    one="a template",
    about="A letter begins with these words. What stands in braces is filled in from the record: "
    + ", ".join(f"{{{one}}}" for one in LetterField)
    + ".",
    empty="The service has no templates of its own: careplan’s are used.",
    order=("letter",),
    tells=("letter",),
    once=("letter",),
    once_words=("letter", "There is a template for this already. Correct that one"),
    checks=(unknown_fields,),
    fields=(
        Field("letter", "For", needed(Select, "What is it for?", "what it is for", choices=LETTERS)),
        Field("words", "Words", needed(LongText, "Words", "the words of the letter", max=8000, rows=16)),
    ),
    reads=EDIT_LETTERS,
    writes=EDIT_LETTERS,
    above=("today.today", "Today"),
)
