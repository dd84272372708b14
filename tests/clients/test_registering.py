"""Registering a client and a referral; duplicates are shown first; details change by version."""

from datetime import date

import pytest
from sqlalchemy import select

from careplan.clients.actions import (
    Details,
    NotYours,
    Referral,
    StaleDetails,
    edit_client,
    open_episode,
    register_client,
)
from careplan.clients.models import Client, Episode
from careplan.clients.queries import episode as load
from careplan.clients.queries import keyworkers
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.factories.staff import MembershipFactory, WorkerFactory

BORN = date(1991, 3, 5)


def details(**more):
    given = {"first_name": "Tom", "last_name": "Reid", "date_of_birth": BORN, "sex": "male"}
    return Details(**given | more)


def day(name, on):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


NO_DATE = {f"date_of_birth-{part}": "" for part in ("day", "month", "year")}


def filled(house, **more):
    data = {
        "first_name": "Tom",
        "last_name": "Reid",
        "sex": "male",
        "nhs_number": "999 000 0042",
        "postcode": "ls14ap",
        "ethnicity": "A",
        "service": house.service,
        "referral_source": "gp",
        "priority": "recent_overdose",
        "keyworker": house.keyworker,
        "ndtms_consent": "yes",
        **day("date_of_birth", BORN),
        **day("referred_on", today()),
    }
    return {key: value for key, value in (data | more).items() if value is not None}


def clients(session):
    return session.scalars(select(Client).where(Client.last_name == "Reid")).all()


def test_a_client_comes_with_a_first_episode_and_the_trail_knows(house, session):
    found = register_client(
        by=house.actors.keyworker,
        services=house.services,
        details=details(),
        referral=Referral(house.service, date(2026, 1, 5), "self"),
    )
    entries = session.scalars(select(TrailEntry.action).order_by(TrailEntry.at, TrailEntry.id)).all()
    assert entries == ["client.registered", "episode.opened"]
    assert load(house.services, found.id).client.name == "REID, Tom"
    assert load(house.services, found.id).client.found_by == "tom reid"


def test_nobody_refers_to_a_service_of_others(house, session):
    with pytest.raises(NotYours):
        open_episode(
            by=house.actors.keyworker,
            services=house.services,
            client=session.get_one(Client, house.client),
            referral=Referral(house.other_service, date(2026, 1, 5), "self"),
        )


def test_old_details_go_to_the_trail(house, session):
    row = load(house.services, house.episode)
    edit_client(by=house.actors.keyworker, episode=row, seen=1, details=details(last_name="Wood"))
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "client.edited")).one()
    assert entry.detail["before"]["last_name"] == "Williams"
    assert entry.detail["before"]["date_of_birth"] == "1985-07-14"
    assert (row.client.version, row.client.found_by) == (2, "tom wood")


def test_a_death_keeps_who_first_entered_it_and_when(house, session):
    row = load(house.services, house.episode)
    keyworker, manager = house.actors.keyworker, house.actors.manager

    def edit(by, died):
        edit_client(by=by, episode=row, seen=row.client.version, details=details(deceased_on=died))
        return row.client.deceased_on, row.client.deceased_by, row.client.deceased_at

    first = edit(keyworker, date(2026, 3, 2))
    assert first[:2] == (date(2026, 3, 2), keyworker.id)
    assert first[2] is not None
    assert edit(manager, date(2026, 3, 1)) == (date(2026, 3, 1), keyworker.id, first[2])
    assert edit(manager, None) == (None, None, None)


def test_details_that_were_not_seen_are_not_overwritten(house, session):
    row = load(house.services, house.episode)
    with pytest.raises(StaleDetails):
        edit_client(by=house.actors.keyworker, episode=row, seen=0, details=details())
    assert row.client.last_name == "Williams"


def test_keyworkers_are_those_who_work_there_today(house, session):
    gone = WorkerFactory(name="Gone Worker")
    MembershipFactory(worker_id=gone.id, service_id=house.service, until_on=date(2020, 1, 1))
    found = {name for _, name, _ in keyworkers(house.services, date(2026, 1, 1))}
    assert found == {"Kay Keyworker", "Dr Pria Prescriber", "Mo Manager", "Leah Lead"}


