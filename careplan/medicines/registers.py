"""Medicines that a client takes or took, as they were told."""

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.medicines.labels import TOLD_BY
from careplan.medicines.rules import MEDICINES
from careplan.ui.fields import Day, Select, Text

TAKEN = Register(
    room="medicines",
    name="medicines",
    noun="medicine",
    model_name="MedicineTaken",
    of=Of.CLIENT,
    title="Medicines",
    one="a medicine",
    about="What the client takes, prescribed or bought, opioid treatment from here left out. Assessments begin with "
    "these rows, and what they hear comes back here.",
    empty="No medicine is recorded. That does not say that none is taken.",
    tells=("name", "dose"),
    order=("-recorded_at",),
    fields=(
        Field(
            "name",
            "Medicine",
            needed(
                Text,
                "Which medicine?",
                "which medicine",
                max=200,
                suggests=lambda: MEDICINES.on(today()).names,
                hint="As it stands on the box. Any name can be typed",
            ),
        ),
        Field("dose", "Dose", Text("Dose (optional)", called="Dose", max=200, hint="For example: 50 mg")),
        Field(
            "how_often",
            "How often",
            Text(
                "How often? (optional)",
                called="How often",
                max=200,
                hint="For example: once a day, as needed",
            ),
        ),
        Field(
            "prescriber",
            "Prescribed by or bought",
            Text("Who prescribes it, or where is it bought? (optional)", called="Who prescribes it", max=200),
        ),
        Field(
            "since",
            "Since",
            Text(
                "Since when? (optional)", called="Since when", max=200, hint="For example: 2024, last month"
            ),
        ),
        Field(
            "stopped_on",
            "Stopped",
            Day("When was it stopped, if it was? (optional)", called="The day it was stopped", latest=today),
            missing="Still taken",
        ),
        Field(
            "told_by",
            "Told by",
            needed(Select, "Who said so?", "who said so", choices=TOLD_BY, default="client"),
        ),
    ),
)
REGISTERS = (TAKEN,)
MedicineTaken = TAKEN.model
