"""The sample record packages with the figures that an independent program computed from them."""

import json
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy.orm import Session

from careplan.package.actions.check import check
from careplan.package.actions.load import load
from careplan.package.actions.stage import staged

DATA = Path(__file__).parents[1] / "data" / "audit"
DAY = date(2026, 12, 31)
MOMENT = datetime(2026, 12, 31, 12, tzinfo=UTC)


def bring_in(session: Session, number: int) -> None:
    """Import a sample as it stands, with a clock of its own."""
    with staged(DATA / f"sample-{number}.zip", lambda _: None) as stage:
        check(stage, today=DAY, now=MOMENT)
        load(stage, session, now=MOMENT)
        assert not stage.findings.faults
    session.flush()


def expected(number: int) -> dict[str, Any]:
    """What the audit has to say, by unit: the whole report."""
    with ZipFile(DATA / "expected.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith(f"sample-{number}/")]
        return {Path(name).stem: json.loads(archive.read(name)) for name in names}


def plain(data: Any) -> Any:
    """Numbers as numbers, lists of ids without order, missing figures and empty lists as the same."""
    if isinstance(data, dict):
        rows = {key: plain(value) for key, value in data.items()}
        return {key: value for key, value in rows.items() if value not in (None, [], {})}
    if isinstance(data, list):
        return sorted(data) if all(isinstance(one, str) for one in data) else [plain(one) for one in data]
    if isinstance(data, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", data):
        return Fraction(data)
    return data


def compared(report: Any) -> Any:
    """A report without its ruleset and without names, which are not compared."""
    rest = {key: value for key, value in report.items() if key != "ruleset"}
    rest["unit"] = {key: value for key, value in report["unit"].items() if key != "name"}
    if "partnerships" in report:
        rest["partnerships"] = [one | {"name": None} for one in report["partnerships"]]
    return plain(rest)