def test_a_keyworker_registers_a_client(house, session, as_keyworker):
    answer = as_keyworker.post("/clients/register", data=filled(house))
    assert answer.status_code == 303
    client = clients(session)[0]
    assert (client.postcode, client.nhs_number, client.ethnicity) == ("LS1 4AP", "9990000042", "A")
    row = session.scalars(select(Episode).where(Episode.client_id == client.id)).one()
    assert (row.keyworker_id, row.priority, row.ndtms_consent) == (house.keyworker, "recent_overdose", True)
    assert answer.location.endswith(f"/record/{row.id}")
    assert "Tom Reid is registered." in as_keyworker.get(answer.location).text


def test_a_client_without_number_postcode_or_keyworker_is_registered_too(house, session, as_keyworker):
    plain = dict.fromkeys(("nhs_number", "postcode", "ethnicity", "keyworker", "ndtms_consent", "priority"))
    assert as_keyworker.post("/clients/register", data=filled(house, **plain)).status_code == 303
    assert clients(session)[0].nhs_number is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"first_name": ""}, "Enter the first name"),
        ({"last_name": "--"}, "Last name must include letters"),
        ({"sex": None}, "Select the gender"),
        ({"nhs_number": "9990000043"}, "NHS number is not a real NHS number. Check each digit"),
        ({"postcode": "Leeds"}, "Postcode must be a full UK postcode, like LS1 4AP, or ZZ99 3VZ"),
        ({"referral_source": ""}, "Select who referred the client"),
        ({"service": "elsewhere"}, "Select from the list: Service"),
        ({"date_of_birth-year": "2199"}, "Date of birth must be in the past"),
        (day("referred_on", date(1991, 3, 4)), "Day of referral must be on or after the date of birth"),
        (day("referred_on", date(2199, 3, 4)), "Day of referral must be today or in the past"),
    ],
)
def test_a_wrong_field_has_a_sentence_and_everything_typed_stays(
    house, session, as_keyworker, wrong, sentence
):
    page = as_keyworker.post("/clients/register", data=filled(house) | {k: v or "" for k, v in wrong.items()})
    assert page.status_code == 422
    assert sentence in page.text
    assert page.text.count("nhsuk-error-summary__heading") == 1
    assert 'value="3"' in page.text
    assert clients(session) == []


def test_a_keyworker_of_another_service_cannot_be_chosen(house, session, as_keyworker):
    page = as_keyworker.post("/clients/register", data=filled(house, keyworker=house.charlie))
    assert page.status_code == 422
    assert clients(session) == []


def test_a_possible_duplicate_is_shown_before_a_second_record_is_made(house, session, as_keyworker):
    data = filled(house, nhs_number="999 000 0018")
    page = as_keyworker.post("/clients/register", data=data)
    assert page.status_code == 409
    assert "Is this client registered already?" in page.text
    assert "WILLIAMS, Janet" in page.text
    assert f"/record/{house.episode}" in page.text
    assert 'name="first_name" value="Tom"' in page.text
    assert "register without the NHS number" in page.text
    assert clients(session) == []
    assert as_keyworker.post("/clients/register", data=data | {"different": "guess"}).status_code == 409
    without = data | {"different": house.client, "without_number": "y"}
    assert as_keyworker.post("/clients/register", data=without).status_code == 303
    assert [one.nhs_number for one in clients(session)] == [None]


def test_two_live_clients_share_a_number_only_for_a_reason(house, session, as_keyworker):
    data = filled(house, nhs_number="999 000 0018", different=house.client)
    refused = as_keyworker.post("/clients/register", data=data)
    assert refused.status_code == 409
    assert "WILLIAMS, Janet has this NHS number too" in refused.text
    assert clients(session) == []
    kept = data | {"number_reason": "The other service has been asked to correct theirs"}
    assert as_keyworker.post("/clients/register", data=kept).status_code == 303
    assert [one.nhs_number for one in clients(session)] == ["9990000018"]
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "client.registered")).one()
    assert entry.detail["number_shared"] == "The other service has been asked to correct theirs"


