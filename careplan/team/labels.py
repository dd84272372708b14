"""Words of a team: why somebody is away, what is counted of each worker, what makes a client weigh more."""

from careplan.team.codes import AwayFor, Figure, Turn

AWAY_FOR: dict[str, str] = {
    AwayFor.LEAVE: "Leave",
    AwayFor.SICK: "Sick",
    AwayFor.TRAINING: "Training",
    AwayFor.OTHER: "Another reason",
}
FIGURES: dict[str, str] = {
    Figure.CLIENTS: "Clients",
    Figure.WEIGHT: "Weight",
    Figure.LATE: "Late",
    Figure.NOTES: "Notes missing",
}
"""The columns of the team view, each of which leads to its records."""
TURNS: dict[str, tuple[str, str]] = {
    Turn.NOW: ("On duty now", "green"),
    Turn.LATER: ("Later today", "blue"),
    Turn.OVER: ("Over", "grey"),
}
"""Where a duty of the day stands, and the colour of its tag."""
CHANGED = "This walk-in has changed since you opened the list. Look at it once more."
