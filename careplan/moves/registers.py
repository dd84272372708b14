"""Release from prison and discharge from hospital: on opioid medicine every day counts."""

from careplan.clients.registers import Field, Of, Register, needed
from careplan.moves.labels import MEDICINES, RELEASES
from careplan.moves.rules import covered
from careplan.ui.fields import Day, LongText, Radios, Text

RELEASE = Register(
    room="moves",
    name="releases",
    noun="release",
    model_name="Release",
    of=Of.EPISODE,
    title="Release and discharge",
    one="a release or discharge",
    about="Record it as soon as the day is known. On opioid medicine the client is seen on that very day.",
    empty="No release or discharge is recorded.",
    day="released_on",
    tells=("kind", "released_on", "medicine"),
    order=("-released_on",),
    checks=(covered,),
    fields=(
        Field("kind", "From", needed(Radios, "From where?", "from where", choices=RELEASES, inline=True)),
        Field(
            "released_on",
            "Day",
            needed(Day, "On which day does the client come out?", "the day of release or discharge"),
        ),
        Field(
            "medicine",
            "Opioid medicine",
            needed(Radios, "On which opioid medicine?", "which opioid medicine", choices=MEDICINES),
        ),
        Field(
            "dose", "Dose", Text("Dose there, with who confirmed it (optional)", called="The dose", max=200)
        ),
        Field(
            "covered_until",
            "Covered until",
            Day("Last day covered by what they are given", called="The last covered day"),
        ),
        Field(
            "place",
            "Who to ring",
            needed(Text, "Which prison or hospital, and whom to ring?", "whom to ring", max=200),
        ),
        Field(
            "note",
            "Note",
            LongText("What else? (optional)", called="The note", max=1000, rows=2),
            listed=False,
        ),
    ),
)
Release = RELEASE.model