def test_somebody_with_one_name_is_registered_and_shown_with_it(house, session, as_keyworker):
    data = filled(house, first_name="Suharto", last_name="", one_name="y", nhs_number="")
    answer = as_keyworker.post("/clients/register", data=data)
    assert answer.status_code == 303
    row = session.scalars(select(Client).where(Client.first_name == "Suharto")).one()
    assert (row.last_name, row.name, row.whole_name, row.initials) == ("-", "SUHARTO", "Suharto", "S")
    page = as_keyworker.get(answer.location).text
    assert "SUHARTO" in page
    assert "-, " not in page
    assert "SUHARTO" in as_keyworker.post("/clients/search", data={"name": "suharto"}).text


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"last_name": ""}, "Enter the last name, or tick that the client has one name only"),
        ({"one_name": "y"}, "Enter one name as the first name and leave the last name empty"),
        ({"first_name": "To\u200bm"}, "First name must have no line breaks, control or invisible characters"),
        ({"last_name": "R" * 101}, "Last name must be 100 characters or fewer"),
        ({"date_of_birth-day": ""}, "Date of birth must include a day"),
        ({"birth_known": "estimated"}, "Leave the date of birth empty, or say that it is known"),
        ({"birth_year": "1970"}, "Leave the year empty, or say that only the year is known"),
        (NO_DATE | {"birth_known": "estimated"}, "Enter about which year the client was born"),
        (NO_DATE | {"birth_known": "estimated", "birth_year": "2199"}, "Year of birth must be in the past"),
        (NO_DATE | {"birth_known": "estimated", "birth_year": "86"}, "Year of birth must be 1900 or more"),
        ({"birth_known": "perhaps"}, "Select from the list"),
    ],
)
def test_a_name_or_birth_that_cannot_be_is_refused_at_its_field(
    house, session, as_keyworker, names, sentence
):
    page = as_keyworker.post("/clients/register", data=filled(house) | names)
    assert page.status_code == 422
    assert sentence in page.text
    assert clients(session) == []


@pytest.mark.parametrize(
    ("given", "kept", "shown"),
    [
        (
            {"birth_known": "estimated", "birth_year": "1970"},
            (date(1970, 1, 1), "estimated"),
            "about 1970 (about ",
        ),
        ({"birth_known": "unknown"}, (date(1900, 1, 1), "unknown"), "not known"),
    ],
)
def test_a_birth_that_is_not_known_is_registered_and_marked(house, session, as_keyworker, given, kept, shown):
    data = filled(house) | NO_DATE | given
    answer = as_keyworker.post("/clients/register", data=data)
    assert answer.status_code == 303
    row = clients(session)[0]
    assert (row.date_of_birth, row.birth_known) == kept
    record = as_keyworker.get(answer.location).text
    assert f"<dt>Born</dt><dd>{shown}" in record
    assert "01-Jan-" not in record
    assert "Under 18" not in record
    assert shown.split(" (")[0] in as_keyworker.post("/clients/search", data={"name": "reid"}).text
    edit = as_keyworker.get(f"{answer.location}/details").text
    assert f'value="{kept[1]}" checked' in edit


def test_what_happened_is_not_measured_by_a_birth_that_is_not_known(house, session, as_keyworker):
    data = filled(house, birth_known="unknown") | NO_DATE | day("referred_on", date(1931, 1, 2))
    assert as_keyworker.post("/clients/register", data=data).status_code == 303


def test_a_namesake_born_on_the_same_day_keeps_the_number_that_was_typed(house, session, as_keyworker):
    assert as_keyworker.post("/clients/register", data=filled(house, nhs_number="")).status_code == 303
    page = as_keyworker.post("/clients/register", data=filled(house))
    assert page.status_code == 409
    assert 'name="nhs_number" value="999 000 0042"' in page.text
    assert "without the NHS number" not in page.text


def test_a_client_of_another_service_is_no_duplicate_here(house, session, charlie):
    data = filled(house, nhs_number="9990000018", service=house.other_service, keyworker=None)
    assert charlie.post("/clients/register", data=data).status_code == 303


@pytest.mark.parametrize(("years", "words"), [(1, "1 year old"), (17, "17 years old")])
def test_somebody_under_18_is_registered_once_the_date_of_birth_is_confirmed(
    house, session, as_keyworker, years, words
):
    young = day("date_of_birth", today().replace(day=1, year=today().year - years))
    asked = as_keyworker.post("/clients/register", data=filled(house, **young))
    assert asked.status_code == 422
    assert f"the client would be {words}" in asked.text
    assert clients(session) == []
    answer = as_keyworker.post("/clients/register", data=filled(house, young="y", **young))
    assert answer.status_code == 303
    assert "Tom is under 18" in as_keyworker.get(answer.location).text


def test_somebody_born_over_120_years_ago_is_registered_once_the_date_of_birth_is_confirmed(
    house, session, as_keyworker
):
    old = day("date_of_birth", date(today().year - 121, 1, 1))
    asked = as_keyworker.post("/clients/register", data=filled(house, **old))
    assert asked.status_code == 422
    assert "Check the date of birth: the client would be 121 years old" in asked.text
    assert clients(session) == []
    assert as_keyworker.post("/clients/register", data=filled(house, old="y", **old)).status_code == 303


