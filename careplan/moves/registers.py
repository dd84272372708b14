"""Release from prison and discharge from hospital: on opioid medicine every day counts."""

from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.moves.labels import MEDICINES, RELEASES
from careplan.moves.labels import NEWS as OUTCOMES
from careplan.moves.rules import covered, told
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

NEWS = Register(
    room="moves",
    name="transfer_news",
    noun="transfer_news",
    model_name="TransferNews",
    of=Of.EPISODE,
    title="What became of a file",
    one="what became of a transfer that left as a file",
    about="A transfer that leaves as a file tells nothing back. Ring them, and write down what you were told.",
    empty="Nothing was told yet.",
    day="told_on",
    tells=("told_on", "outcome", "who"),
    order=("-told_on",),
    checks=(told,),
    seldom=True,
    writes=REGISTER_CLIENT,
    fields=(
        Field(
            "told_on",
            "Told",
            needed(Day, "When were you told?", "the day you were told", latest=today),
        ),
        Field(
            "outcome", "What", needed(Radios, "What becomes of it?", "what becomes of it", choices=OUTCOMES)
        ),
        Field(
            "seen_on",
            "Seen there",
            Day(
                "If they have seen the client, on which day?",
                called="The day they saw the client",
                latest=today,
            ),
        ),
        Field(
            "who", "Who said so", Text("Who said so, and where? (optional)", called="Who said so", max=200)
        ),
        Field("note", "Why", LongText("If it comes to nothing, why?", called="Why", max=1000, rows=2)),
    ),
)
TransferNews = NEWS.model
