"""Reviews of long waits."""

from careplan.clients.codes import REGISTER_CLIENT
from careplan.clients.registers import Field, Of, Register, needed
from careplan.ground.clock import today
from careplan.ui.fields import Day, LongText, Radios, Select, Text
from careplan.waits.labels import ANSWER_COLOURS, ANSWERS, AWAITED, WHY
from careplan.waits.rules import words_needed

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

REFERRAL_ANSWERS = Register(
    room="waits",
    name="referral_answers",
    noun="referral_answer",
    model_name="ReferralAnswer",
    of=Of.EPISODE,
    title="Answers to the referral",
    one="an answer to the referral",
    about="What the service answered to who referred the client. To put a referral back, use the page of the referral.",
    empty="Nothing was answered yet.",
    day="answered_on",
    tells=("answer",),
    order=("-answered_on",),
    checks=(words_needed,),
    writes=REGISTER_CLIENT,
    fields=(
        Field(
            "answered_on",
            "Day",
            needed(Day, "When was it answered?", "the day of the answer", latest=today),
        ),
        Field(
            "answer",
            "Answer",
            needed(Radios, "What was answered?", "what was answered", choices=ANSWERS),
            colours=ANSWER_COLOURS,
        ),
        Field("told", "Who was told", Text("Who was told? (optional)", called="Who was told", max=200)),
        Field("words", "Why", LongText("What was asked, or why", called="Why", max=1000, rows=2)),
    ),
)
ReferralAnswer = REFERRAL_ANSWERS.model
