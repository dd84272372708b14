"""A provider's own limits: how far, with whose signatures, from which day, and what orders are judged by."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.prescribing.models import OrderFinding, OwnLimit
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.own_limits import BOUNDS, Own, Way, begin_problem, value_problem, with_own
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import UK, standard
from careplan.staff.models import Membership, Service, Worker
from tests.conftest import browser
from tests.factories.prescribing import OwnLimitFactory
from tests.factories.staff import MembershipFactory, ServiceFactory, WorkerFactory
from tests.prescribing.test_agreeing import stored_trail
from tests.prescribing.test_vectors import course, order
from tests.prescribing.test_views import ago, day, order_form, start_form, stored, treated

BOUND = BOUNDS.latest.numbers
MAX = "methadone_start_max"
EDITION = UK.on(date(2026, 3, 2))


def own(value: str | None, on: date, name: str = MAX, edition: str = "uk-2017/1") -> Own:
    return Own(edition, name, None if value is None else Decimal(value), on)


@pytest.mark.parametrize("name", BOUND)
def test_every_bound_holds_the_number_of_the_edition_and_none_is_law(name):
    number, bound = UK.latest[name], BOUND[name]
    assert bound.within(number.value)
    assert not bound.looser(bound.strictest, number.value)
    assert not bound.looser(number.value, bound.loosest)
    assert name not in BOUNDS.latest.law
    assert set(BOUNDS.latest.law) <= set(UK.latest.thresholds)
    assert value_problem(number, bound, bound.strictest) == value_problem(number, bound, bound.loosest) == ""


def test_what_every_dose_reads_is_moved_by_no_provider():
    """The round, Today and the pharmacy's reports count missed days and cap a dose by the edition."""
    read = {one for one in UK.latest.thresholds if one.startswith(("missed_n", "missed_re", "depot_"))}
    assert not read & set(BOUND)
    assert not {"methadone_start_risk_max", "buprenorphine_start_max"} & set(BOUND)


def test_a_number_is_moved_within_its_bounds_alone():
    number, bound = UK.latest["supervision_days"], BOUND["supervision_days"]
    assert bound.stricter is Way.HIGHER
    assert value_problem(number, bound, Decimal(8)) == "The number must be from 3 to 7 days a week"
    assert value_problem(number, bound, Decimal("4.5")) == "Enter a whole number of days a week"
    assert value_problem(UK.latest[MAX], BOUND[MAX], Decimal("22.5")) == ""
    assert "30 mg" in value_problem(UK.latest[MAX], BOUND[MAX], Decimal("30.01"))
    assert (bound.looser(Decimal(5), Decimal(6)), bound.looser(Decimal(7), Decimal(6))) == (True, False)


def test_a_limit_begins_tomorrow_at_the_earliest():
    on = date(2026, 3, 2)
    assert "tomorrow" in begin_problem(on, on)
    assert begin_problem(on + timedelta(days=1), on) == ""
    assert "within a year" in begin_problem(on + timedelta(days=400), on)


def test_the_latest_limit_of_a_number_holds_and_the_name_says_since_when():
    limits = (own("25", date(2026, 1, 5)), own("20", date(2026, 2, 1)), own(None, date(2026, 4, 1)))

    def on(day_: date) -> tuple[str, Decimal]:
        made = with_own(EDITION, limits, day_)
        return made.name, made[MAX].value

    assert on(date(2026, 1, 4)) == ("uk-2017/1", Decimal(30))
    assert on(date(2026, 1, 5)) == ("uk-2017/1+2026-01-05", Decimal(25))
    assert on(date(2026, 3, 2)) == ("uk-2017/1+2026-02-01", Decimal(20))
    assert on(date(2026, 4, 1)) == ("uk-2017/1+2026-04-01", Decimal(30))
    assert with_own(EDITION, [own("20", date(2026, 1, 5), edition="uk-2017/0")], date(2026, 3, 2)) is EDITION
    assert "the edition has 30 mg" in with_own(EDITION, limits, date(2026, 3, 2))[MAX].source


