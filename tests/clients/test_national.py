"""The national reason for leaving, and the day of consent to national monitoring."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.codes import NATIONAL_EXITS as CODES
from careplan.clients.codes import ExitReason
from careplan.clients.models import Episode
from careplan.clients.rules.national import NATIONAL_EXITS, fitting, national_exit
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from tests.plans.test_exit_steps import back, days

ON = date(2026, 3, 1)


def test_the_codes_of_the_file_are_those_of_the_table_and_every_reason_has_one():
    assert set(NATIONAL_EXITS.latest.exits) == set(CODES)
    assert all(fitting(reason, ON) for reason in ExitReason)


@pytest.mark.parametrize(
    ("reason", "chosen", "code"),
    [
        ("completed_drug_free", None, "80"),
        ("dropped_out", "80", "85"),
        ("referred_on", None, None),
        ("referred_on", "94", "94"),
        ("died", None, "89"),
    ],
)
def test_the_only_code_that_fits_is_filled_in(reason, chosen, code):
    assert national_exit(ExitReason(reason), chosen, ON) == code


def current(session, house):
    row = select(Episode).where(Episode.root_id == house.episode, live(Episode))
    return session.scalars(row.execution_options(populate_existing=True)).one()


def test_leaving_keeps_the_national_reason_and_a_return_empties_it(house, session, as_keyworker):
    sent = {**days("closed_on", today()), "exit_reason": "referred_on", "national_exit": "80"}
    refused = as_keyworker.post(f"/record/{house.episode}/leave", data=sent)
    assert "With this reason it is" in refused.text
    sent["national_exit"] = "94"
    assert as_keyworker.post(f"/record/{house.episode}/leave", data=sent).status_code == 303
    assert current(session, house).national_exit == "94"
    assert "residential programme completed" in as_keyworker.get(f"/record/{house.episode}/history").text
    assert as_keyworker.post(f"/record/{house.episode}/came-back", data=back()).status_code == 303
    assert current(session, house).national_exit is None


def test_the_day_of_consent_is_kept_and_goes_with_the_answer(house, session, as_keyworker):
    here = f"/record/{house.episode}/referral"

    def save(**more):
        seen = as_keyworker.get(here).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
        sent = {"seen": seen, "keyworker": house.keyworker, "priority": "", "ndtms_consent": "yes"} | more
        return as_keyworker.post(here, data=sent)

    told = today() - timedelta(days=3)
    assert save(**days("ndtms_consent_on", told)).status_code == 303
    assert (current(session, house).ndtms_consent, current(session, house).ndtms_consent_on) == (True, told)
    assert "Consent to national monitoring" in as_keyworker.get(f"/record/{house.episode}/history").text
    assert save(ndtms_consent="no").status_code == 303
    assert (current(session, house).ndtms_consent, current(session, house).ndtms_consent_on) == (
        False,
        today(),
    )
    refused = save(ndtms_consent="", **days("ndtms_consent_on", told))
    assert refused.status_code == 422
    assert "Select what the client says" in refused.text
    db.session.rollback()
