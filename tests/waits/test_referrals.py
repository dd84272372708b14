"""A referral from outside: written down, accepted, offered, begun or put back, each with its day and who."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.clients.models import Appointment, Episode, Intervention
from careplan.clients.registers.outside import OutsideReferral
from careplan.ground.clock import now, today
from careplan.ground.corrections import live
from careplan.waits.registers import ReferralAnswer
from careplan.waits.rules import Answer, Rung, State, ladder, words_needed
from tests.conftest import Browser
from tests.factories.clients import AppointmentFactory
from tests.waits.test_pages import waits

PERSON = {"first_name": "Robin", "last_name": "Hazelnut", "sex": "female", "birth_known": "known"}
OUTSIDE = {
    "referrer": "Dr Example, Example Surgery",
    "referrer_telephone": "01632 960001",
    "client_agrees": "yes",
    "referral_words": "Asks for help with heroin",
}


def on(name: str, day: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def registered(browser: Browser, house: SimpleNamespace, **more: str) -> str:
    data = {**PERSON, **on("date_of_birth", date(1990, 5, 4)), **on("referred_on", today())}
    data |= {"service": house.service, "referral_source": "gp", "priority": "pregnant", **more}
    answer = browser.post("/clients/register", data=data)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


def test_states_follow_their_days_and_within_a_day_their_order() -> None:
    day = date(2026, 3, 2)
    rungs = [Rung(State.OFFERED, day), Rung(State.ACCEPTED, day), Rung(State.RECEIVED, date(2026, 3, 1))]
    assert [one.state for one in ladder(rungs)] == [State.RECEIVED, State.ACCEPTED, State.OFFERED]


def test_who_is_put_back_or_asked_for_more_is_told_why() -> None:
    assert words_needed({"answer": Answer.PUT_BACK, "words": None}) == {"words": "Enter why it is put back"}
    assert words_needed({"answer": Answer.MORE_ASKED, "words": None})["words"] == "Enter what was asked"
    assert words_needed({"answer": Answer.ACCEPTED, "words": None}) == {}


def test_who_refers_is_written_down_with_the_registration(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode_id = registered(as_keyworker, house, **OUTSIDE)
    row = session.scalars(select(OutsideReferral)).one()
    assert (row.referrer, row.telephone, row.agrees) == (OUTSIDE["referrer"], "01632 960001", True)
    page = as_keyworker.get(f"/record/{episode_id}/referral/steps").text
    assert "Dr Example, Example Surgery" in page
    assert "Received" in page
    assert "Kay" in page


def test_who_comes_alone_needs_no_referrer(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    registered(as_keyworker, house)
    assert session.scalars(select(OutsideReferral)).all() == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"referral_words": "Help"}, "Enter who refers, or delete"),
        ({"referrer": "Dr Example"}, "Select whether the client knows of the referral and agrees"),
    ],
)
def test_half_a_referral_from_outside_is_asked_about(
    session: Session, house: SimpleNamespace, as_keyworker: Browser, given: dict[str, str], words: str
) -> None:
    data = {**PERSON, **on("date_of_birth", date(1990, 5, 4)), **on("referred_on", today())}
    data |= {"service": house.service, "referral_source": "gp", **given}
    answer = as_keyworker.post("/clients/register", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert next(iter(given.values())) in answer.text
    assert session.scalars(select(OutsideReferral)).all() == []


def test_one_press_in_the_list_accepts_and_a_second_changes_nothing(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode_id = registered(as_keyworker, house, **OUTSIDE)
    page = as_keyworker.get("/waiting").text
    assert "Received" in page
    assert ">Accept<" in page
    path = f"/record/{episode_id}/referral/accept"
    assert as_keyworker.post(path, data={"back": "list"}).location == "/waiting"
    as_keyworker.post(path, data={"back": "list"})
    row = session.scalars(select(ReferralAnswer)).one()
    assert (row.answer, row.answered_on, row.recorded_by) == ("accepted", today(), house.keyworker)
    page = as_keyworker.get("/waiting").text
    assert "Accepted" in page
    assert ">Accept<" not in page


def test_more_is_asked_of_who_refers_in_words(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode_id = registered(as_keyworker, house, **OUTSIDE)
    path = f"/record/{episode_id}/referral-answers/new"
    data = {**on("answered_on", today()), "answer": "more_asked"}
    refused = as_keyworker.post(path, data=data)
    assert refused.status_code == 422
    assert "Enter what was asked" in refused.text
    assert as_keyworker.post(path, data=data | {"words": "Which medicines?"}).status_code == 303
    assert "Which medicines?" in as_keyworker.get(f"/record/{episode_id}/referral/steps").text


def test_a_referral_is_put_back_with_a_reason_and_leaves_the_list(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    path = f"/record/{episode.id}/put-back"
    assert f'href="{path}"' in as_keyworker.get("/waiting").text
    refused = as_keyworker.post(path, data={"told": "Dr Example"})
    assert refused.status_code == 422
    assert "Enter why it is put back" in refused.text
    assert "Dr Example" in refused.text
    sent = {"exit_reason": "no_appropriate_treatment", "words": "Lives in another area", "told": "Dr Example"}
    assert as_keyworker.post(path, data=sent).status_code == 303
    session.expire_all()
    now_closed = session.get_one(Episode, episode.id)
    assert (now_closed.closed_on, now_closed.exit_note) == (today(), "Lives in another area")
    ended = session.scalars(select(Intervention).where(Intervention.episode_id == episode.id)).one()
    assert (ended.ending, ended.ended_on) == ("withdrawn", today())
    assert "YARROW" not in as_keyworker.get("/waiting").text
    page = as_keyworker.get(f"/record/{episode.id}/referral/steps").text
    assert "Put back" in page
    assert "Told: Dr Example" in page
    answer = as_keyworker.post(
        f"/record/{episode.id}/mistake/closed/{episode.id}", data={"why": "The area was wrong"}
    )
    assert answer.status_code == 303
    assert session.scalars(select(ReferralAnswer).where(live(ReferralAnswer))).all() == []
    assert "YARROW" in as_keyworker.get("/waiting").text


def test_who_is_in_treatment_is_not_put_back(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    row = session.scalars(select(Intervention).where(Intervention.episode_id == episode.id)).one()
    row.first_offered_on = row.started_on = today()
    row.offered_at = row.started_at = now()
    row.offered_by = row.started_by = house.keyworker
    session.info["trailed"] = True
    session.commit()
    answer = as_keyworker.get(f"/record/{episode.id}/put-back")
    assert answer.status_code == 303
    assert answer.location == f"/record/{episode.id}/leave"


def booked(session: Session, episode: Episode, house: SimpleNamespace, at: datetime) -> Appointment:
    row = AppointmentFactory(
        episode=episode, starts_at=at, purpose="assessment", outcome=None, worker_id=house.keyworker
    )
    session.commit()
    return row


def test_an_appointment_is_offered_from_the_list_and_leads_back_to_it(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    offers = as_keyworker.get("/waiting").text.count("Offer an appointment")
    path = f"/record/{episode.id}/appointments/new?purpose=assessment"
    shown = as_keyworker.get(f"{path}&back=/waiting", follow_redirects=True).text
    assert '<option value="assessment" selected>' in shown
    data = {**on("day", today() + timedelta(3)), "at": "10am", "purpose": "assessment"}
    answer = as_keyworker.post(path, data=data | {"worker_id": house.keyworker})
    assert answer.status_code == 303
    assert answer.location == "/waiting"
    page = as_keyworker.get("/waiting").text
    assert "Booked for" in page
    assert page.count("Offer an appointment") == offers - 1
    assert ">Move<" in page


def test_the_first_attendance_ends_the_wait_and_begins_the_treatment(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    row = booked(session, episode, house, now() - timedelta(days=1))
    when = today() - timedelta(1)
    assert ">Came<" in as_keyworker.get("/waiting").text
    path = f"/record/{episode.id}/appointments/{row.id}/first?outcome=attended&kind=structured_psychosocial"
    shown = as_keyworker.get(path).text
    assert 'value="attended" checked' in shown
    assert '<option value="structured_psychosocial" selected>' in shown
    data = {"outcome": "attended", "kind": "structured_psychosocial"}
    refused = as_keyworker.post(path, data=data)
    assert refused.status_code == 422
    assert "Select whether treatment began on this day" in refused.text
    answer = as_keyworker.post(path, data=data | {"began": "yes"})
    assert answer.status_code == 303
    assert f"/contacts/new?appointment={row.id}" in answer.location
    session.expire_all()
    ended = session.scalars(select(Intervention).where(Intervention.episode_id == episode.id)).one()
    assert (ended.first_offered_on, ended.started_on) == (when, when)
    assert session.get_one(Appointment, row.id).outcome == "attended"
    assert "YARROW" not in as_keyworker.get("/waiting").text
    steps = as_keyworker.get(f"/record/{episode.id}/referral/steps").text
    assert "First appointment offered" in steps
    assert "Treatment started" in steps
    told = as_keyworker.post(path, data=data | {"began": "yes"}, follow_redirects=True).text
    assert "Something else was recorded" in told


def test_who_did_not_come_was_offered_an_appointment_but_began_nothing(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    row = booked(session, episode, house, now() - timedelta(days=1))
    path = f"/record/{episode.id}/appointments/{row.id}/first"
    data = {"outcome": "did_not_attend", "kind": "structured_psychosocial"}
    refused = as_keyworker.post(path, data=data | {"began": "yes"})
    assert refused.status_code == 422
    assert "the client did not come" in refused.text
    assert as_keyworker.post(path, data=data).location == "/waiting"
    session.expire_all()
    ended = session.scalars(select(Intervention).where(Intervention.episode_id == episode.id)).one()
    assert (ended.first_offered_on, ended.started_on) == (today() - timedelta(1), None)


def test_a_treatment_that_was_not_decided_is_named_with_the_first_attendance(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode_id = registered(as_keyworker, house)
    episode = session.get_one(Episode, episode_id)
    row = booked(session, episode, house, now() - timedelta(minutes=30))
    path = f"/record/{episode.id}/appointments/{row.id}/first"
    data = {"outcome": "attended", "kind": "specialist_prescribing", "began": "no"}
    assert as_keyworker.post(path, data=data).status_code == 303
    made = session.scalars(select(Intervention).where(Intervention.episode_id == episode.id)).one()
    assert (made.kind, made.referred_on, made.first_offered_on) == (
        "specialist_prescribing",
        today(),
        today(),
    )


def test_what_is_still_to_come_has_no_first_attendance(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    row = booked(session, episode, house, now() + timedelta(days=1))
    answer = as_keyworker.get(f"/record/{episode.id}/appointments/{row.id}/first", follow_redirects=True)
    assert "still to come" in answer.text


def test_an_offer_before_the_referral_to_a_treatment_is_refused_at_its_field(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    episode = waits(session, house, 2, "Yarrow")
    row = booked(session, episode, house, now() - timedelta(days=9))
    path = f"/record/{episode.id}/appointments/{row.id}/first"
    data = {"outcome": "attended", "kind": "structured_psychosocial", "began": "no"}
    refused = as_keyworker.post(path, data=data)
    assert refused.status_code == 422
    assert "must be on or after the day of referral" in refused.text
    session.expire_all()
    assert session.get_one(Appointment, row.id).outcome is None


def test_a_worker_of_another_service_reaches_none_of_it(
    session: Session, house: SimpleNamespace, charlie: Browser
) -> None:
    episode = waits(session, house, 5, "Yarrow")
    row = booked(session, episode, house, now() - timedelta(days=1))
    for path in ("referral/steps", "put-back", f"appointments/{row.id}/first", "referral-answers"):
        assert charlie.get(f"/record/{episode.id}/{path}").status_code == 404, path
    assert charlie.post(f"/record/{episode.id}/referral/accept").status_code == 404