def test_an_order_is_judged_by_the_own_limit():
    first = order(1, "25")
    strict = with_own(EDITION, [own("20", date(2026, 1, 5))], first.effective_on)

    def rules(by):
        return [one.rule for one in check(Context.ORDER, Proposal(first, course(), first.effective_on, by))]

    assert (rules(EDITION), rules(strict)) == ([], ["M1a"])


def leads(worker_id, service_id):
    """The worker leads every service of the provider."""
    provider = db.session.get_one(Service, service_id).provider_id
    mine = select(Service.id).where(Service.provider_id == provider).order_by(Service.id)
    held = select(Membership.service_id).where(Membership.worker_id == worker_id)
    for id_ in db.session.scalars(mine.where(Service.id.not_in(held))).all():
        MembershipFactory(worker_id=worker_id, service_id=id_, role="clinical_lead")
    db.session.commit()


@pytest.fixture
def lead(app, house, as_clinical_lead):
    with app.app_context():
        db.session.get_one(Worker, house.clinical_lead).registration_number = "7012345"
        provider = db.session.get_one(Service, house.service).provider_id
        leads(house.clinical_lead, house.service)
    return as_clinical_lead, f"/prescribing/limits/{provider}"


def second(app, house, number="7099999"):
    with app.app_context():
        worker = WorkerFactory(name="Sam Second", username="sam", registration_number=number)
        leads(worker.id, house.service)
        return browser(app, worker.id)


def change(value, days=1, **more):
    reason = "Nobody is within reach at night"
    return {"value": value, "reason": reason} | day("effective_on", ago(-days)) | more


def test_a_stricter_limit_takes_one_signature(app, house, lead, as_administrator):
    browser_, at = lead
    assert browser_.post(f"{at}/{MAX}", data=change("20")).status_code == 303
    rows = stored(app, OwnLimit)
    (row,) = (one for one in rows if one.service_id == house.service)
    assert len(rows) > 1, "one for each service of the provider that prescribes"
    assert (row.value, row.looser, row.lead, row.registration) == (Decimal(20), False, "Leah Lead", "7012345")
    assert (row.standard, row.effective_on, row.service_id) == (UK.latest.base, ago(-1), house.service)
    assert "limit.set" in {entry.action for entry in stored_trail(app)}
    page = browser_.get(f"{at}/{MAX}").text
    assert "Holds from its day" in page
    assert "Nobody is within reach at night" in page
    listed = as_administrator.get("/prescribing/limits").text
    assert "Own limits of" in listed
    assert "15 to 30 mg; lower is stricter" in listed
    assert "Sign this limit" not in as_administrator.get(f"{at}/{MAX}").text
    assert as_administrator.post(f"{at}/{MAX}", data=change("20")).status_code == 403


def test_a_looser_limit_holds_only_with_a_second_clinical_lead(app, house, lead):
    browser_, at = lead
    name = "buprenorphine_day3_max"
    assert "two" in browser_.get(f"{at}/{name}").text
    answer = browser_.post(f"{at}/{name}", data=change("32"), follow_redirects=True).text
    assert "once a second clinical lead signs it too" in answer
    row = next(one for one in stored(app, OwnLimit) if one.service_id == house.service)
    assert row.looser
    sign = f"{at}/{name}/{row.id}/sign"
    own_answer = browser_.post(sign)
    assert own_answer.status_code == 409
    assert "Another clinical lead signs it second" in own_answer.text
    assert second(app, house, None).post(sign).status_code == 409, "without a number nobody signs"


