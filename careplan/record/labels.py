"""What the caseload can be narrowed to and sorted by, in words; its states are called as their clock calls them."""

from careplan.plans.labels import CLOCK
from careplan.record.rules.caseload import STATES as CLOCKS
from careplan.record.rules.caseload import Order, State, Whose

WHOSE = {Whose.MINE: "My clients", Whose.ALL: "All clients", Whose.NOBODYS: "Clients without a keyworker"}
ORDERS = {Order.URGENCY: "Most urgent first", Order.NAME: "By name"}
STATES = {state: CLOCK[clocks[0]][0] for state, clocks in CLOCKS.items()} | {
    State.BEHIND: "Review late or overdue"
}
FITS = {True: "Act now", False: "Look again"}
"""What the list of what is missing says beside a check: by whether somebody has to act today."""
