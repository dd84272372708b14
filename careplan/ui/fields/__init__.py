"""Form fields that refuse what cannot be kept, in a plain sentence, and never lose what was typed.

Every field is made as `Text("Label?", required="Enter the …", called="First name", max=200, hint="…")`:
`required` is the sentence shown when nothing was entered (leave it out for an optional field), `called` is
how error sentences name the field (the label, unless given). `validators=[…]` run only on a value that could
be read; a form's own `validate_<name>(self, field)` runs also on an empty optional field, never on a refused
one, and refuses with `raise ValidationError("…")` of WTForms.
An empty field's data is None (Checkboxes: [], TickBox: False). There is at most one error per field.
"""

from careplan.ui.fields.base import CARRIED, Field, Form, Hidden
from careplan.ui.fields.choices import Checkboxes, Choice, Radios, Select, TickBox, YesNo
from careplan.ui.fields.days import Day
from careplan.ui.fields.documents import Document
from careplan.ui.fields.numbers import Decimal2, NhsNumber, Whole, Year
from careplan.ui.fields.texts import (
    LongText,
    Password,
    Person,
    PersonName,
    Postcode,
    Reason,
    SearchText,
    Telephone,
    Text,
    WhatWasDone,
)
from careplan.ui.fields.times import TimeOfDay
