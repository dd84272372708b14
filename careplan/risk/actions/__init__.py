"""Writes of the risk room: levels, actions, completing, countersigning. They flush; the request commits."""

from careplan.risk.actions.judging import (
    Judged,
    complete,
    countersign,
    set_again,
    set_levels,
    strike_assessment,
    strike_level,
)
from careplan.risk.actions.planning import Refused, Step, add_actions, finish_action, follow_answers
