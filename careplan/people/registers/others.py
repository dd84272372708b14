"""Who else there is: family, other helpers, who may be told, and who must be kept safe."""

from careplan.clients.registers import Field, Of, Several, needed
from careplan.ground.clock import today
from careplan.people import labels, rules
from careplan.people.registers.parts import ENDED, kind, register, since, told_by, until
from careplan.ui.fields import Day, LongText, Person, Radios, Reason, Select, Text, Year, YesNo

RELATIONS = register(
    "relations",
    "relation",
    "Relation",
    title="Family and others",
    one="a person who matters",
    about="People in the household, children wherever they live, and others who matter to the client.",
    empty="Nobody is recorded.",
    tells=("relation", "name"),
    order=("relation", "name"),
    checks=(ENDED, lambda values: rules.born_by(values, today().year)),
    fields=(
        Field("name", "Name", needed(Person, "Name", "the name", max=100)),
        Field("relation", "Relation", needed(Select, "Who is it?", "who it is", choices=labels.RELATIONS)),
        Field(
            "born_on",
            "Born",
            Day("Date of birth (optional)", called="Date of birth", latest=today),
            listed=False,
        ),
        Field(
            "born_year",
            "Year of birth",
            Year(
                "Year of birth, if the date is not known (optional)",
                called="Year of birth",
                least=1900,
                width=4,
            ),
            listed=False,
        ),
        Field(
            "lives", "Lives", needed(Select, "Where do they live?", "where they live", choices=labels.LIVES)
        ),
        Field(
            "roles",
            "Is also",
            Several("Tick what holds (optional)", called="What holds", choices=labels.ROLES),
        ),
        Field("telephone", "Telephone", Text("Telephone (optional)", called="Telephone", max=100)),
        Field(
            "may_be_told",
            "May be told",
            needed(YesNo, "May they be told that the client is in treatment?", "whether they may be told"),
        ),
        Field(
            "school", "School", Text("School or nursery (optional)", called="School", max=200), listed=False
        ),
        Field(
            "social_worker",
            "Social worker",
            Text("Social worker, with telephone (optional)", called="Social worker", max=200),
            listed=False,
        ),
        told_by(),
        since(),
        until(),
    ),
)
HELPERS = register(
    "helpers",
    "helper",
    "Helper",
    title="Doctor and pharmacy",
    one="a practice, pharmacy or worker",
    empty="Nobody is recorded.",
    tells=("kind", "name"),
    order=("kind", "-since", "-recorded_at"),
    checks=(ENDED,),
    fields=(
        kind("What is it?", "what it is", labels.HELPERS, "What"),
        Field("name", "Name", needed(Text, "Name of the practice, pharmacy or worker", "the name", max=200)),
        Field("telephone", "Telephone", Text("Telephone (optional)", called="Telephone", max=100)),
        Field(
            "address",
            "Address",
            LongText("Address (optional)", called="Address", max=300, rows=3),
            listed=False,
        ),
        told_by(),
        since(),
        until(),
    ),
)
CONSENTS = register(
    "consents",
    "consent",
    "Consent",
    of=Of.EPISODE,
    title="Consent and sharing",
    one="a consent",
    about="Who may be told what, and until when. The client is asked again before it ends.",
    empty="No consent is recorded.",
    day="given_on",
    tells=("party", "purpose"),
    order=("-given_on",),
    checks=(
        rules.grounded,
        rules.later("given_on", "expires_on", "The end must not be before the day it was given"),
        rules.later("given_on", "withdrawn_on", "It cannot be withdrawn before it was given"),
    ),
    fields=(
        Field(
            "party",
            "With",
            needed(Text, "Who may be told?", "who may be told", max=200, hint="A person or an organisation"),
        ),
        Field("purpose", "For", needed(Select, "What for?", "what for", choices=labels.PURPOSES)),
        Field(
            "scope",
            "What",
            needed(LongText, "What may they be told?", "what they may be told", max=1000, rows=2),
        ),
        Field(
            "basis", "On what ground", needed(Radios, "On what ground?", "the ground", choices=labels.BASES)
        ),
        Field(
            "reason",
            "Why without",
            Reason("Why without consent, and by which duty?", called="Why without consent", max=1000, rows=2),
            listed=False,
        ),
        Field(
            "given_on",
            "Given",
            needed(Day, "When was it given or decided?", "the day it was given", latest=today),
        ),
        Field("expires_on", "Ends", Day("When does it end?", called="The end")),
        Field(
            "withdrawn_on",
            "Withdrawn",
            Day(
                "When was it withdrawn, if it was? (optional)",
                called="The day it was withdrawn",
                latest=today,
            ),
            missing="No",
        ),
    ),
)
SAFEGUARDING = register(
    "safeguarding",
    "safeguarding_step",
    "SafeguardingStep",
    of=Of.EPISODE,
    title="Safeguarding",
    one="a safeguarding step",
    about="Each step is a row of its own. The latest open one for each person stands on the banner.",
    empty="No safeguarding concern is recorded.",
    day="happened_on",
    tells=("happened_on", "whom", "stage"),
    order=("-happened_on",),
    checks=(
        rules.identified,
        rules.later("happened_on", "review_on", "It cannot be looked at again before that day"),
    ),
    fields=(
        Field("happened_on", "Day", needed(Day, "When was it?", "the day", latest=today)),
        Field(
            "whom",
            "About",
            needed(
                Radios, "Who must be kept safe?", "who must be kept safe", choices=labels.WHOM, inline=True
            ),
        ),
        Field("name", "Name", Person("Name of the child or adult", called="The name", max=100)),
        Field("stage", "Step", needed(Select, "What was done?", "what was done", choices=labels.STAGES)),
        Field(
            "account",
            "What happened",
            needed(LongText, "What is the worry, and what was said and done?", "what happened", max=4000),
            listed=False,
        ),
        Field(
            "with_whom",
            "With",
            Text(
                "With whom? (optional)",
                called="With whom",
                max=200,
                hint="For example, the name and telephone of the duty social worker",
            ),
        ),
        Field(
            "outcome",
            "Outcome",
            LongText("What came of it? (optional)", called="The outcome", max=2000, rows=2),
        ),
        Field(
            "review_on", "Look again on", Day("When is this looked at again?", called="The day to look again")
        ),
    ),
)
