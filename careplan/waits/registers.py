"""Reviews of long waits."""

from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.ui.fields import Day, LongText, Select
from careplan.waits.labels import AWAITED, WHY

WAIT_REVIEWS = Register(
    room="waits",
    name="wait_reviews",
    noun="wait_review",
    model_name="WaitReview",
    of=Of.EPISODE,
    title="Reviews of waits",
    one="a review of a wait",
    about="A wait that is too long is reviewed and reported to the partnership (Models of care, 2006, page 10).",
    empty="No wait of this client was reviewed.",
    day="reviewed_on",
    tells=("reviewed_on", "kind", "why"),
    order=("-reviewed_on",),
    fields=(
        Field(
            "reviewed_on",
            "Reviewed",
            needed(Day, "When was it reviewed?", "the day it was reviewed", latest=today),
        ),
        Field(
            "kind",
            "Waits for",
            needed(Select, "What does the client wait for?", "what the client waits for", choices=AWAITED),
        ),
        Field("why", "Why", needed(Select, "Why does it take so long?", "why it takes so long", choices=WHY)),
        Field(
            "next_step",
            "Next",
            needed(LongText, "What happens next, and when?", "what happens next", max=1000, rows=2),
        ),
        Field(
            "reported_on",
            "Reported",
            Day(
                "When was it reported to the partnership? (optional)",
                called="The day it was reported",
                latest=today,
            ),
        ),
    ),
)
WaitReview = WAIT_REVIEWS.model
