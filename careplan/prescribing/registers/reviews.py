"""Prescribing reviews: how the client is on the dose (rule R1)."""

from collections.abc import Mapping
from typing import Any

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.prescribing.codes import RECORD_DOSE
from careplan.prescribing.labels.reviews import DECISIONS, SIGNS, WAYS
from careplan.ui.fields import Day, LongText, Radios


def _next(values: Mapping[str, Any]) -> dict[str, str]:
    """The next review is after this one."""
    reviewed, following = values["reviewed_on"], values["next_on"]
    late = reviewed and following and following <= reviewed
    return {"next_on": "The next review must be after this one"} if late else {}


PRESCRIBING_REVIEWS = Register(
    room="prescribing",
    name="prescribing_reviews",
    noun="prescribing_review",
    model_name="PrescribingReview",
    of=Of.EPISODE,
    title="Prescribing reviews",
    one="a prescribing review",
    about="How the client is on the dose, and what the review advises. A prescriber changes it in the course.",
    empty="No review is recorded.",
    day="reviewed_on",
    tells=("reviewed_on", "decision"),
    order=("-reviewed_on",),
    checks=(_next,),
    writes=RECORD_DOSE,
    fields=(
        Field(
            "reviewed_on",
            "Day",
            needed(Day, "When was the review?", "the day of the review", latest=today, default=today),
        ),
        Field(
            "way",
            "How",
            needed(Radios, "How was the client seen?", "how the client was seen", choices=WAYS, inline=True),
        ),
        Field(
            "withdrawal",
            "Withdrawal",
            needed(Radios, "Withdrawal", "how strong withdrawal is", choices=SIGNS, inline=True),
        ),
        Field(
            "sedation",
            "Sedation",
            needed(Radios, "Sedation", "how strong sedation is", choices=SIGNS, inline=True),
        ),
        Field(
            "other_use",
            "Other drugs and alcohol",
            needed(
                LongText,
                "What else was taken since the last review?",
                "what else was taken, or that it was nothing",
                max=1000,
                rows=2,
            ),
        ),
        Field(
            "words",
            "What was said",
            LongText("What else was said and seen? (optional)", called="What was said", max=4000, rows=4),
            listed=False,
        ),
        Field(
            "decision",
            "Advises",
            needed(Radios, "What does the review advise?", "what it advises", choices=DECISIONS),
        ),
        Field("next_on", "Next review", Day("When is the next review? (optional)", called="The next review")),
    ),
)
PrescribingReview = PRESCRIBING_REVIEWS.model
