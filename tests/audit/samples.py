"""The sample record packages with the figures that an independent program computed from them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from careplan.package.actions.check import check
from careplan.package.actions.load import load
from careplan.package.actions.stage import staged
from careplan.package.rules.profile import profile_1

DATA = Path(__file__).parents[1] / "data" / "audit"
DAY = date(2026, 12, 31)
MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)


def bring_in(session: Session, number: int) -> None:
    """Import a sample as it stands, with a clock of its own."""
    with staged(DATA / f"sample-{number}.zip", profile_1(), lambda _: None) as stage:
        check(stage, today=DAY, now=MOMENT)
        load(stage, session, now=MOMENT)
        assert not stage.findings.faults
    session.flush()


def expected(number: int) -> dict[str, Any]:
    """What the audit has to say, by unit."""
    found: dict[str, Any] = json.loads((DATA / f"expected-{number}.json").read_text(encoding="utf-8"))
    return found


def plain(data: Any) -> Any:
    """Lists of ids without order, everything else as it is."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list) and all(isinstance(one, str) for one in data):
        return sorted(data)
    return [plain(one) for one in data] if isinstance(data, list) else data


def slim(report: Any) -> dict[str, Any]:
    """The parts of a report that are compared."""
    questions = [question for criterion in report["criteria"] for question in criterion["questions"]]
    completeness = {
        kind: one | {"items": [[row["item"], row["asked"], row["expected"]] for row in one["items"]]}
        for kind, one in report["completeness"].items()
    }
    return {
        "measures": {measure["id"]: measure for q in questions for measure in q["measures"]},
        "questions": {q["id"]: q["band"] for q in questions},
        "criteria": {criterion["id"]: criterion["band"] for criterion in report["criteria"]},
        "completeness": completeness,
        **{key: report[key] for key in ("care_plan", "unit", "census", "period")},
    }
