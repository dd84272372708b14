"""Words of a wait: what is waited for, where it stands, why it takes so long."""

from datetime import date

from careplan.clients.labels import KINDS
from careplan.ui.words import counted
from careplan.waits.rules import NOT_DECIDED, Answer, Standing, State, Wait

AWAITED = {NOT_DECIDED: "To be seen first"} | KINDS
WHY = {
    "capacity": "No place or worker free",
    "client_later": "The client asked for a later day",
    "no_answer": "The client could not be reached",
    "did_not_come": "The client did not come to what was offered",
    "elsewhere": "In prison, hospital or treatment elsewhere",
    "funding": "Waits for funding or for another organisation",
    "overlooked": "The referral was overlooked",
    "other": "Another reason",
}
STANDINGS = {
    Standing.IN_TIME: ("In time", "green"),
    Standing.OVER: ("Too long", "orange"),
    Standing.LONG: ("To be reviewed", "red"),
    Standing.REVIEWED: ("Reviewed", "orange"),
}
"""Where a wait stands, and the colour of its tag."""

ANSWERS: dict[str, str] = {
    Answer.ACCEPTED: "Accepted",
    Answer.MORE_ASKED: "More was asked of who refers",
    Answer.PUT_BACK: "Put back to who refers",
}
ANSWER_COLOURS: dict[str, str] = {
    Answer.ACCEPTED: "green",
    Answer.MORE_ASKED: "yellow",
    Answer.PUT_BACK: "grey",
}
STATES = {
    State.RECEIVED: "Received",
    State.MORE_ASKED: "More asked",
    State.ACCEPTED: "Accepted",
    State.BOOKED: "Appointment booked",
    State.OFFERED: "First appointment offered",
    State.STARTED: "Treatment started",
    State.PUT_BACK: "Put back",
    State.CLOSED: "Closed",
}


def left_words(wait: Wait, on: date) -> str:
    """The days that are left until the target is missed, or the days since."""
    left = wait.left(on)
    return f"{counted(left, 'day')} left" if left >= 0 else f"{counted(-left, 'day')} over"
