"""The Treatment Outcomes Profile as it was answered."""

from typing import Any

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.outcomes.labels import ANSWERS, STAGES, threshold_words
from careplan.outcomes.registers.fields import TopDays, TopRating, TopUnits
from careplan.outcomes.rules.answers import problems
from careplan.outcomes.rules.standard import TOP, Item
from careplan.ui.fields import Day, Radios

ITEMS = TOP.latest.items
KINDS: dict[str, Any] = {"days": TopDays, "rating": TopRating, "units": TopUnits}


def _field(name: str, item: Item) -> Field:
    about: dict[str, Any] = {"called": item.heading, "hint": item.hint}
    if item.kind in KINDS:
        form = KINDS[item.kind](item.asks, **about)
    else:
        form = Radios(item.asks, choices=ANSWERS, inline=True, **about)
    return Field(name, item.heading, form, package_type=f"top_{item.kind}", section=item.section)


TOPS = Register(
    room="outcomes",
    name="tops",
    noun="top",
    model_name="Top",
    of=Of.EPISODE,
    title="Treatment Outcomes Profile",
    one="an outcomes profile",
    empty="No outcomes profile is recorded.",
    about=threshold_words(TOP.latest),
    asks="Days of the last 28: enter the four weeks, or only the total. An empty box means not asked; "
    "NA means asked, but not answered.",
    day="interviewed_on",
    tells=("interviewed_on", "stage"),
    order=("-interviewed_on",),
    checks=(lambda values: problems(values, ITEMS),),
    begins=lambda _: {"interviewed_on": today()},
    fields=(
        Field(
            "stage",
            "Stage",
            needed(Radios, "Which profile is it?", "which profile it is", choices=STAGES, inline=True),
        ),
        Field(
            "interviewed_on",
            "Interview",
            needed(Day, "When was the client asked?", "the day of the interview", latest=today),
        ),
        *(_field(name, item) for name, item in ITEMS.items()),
    ),
)