def test_the_second_clinical_lead_reads_it_whole_and_signs(app, house, lead):
    browser_, at = lead
    name = "buprenorphine_day3_max"
    browser_.post(f"{at}/{name}", data=change("32"))
    row = next(one for one in stored(app, OwnLimit) if one.service_id == house.service)
    other = second(app, house)
    page = other.get(f"{at}/{name}").text
    for words in (
        "Waits for a second clinical lead",
        "32 mg",
        "Leah Lead, 7012345",
        "Nobody is within reach",
    ):
        assert words in page, words
    assert other.post(f"{at}/{name}/{row.id}/sign").status_code == 303
    row = next(one for one in stored(app, OwnLimit) if one.service_id == house.service)
    assert (row.second_lead, row.second_registration) == ("Sam Second", "7099999")
    assert "limit.signed" in {entry.action for entry in stored_trail(app)}
    assert "Waits for" not in other.get("/prescribing/limits").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (change("31"), "from 15 to 30 mg"),
        (change("30"), "This is the number that holds already"),
        (change("20", days=0), "tomorrow or later"),
        (change("20", reason=""), "Enter a reason of 10 characters"),
        (change(""), "Enter the number"),
    ],
)
def test_a_wrong_limit_is_refused_at_its_field(app, lead, wrong, words):
    browser_, at = lead
    answer = browser_.post(f"{at}/{MAX}", data=wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert stored(app, OwnLimit) == []


def test_only_who_leads_every_service_of_the_provider_signs(app, house, lead):
    browser_, at = lead
    with app.app_context():
        ServiceFactory(provider_id=at.rsplit("/", 1)[1], name="Southgate Test Service", prescribing=True)
        db.session.commit()
    answer = browser_.post(f"{at}/{MAX}", data=change("20"))
    assert answer.status_code == 422
    assert "You do not lead every service of this provider" in answer.text
    assert stored(app, OwnLimit) == []


def test_law_definitions_and_other_providers_have_no_such_page(app, house, lead, charlie):
    browser_, at = lead
    for name in ("fp10mda_days", "missed_reassess", "nonsense"):
        assert browser_.get(f"{at}/{name}").status_code == 404
    assert browser_.get(f"/prescribing/limits/nobody/{MAX}").status_code == 404


def held(app, house, **more):
    with app.app_context():
        OwnLimitFactory(service_id=house.service, effective_on=ago(30), **more)
        db.session.commit()


def test_a_finding_keeps_the_version_and_the_card_shows_the_limit(app, house, as_prescriber):
    held(app, house, name="methadone_step_max", value=Decimal(5))
    address, _ = treated(app, house, taken=range(1, 11))
    asked = as_prescriber.post(f"{address}/order", data=order_form(as_prescriber, address, "58"))
    assert asked.status_code == 422
    assert "limit 5 mg" in asked.text
    assert "Own limit since" in asked.text
    told = order_form(as_prescriber, address, "58", reason="Withdrawal every morning, seen today")
    assert as_prescriber.post(f"{address}/order", data=told).status_code == 303
    kept = [one for one in stored(app, OrderFinding) if one.rule == "M3"]
    assert [one.standard for one in kept] == [f"{standard(today()).base}+{ago(30).isoformat()}"]
    card = as_prescriber.get("/prescribing/rules/M3").text
    assert "Own limits" in card
    assert "5 mg" in card


def test_what_waits_for_a_second_signature_judges_nothing(app, house, as_prescriber):
    held(app, house, name="methadone_step_max", value=Decimal(5), looser=True)
    address, _ = treated(app, house, taken=range(1, 11))
    form = order_form(as_prescriber, address, "58")
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 303


def test_a_week_is_judged_by_the_own_limit(app, house, as_prescriber):
    signed = {"second_at": now(), "second_by": "W9", "second_lead": "Sam", "second_registration": "7"}
    held(app, house, name="supervision_days", value=Decimal(3), looser=True, **signed)
    address, _ = treated(app, house, collect="")
    days = ["Monday", "Wednesday", "Friday"]
    form = {"collect": days, "supervised": days} | day("effective_on", today())
    assert "fewer than 3 supervised days" in as_prescriber.get(f"{address}/week").text
    assert as_prescriber.post(f"{address}/week", data=form).status_code == 303


def test_a_rule_that_came_with_an_import_has_a_card_that_says_so(as_prescriber):
    page = as_prescriber.get("/prescribing/rules/X12")
    assert page.status_code == 200
    assert "came with an import" in page.text
    assert as_prescriber.get("/prescribing/rules/no-such-rule").status_code == 404


def test_a_start_above_the_own_limit_asks(app, house, as_prescriber):
    held(app, house)
    record = f"/record/{house.episode}/prescribing"
    as_prescriber.post(f"{record}/start", data=start_form())
    address = as_prescriber.get(record).text.split(f'href="{record}/')[1].split("/")[0]
    answer = as_prescriber.post(
        f"{record}/{address}/order", data=order_form(as_prescriber, f"{record}/{address}", "25")
    )
    assert "M1a" in answer.text
