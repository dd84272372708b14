"""Drug tests."""

from careplan.clients.registers import Field, Findings, Of, Register, needed
from careplan.ground.clock import today
from careplan.outcomes.labels import ANALYTES, FINDINGS, SAMPLES
from careplan.ui.fields import Day, Radios

DRUG_TESTS = Register(
    room="outcomes",
    name="drug_tests",
    noun="drug_test",
    model_name="DrugTest",
    of=Of.EPISODE,
    title="Drug tests",
    one="a drug test",
    empty="No drug test is recorded.",
    day="taken_on",
    tells=("taken_on", "results"),
    order=("-taken_on",),
    fields=(
        Field(
            "taken_on",
            "Taken",
            needed(Day, "When was the sample taken?", "the day the sample was taken", latest=today),
        ),
        Field(
            "sample",
            "Sample",
            needed(Radios, "What was tested?", "what was tested", choices=SAMPLES, inline=True),
        ),
        Field("results", "Results", Findings(ANALYTES, FINDINGS, required="Select at least one result")),
    ),
)
