"""Words of the rules: what each severity asks, where a rule is asked, how much of it is built."""

from careplan.prescribing.rules.book import State
from careplan.prescribing.rules.findings import Context, Severity

ASKS: dict[Severity, str] = {
    Severity.BLOCK: "Stop: it cannot be saved",
    Severity.SECOND: "Second prescriber: a reason, and a colleague who agrees",
    Severity.WARN: "Reason needed",
    Severity.INFORM: "Note",
}
CONTEXTS: dict[Context, str] = {
    Context.ORDER: "what is about to be decided",
    Context.RECORD: "what has happened, which is always saved",
}
STATES: dict[State, str] = {State.BUILT: "Built", State.PARTLY: "Partly built", State.LEFT: "Not built"}
COLOURS: dict[State, str] = {State.BUILT: "green", State.PARTLY: "yellow", State.LEFT: "grey"}
