"""What is kept of a service's workers, declared: leave and cover, the duty rota, walk-ins, supervision."""

from functools import partial
from typing import Any

from careplan.clients.registers import Field, Of, OneClient, Register, Staff, needed
from careplan.ground.checks import both_or_neither, not_before
from careplan.ground.clock import today
from careplan.team import rules
from careplan.team.codes import KEEP_DUTY, KEEP_TEAM, SEE_DUTY
from careplan.team.labels import AWAY_FOR
from careplan.ui.fields import Day, LongText, Select, Text, TimeOfDay

_of_team: Any = partial(
    Register, room="team", of=Of.SERVICE, reads=SEE_DUTY, writes=KEEP_DUTY, above=("team.duty", "Duty")
)


def _at(name: str, heading: str, question: str, called: str) -> Field:
    return Field(name, heading, needed(TimeOfDay, question, called), package_type="time")


ABSENCES = _of_team(
    name="absences",
    noun="absence",
    model_name="Absence",
    title="Leave and cover",
    one="an absence",
    about="While a worker is away, what would stand in their Today stands in that of who covers as well.",
    empty="Nobody’s leave is recorded.",
    order=("-from_on",),
    tells=("from_on", "until_on"),
    checks=(rules.last_after_first,),
    more=(not_before("until_on", "from_on"),),
    fields=(
        Field("worker_id", "Who", needed(Staff, "Who is away?", "who is away")),
        Field("from_on", "From", needed(Day, "First day away", "the first day away")),
        Field("until_on", "Until", needed(Day, "Last day away", "the last day away")),
        Field(
            "cover_id",
            "Cover",
            Staff("Who covers? (optional)", called="Who covers", blank="Nobody"),
            missing="Nobody",
        ),
        Field("why", "Why", needed(Select, "Why?", "why", choices=AWAY_FOR)),
    ),
)
DUTIES = _of_team(
    name="duties",
    noun="duty",
    model_name="Duty",
    title="Duty rota",
    one="a duty",
    about="Who sees whoever walks in or rings without an appointment.",
    empty="Nobody is on the rota.",
    order=("-duty_on", "from_time"),
    tells=("duty_on", "from_time"),
    once=("duty_on", "worker_id", "from_time"),
    once_words=("from_time", "This worker is on duty from then already"),
    checks=(rules.ends_after_begin,),
    writes=KEEP_TEAM,
    fields=(
        Field("duty_on", "Day", needed(Day, "Day", "the day")),
        _at("from_time", "From", "From", "the time from which"),
        _at("until_time", "Until", "Until", "the time until which"),
        Field("worker_id", "Who", needed(Staff, "Who is on duty?", "who is on duty")),
    ),
)
WALK_INS = _of_team(
    name="walk_ins",
    noun="walk_in",
    model_name="WalkIn",
    title="Walk-ins",
    one="a walk-in",
    about="Who came or rang without an appointment, what for, and who saw them.",
    empty="Nobody walked in.",
    order=("-came_on", "-came_at"),
    tells=("came_on", "who"),
    fills=("seen_by", "seen_at"),
    checks=(rules.seen_by_and_at,),
    more=(both_or_neither("seen_by", "seen_at"),),
    fields=(
        Field("came_on", "Day", needed(Day, "Day", "the day", latest=today)),
        _at("came_at", "Came at", "Time", "the time"),
        Field("who", "Who", needed(Text, "Who is it?", "who it is", max=200)),
        Field(
            "client_id",
            "Client",
            OneClient("Which client, if it is one? (optional)", called="The client", max=200),
        ),
        Field("words", "What for", Text("What for? (optional)", called="What they came for", max=500)),
        Field(
            "seen_by",
            "Seen by",
            Staff("Who saw them? (optional)", called="Who saw them", blank="Nobody yet"),
            missing="Nobody yet",
        ),
        Field(
            "seen_at",
            "Seen at",
            TimeOfDay("When? (optional)", called="When they were seen"),
            package_type="time",
        ),
    ),
)
SUPERVISIONS = _of_team(
    name="supervisions",
    noun="supervision",
    model_name="Supervision",
    title="Supervision",
    one="a supervision",
    about="When each worker had supervision last, and when the next is due.",
    empty="No supervision is recorded.",
    order=("-held_on",),
    tells=("held_on",),
    day="held_on",
    reads=KEEP_TEAM,
    writes=KEEP_TEAM,
    above=("team.index", "Team"),
    checks=(rules.next_after_held,),
    fields=(
        Field("worker_id", "Who", needed(Staff, "Whose supervision?", "whose supervision it was")),
        Field("held_on", "Held", needed(Day, "Held on", "the day it was held", latest=today)),
        Field("with_id", "With", Staff("With whom? (optional)", called="With whom", blank="Not recorded")),
        Field(
            "next_on",
            "Next",
            Day(
                "Next due on (optional)",
                called="The day the next is due",
                hint="Left empty, the service’s interval counts",
            ),
        ),
        Field(
            "words",
            "Agreed",
            LongText("What was agreed? (optional)", called="What was agreed", max=2000, rows=3),
            listed=False,
        ),
    ),
)
Absence, Duty, WalkIn, Supervision = (one.model for one in (ABSENCES, DUTIES, WALK_INS, SUPERVISIONS))
