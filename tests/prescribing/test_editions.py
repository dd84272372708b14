"""An order is judged by the edition of the numbers that is in force on the order's day."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.models import DoseOrder, OrderFinding
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.facts import plain
from tests.factories.prescribing import CourseFactory
from tests.prescribing.test_views import OUTSIDE, REASON, order_form, stored
from tests.standards import with_edition

LOWER = """in_force_from = {day}
extends = "1"

[methadone_start_max]
value = 25
source = "Planted by a test"
how = "local"
"""


def later(folder, day):
    return with_edition(standard.UK, folder, "2", LOWER.format(day=day.isoformat()))


def test_a_limit_is_changed_in_one_file_and_holds_from_its_day(tmp_path, monkeypatch):
    monkeypatch.setattr(standard, "UK", later(tmp_path, date(2026, 4, 1)))
    before, after = standard.standard(date(2026, 3, 31)), standard.standard(date(2026, 4, 1))
    assert (before.name, before["methadone_start_max"].value) == ("uk-2017/1", Decimal(30))
    assert (after.name, after["methadone_start_max"].value) == ("uk-2017/2", Decimal(25))
    assert after["methadone_start_max"].words == "Planted by a test (local practice)"
    changed = [name for name, one in after.thresholds.items() if one != before.thresholds[name]]
    assert changed == ["methadone_start_max"]
    assert after.depot_equivalence == before.depot_equivalence
    assert standard.standard(date(2001, 1, 1)).name == "uk-2017/1"


@pytest.mark.parametrize(("since", "names"), [(0, ["uk-2017/2"]), (1, [])])
def test_an_order_is_judged_by_the_edition_of_its_day(
    app, house, as_prescriber, tmp_path, monkeypatch, since, names
):
    monkeypatch.setattr(standard, "UK", later(tmp_path, today() + timedelta(days=since)))
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        address = f"/record/{of.id}/prescribing/{CourseFactory(episode=of, first_dose_on=today()).id}"
        db.session.commit()
    form = order_form(as_prescriber, address, "30")
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == (422 if names else 303)
    assert ("25 mg" in answer.text) is bool(names)
    if names:
        assert (
            as_prescriber.post(f"{address}/order", data={**form, **OUTSIDE, "reason": REASON}).status_code
            == 303
        )
    assert [order.daily_mg for order in stored(app, DoseOrder)] == [Decimal(30)]
    found = [one for one in stored(app, OrderFinding) if "25 mg" in one.message or "start" in one.message]
    assert [one.standard for one in found] == names


def test_a_number_of_an_edition_keeps_its_value_once_a_rule_has_read_it():
    # decision 104: another value is another edition; a number may be added, and is then added here.
    path = Path(__file__).parents[1] / "data" / "numbers-uk-2017-1.txt"
    numbers = standard.UK.edition("1").thresholds
    held = [f"{name} = {plain(one.value)} {one.unit}" for name, one in sorted(numbers.items())]
    assert held == path.read_text("utf-8").splitlines()
