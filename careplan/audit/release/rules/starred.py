"""The data of a report as readers outside the service may have it: a star for every figure that is not released."""

from collections.abc import Collection, Mapping
from typing import Any

from careplan.audit.review.rules.rows import STAR

HIDDEN = ("numerator", "denominator", "value", "band", "low_n", "services")
Data = Mapping[str, Any]


def left_out(excluded: Any) -> Any:
    """How many were left out is never told, only that some were."""
    return STAR if excluded else {}


def of_measure(data: Data, hidden: bool, beneath: bool = False) -> dict[str, Any]:
    """A measure without record ids; when hidden without any number, and `beneath` without that of its services."""
    values = {key: value for key, value in data.items() if key != "records"}
    values["excluded"] = left_out(values["excluded"])
    if hidden:
        values |= {key: STAR for key in HIDDEN if key in values}
    if beneath and "services" in values:
        values["services"] = STAR
    return values


def of_criterion(data: Data, hidden: Collection[str], beneath: Collection[str] = ()) -> dict[str, Any]:
    """A criterion; a band that rests on a hidden figure is hidden, whatever it is."""
    questions = []
    for question in data["questions"]:
        measures = [
            of_measure(one, one["id"] in hidden, one["id"] in beneath) for one in question["measures"]
        ]
        secret = any(one["id"] in hidden for one in measures)
        questions.append({**question, "band": STAR if secret else question["band"], "measures": measures})
    secret = any(one["band"] == STAR for one in questions)
    return {**data, "band": STAR if secret else data["band"], "questions": questions}


def of_indicator(data: Data, hidden: bool) -> dict[str, Any]:
    """A care plan indicator."""
    return {key: STAR if hidden else data[key] for key in ("numerator", "denominator")}


def of_completeness(data: Data, items: Collection[str]) -> dict[str, Any]:
    """Completeness of a kind; the whole is told only where every item is, so that no item comes back from it."""
    rows = [
        {**row, "asked": STAR, "expected": STAR} if row["item"] in items else dict(row)
        for row in data["items"]
    ]
    whole = {key: STAR if items else data[key] for key in ("asked", "expected")}
    return {**whole, "items": rows}


def starred(
    data: Data, hidden: Collection[str], items: Mapping[str, Collection[str]], beneath: Collection[str] = ()
) -> dict[str, Any]:
    """The report without hidden figures; `items` are the hidden completeness items by kind of assessment.

    `beneath`: the measures that a service of the partnership hides; how many are weak would tell of its band.
    """
    criteria = [of_criterion(one, hidden, beneath) for one in data["criteria"]]
    secret = any(one["band"] == STAR for one in criteria)
    plans = data["care_plan"].items()
    kinds = data["completeness"].items()
    return {
        **data,
        "criteria": criteria,
        "care_plan": {key: of_indicator(one, key in hidden) for key, one in plans},
        "completeness": {kind: of_completeness(one, items.get(kind, ())) for kind, one in kinds},
        "overall": dict.fromkeys(data["overall"], STAR) if secret else data["overall"],
    }
