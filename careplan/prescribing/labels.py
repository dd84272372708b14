"""Words for what became of a dose, and for what a depot covers."""

from careplan.prescribing.codes import Formulation

DOSES = {
    "taken": "Taken",
    "collected": "Collected",
    "missed": "Missed",
    "refused": "Refused",
    "withheld": "Withheld",
    "vomited": "Vomited",
    "part_taken": "Part taken",
    "not_supplied": "Not supplied",
}
SPANS: dict[str, str] = {
    Formulation.DEPOT_WEEKLY: "weekly depot",
    Formulation.DEPOT_MONTHLY: "monthly depot",
}
