"""How a client is reached and spoken with: telephone and email, addresses, name and language."""

from careplan.clients.codes import KEEP_DESK, READ_DESK
from careplan.clients.registers import Field, Several, needed
from careplan.people import labels, rules
from careplan.people.registers.parts import ENDED, kind, register, since, told_by, until
from careplan.ui.fields import LongText, Person, Postcode, Select, Text, YesNo

WAYS = register(
    "contact_ways",
    "contact_way",
    "ContactWay",
    title="Telephone and email",
    one="a telephone number or email address",
    about="Careplan offers only what is ticked as safe here, on letters, lists and reminders. Ask each time.",
    empty="No telephone number or email address is recorded.",
    tells=("kind", "value"),
    order=("-preferred", "-recorded_at"),
    checks=(rules.fits, ENDED),
    reads=READ_DESK,
    writes=KEEP_DESK,
    fields=(
        kind("What is it?", "what it is", labels.WAYS),
        Field(
            "value", "Number or address", needed(Text, "Number or address", "the number or address", max=200)
        ),
        Field(
            "whose",
            "Whose",
            Person("Whose is it, if not the client’s? (optional)", called="Whose it is", max=100),
        ),
        Field(
            "safe",
            "Safe to",
            Several(
                "What is safe to do? (optional)",
                called="What is safe",
                choices=labels.SAFE,
                hint="Somebody else may answer or read it. Leave empty what was not asked: it is then not offered",
            ),
        ),
        Field(
            "preferred",
            "Preferred",
            needed(YesNo, "Is this how the client wants to be reached?", "whether it is preferred"),
        ),
        told_by(),
        since(),
        until(),
    ),
)
ADDRESSES = register(
    "addresses",
    "address",
    "Address",
    title="Addresses",
    one="an address",
    empty="No address is recorded.",
    tells=("kind", "postcode"),
    order=("-since", "-recorded_at"),
    checks=(rules.located, ENDED),
    reads=READ_DESK,
    writes=KEEP_DESK,
    fields=(
        kind("Where does the client live?", "where the client lives", labels.HOMES, "Where"),
        Field(
            "lines",
            "Address",
            LongText("Address (optional for no fixed abode)", called="Address", max=300, rows=3),
        ),
        Field("postcode", "Postcode", Postcode("Postcode (optional)", called="Postcode", max=10, width=10)),
        Field(
            "safe_to_write",
            "Safe to write",
            needed(YesNo, "Is it safe to send letters there?", "whether it is safe to send letters"),
        ),
        told_by(),
        since(),
        until(),
    ),
)
SPEECH = register(
    "preferences",
    "preference",
    "Preference",
    title="Name and language",
    one="name and language",
    about="The latest holds. Earlier ones stay below it.",
    empty="Nothing is recorded yet.",
    tells=("preferred_name", "language"),
    order=("-recorded_at",),
    fields=(
        Field(
            "preferred_name",
            "Likes to be called",
            Person("What does the client like to be called? (optional)", called="Preferred name", max=100),
        ),
        Field(
            "aliases",
            "Other names",
            Text("Other names that the client uses or used (optional)", called="Other names", max=200),
        ),
        Field(
            "gender",
            "Describes themselves as",
            Select(
                "How does the client describe themselves? (optional)",
                called="How the client describes themselves",
                choices=labels.GENDERS,
                blank="Not asked",
            ),
        ),
        Field(
            "language",
            "Language",
            needed(Text, "Which language does the client speak best?", "the language", max=60),
        ),
        Field(
            "interpreter",
            "Interpreter",
            needed(YesNo, "Is an interpreter needed?", "whether an interpreter is needed"),
        ),
        Field(
            "needs",
            "Communication needs",
            Text(
                "What helps the client to read, hear or be understood? (optional)",
                called="Communication needs",
                max=300,
                hint="For example: large print, no letters, hearing loop",
            ),
        ),
        told_by(),
        since(),
    ),
)