def test_an_estimated_birth_long_ago_is_not_asked_about(house, session, as_keyworker):
    told = filled(house, birth_known="estimated", birth_year="1900")
    for part in ("day", "month", "year"):
        told[f"date_of_birth-{part}"] = ""
    assert as_keyworker.post("/clients/register", data=told).status_code == 303


def test_a_second_referral_waits_until_the_first_episode_has_ended(house, session, as_keyworker):
    url = f"/record/{house.episode}/referrals/new"
    data = {"service": house.service, "referral_source": "self", **day("referred_on", today())}
    page = as_keyworker.post(url, data=data)
    assert page.status_code == 422
    assert "The client has been with this service since 6 January 2025" in page.text
    row = session.get_one(Episode, house.episode)
    row.closed_on, row.exit_reason = date(2025, 9, 1), "dropped_out"
    session.info["trailed"] = True
    session.commit()
    early = data | day("referred_on", date(2025, 8, 31))
    assert "must be on or after 1 September 2025" in as_keyworker.post(url, data=early).text
    answer = as_keyworker.post(url, data=data)
    assert answer.status_code == 303
    assert house.episode not in answer.location


def test_nobody_refers_a_client_who_has_died(house, session, as_keyworker):
    session.get_one(Client, house.client).deceased_on = date(2025, 9, 1)
    session.info["trailed"] = True
    session.commit()
    data = {"service": house.service, "referral_source": "self", **day("referred_on", today())}
    page = as_keyworker.post(f"/record/{house.episode}/referrals/new", data=data)
    assert page.status_code == 422
    assert "The client has died" in page.text


def edits(seen, **more):
    born = day("date_of_birth", date(1985, 7, 14))
    return {"first_name": "Janet", "last_name": "Wood", "sex": "female", "seen": seen, **born} | more


def test_details_are_changed_and_an_old_page_gets_both_texts(house, session, as_keyworker):
    url = f"/record/{house.episode}/details"
    assert 'value="Williams"' in as_keyworker.get(url).text
    assert as_keyworker.post(url, data=edits("1")).status_code == 303
    page = as_keyworker.post(url, data=edits("1", last_name="Stone"))
    assert page.status_code == 409
    assert "Wood" in page.text
    assert "Stone" in page.text
    session.expire_all()
    assert session.get_one(Client, house.client).last_name == "Wood"


def test_a_date_of_birth_that_makes_the_client_under_18_is_asked_about_before_it_is_saved(
    house, session, as_keyworker
):
    url = f"/record/{house.episode}/details"
    young = edits("1") | day("date_of_birth", date(2010, 7, 14))
    asked = as_keyworker.post(url, data=young)
    assert asked.status_code == 422
    assert "Check the date of birth: the client would be 14 years old" in asked.text
    assert as_keyworker.post(url, data=young | {"young": "y"}).status_code == 303
    again = young | {"seen": "2", "last_name": "Stone"}
    assert as_keyworker.post(url, data=again).status_code == 303, "the same date is not asked about again"
    assert as_keyworker.post(url, data=again | {"young": "y"}).status_code == 409


def test_death_before_referral_is_refused(house, session, as_keyworker):
    data = edits("1") | day("deceased_on", date(2025, 1, 5))
    page = as_keyworker.post(f"/record/{house.episode}/details", data=data)
    assert page.status_code == 422
    assert "Date of death must be on or after the day of referral" in page.text


def test_charlie_cannot_touch_the_record(house, session, charlie):
    for path in ("details", "referrals/new"):
        assert charlie.get(f"/record/{house.episode}/{path}").status_code == 404
        assert charlie.post(f"/record/{house.episode}/{path}", data=edits("1")).status_code == 404


def test_a_number_that_another_client_has_is_pointed_out_after_an_edit(house, session, as_keyworker):
    register_client(
        by=house.actors.keyworker,
        services=house.services,
        details=details(nhs_number="9990000042"),
        referral=Referral(house.service, date(2026, 1, 5), "self"),
    )
    db.session.commit()
    url = f"/record/{house.episode}"
    refused = as_keyworker.post(f"{url}/details", data=edits("1", nhs_number="9990000042"))
    assert refused.status_code == 422
    assert "REID, Tom has this NHS number too" in refused.text
    why = edits("1", nhs_number="9990000042", number_reason="The hospital gave both of them this number")
    assert as_keyworker.post(f"{url}/details", data=why).status_code == 303
    assert "REID, Tom may be the same person" in as_keyworker.get(url).text
