"""Orders that have not begun: a wrong year is shown once more, and can be taken back by an earlier order."""

from datetime import timedelta

from careplan.ground.clock import today
from careplan.prescribing.models import DoseOrder
from tests.prescribing.test_views import REASON, order_form, stored, treated


def live(app):
    return [(row.effective_on, int(row.daily_mg)) for row in stored(app, DoseOrder) if not row.superseded_at]


def test_an_order_far_ahead_is_shown_once_more_and_an_earlier_one_takes_its_place(app, house, as_prescriber):
    address, _ = treated(app, house, taken=range(1, 11))
    on = today() + timedelta(days=365)
    asked = as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "55", on))
    assert "365 days from today" in asked.text
    assert len(live(app)) == 1
    mark = asked.text.split('name="confirmed" value="')[-1].split('"')[0] if "confirmed" in asked.text else ""
    form = order_form(as_prescriber, address, "55", on, confirmed=mark or f"55 oral_mixture {on} induction")
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 303
    form = order_form(as_prescriber, address, "55")
    refused = as_prescriber.post(f"{address}/order", data=form)
    assert refused.status_code == 422
    assert "Enter why the order from" in refused.text
    answer = as_prescriber.post(f"{address}/order", data=form | {"correction_reason": REASON})
    assert answer.status_code == 303
    assert live(app)[-1] == (today(), 55)
    assert len(live(app)) == 2


def test_an_order_within_four_weeks_is_not_shown_again(app, house, as_prescriber):
    address, _ = treated(app, house, taken=range(1, 11))
    form = order_form(as_prescriber, address, "55", today() + timedelta(days=28))
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 303


def test_an_order_that_has_no_place_is_refused_before_it_is_shown_once_more(app, house, as_prescriber):
    address, _ = treated(app, house, taken=range(1, 11))
    on = today() + timedelta(days=3650)
    refused = as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "55", on))
    assert refused.status_code == 422
    assert "The order must begin" in refused.text
    (wrong,) = stored(app, DoseOrder)
    path = f"{address}/order/{wrong.id}/correct"
    data = order_form(as_prescriber, address, "55", on, correction_reason=REASON)
    refused = as_prescriber.post(path, data=data)
    assert refused.status_code == 422
    assert "The order must begin" in refused.text
