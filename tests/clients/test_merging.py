"""Two records of one person become one: the other id leads to the survivor, nothing is lost, and it can be undone."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import inspect, select

from careplan.clients import queries
from careplan.clients.actions import Because, edit_client, merge, raise_task, unmerge
from careplan.clients.actions.people import Details
from careplan.clients.models import Arrival, Client, Episode, Merge, Task
from careplan.clients.queries import Wanted, alike, episodes_of, find
from careplan.clients.queries import episode as load
from careplan.clients.queries.merging import client as reached
from careplan.clients.queries.merging import merges
from careplan.clients.rules.likeness import Person
from careplan.clients.rules.merging import COLUMNS
from careplan.ground.clock import now, today
from careplan.ground.corrections import Refused, live, live_until
from careplan.ground.db import db
from careplan.people.registers import ContactWay
from careplan.trail.models import TrailEntry
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, MergeFactory
from tests.factories.prescribing import CourseFactory, PrescriptionFactory
from tests.factories.staff import MembershipFactory

OTHER = {
    "first_name": "Anna",
    "last_name": "Wilkins",
    "date_of_birth": date(1985, 7, 14),
    "nhs_number": None,
    "postcode": "LS1 4AP",
}
CHOSEN = {"keep_name": "survivor", "keep_nhs_number": "survivor", "keep_postcode": "other"}
WHY = {"why": "She brought both letters and the same passport"}


@pytest.fixture
def two(house, session):
    """Janet, and Anna Wilkins with an own episode at the same service."""
    other = ClientFactory(**OTHER)
    theirs = EpisodeFactory(client=other, service_id=house.service, referred_on=date(2025, 5, 5))
    db.session.commit()
    return SimpleNamespace(
        mine=house.episode, client=house.client, other=other.id, theirs=theirs.id, services=house.services
    )


def url(two, other=None):
    return f"/record/{two.mine}/merge/{other or two.other}"


def sent(two, **more):
    versions = [db.session.get_one(Client, id_).version for id_ in (two.client, two.other)]
    return {"seen": ".".join(map(str, versions)), "confirmed": "y", **CHOSEN, **WHY, **more}


def joined(house, two, taken=("postcode",), **more):
    """The merge itself, by the action."""
    episode = load(house.services, two.mine)
    other = db.session.get_one(Client, two.other)
    row = merge(
        by=house.actors.manager,
        episode=episode,
        other=other,
        taken=taken,
        because=Because(WHY["why"]),
        refusals=(),
        **more,
    )
    db.session.commit()
    db.session.expire_all()
    return row


def put_apart(house, two, row):
    unmerge(by=house.actors.manager, episode=load(house.services, two.mine), row=row, refusal="")
    db.session.commit()
    db.session.expire_all()


def state_of(session):
    """Every column of every client, as it stands, but for the version."""
    columns = [column.key for column in inspect(Client).column_attrs if column.key != "version"]
    return {
        one.id: {name: getattr(one, name) for name in columns}
        for one in session.scalars(select(Client).order_by(Client.id))
    }


def test_both_records_stand_side_by_side_and_only_what_differs_is_asked(two, as_manager):
    page = as_manager.get(url(two)).text
    assert "WILLIAMS, Janet" in page
    assert "WILKINS, Anna" in page
    assert two.other in page
    assert 'name="keep_name"' in page
    assert 'name="keep_sex"' not in page
    assert "5 May 2025" in page
    assert page.count(" checked") == 1  # the only number is chosen, the name and the postcode are not


def test_after_a_last_look_they_are_one(house, session, two, as_manager):
    page = as_manager.post(url(two), data=sent(two, confirmed=""))
    assert page.status_code == 200
    assert "Join these two records?" in page.text
    assert "Whoever opens the other record is led to the one that stays." in page.text
    assert "This record stays: " in page.text
    assert "two open episodes at Northgate Test Service" in page.text
    assert page.text.count("born 14 July 1985") == 2
    assert merges(load(two.services, two.mine).client) == []
    assert as_manager.post(url(two), data=sent(two)).status_code == 303
    session.expire_all()
    found = load(two.services, two.theirs)
    assert (found.client.id, found.client.name, found.client.postcode) == (
        two.client,
        "WILLIAMS, Janet",
        "LS1 4AP",
    )
    assert {one.id for one in episodes_of(two.services, found.client)} == {two.mine, two.theirs}
    row = session.scalars(select(Merge)).one()
    assert (row.survivor_id, row.other_id, row.reason) == (two.client, two.other, WHY["why"])
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "client.joined")).all()
    assert {one.client_id for one in entries} == {two.client, two.other}


def test_change_leads_back_with_what_was_chosen(two, as_manager):
    page = as_manager.post(url(two), data=sent(two, change="y", confirmed=""))
    assert page.status_code == 200
    assert "One person, two records" in page.text
    assert WHY["why"] in page.text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"keep_name": ""}, "Select which is right: Name"),
        ({"keep_postcode": "nobody"}, "Select from the list: Postcode"),
        ({"why": ""}, "Enter how you know that both are the same person"),
        ({"why": "xxx"}, "Say it in words"),
    ],
)
def test_nothing_is_joined_without_choices_and_a_reason(session, two, as_manager, more, words):
    refused = as_manager.post(url(two), data=sent(two, **more))
    assert refused.status_code == 422
    assert words in refused.text
    assert session.scalars(select(Merge)).all() == []


def test_two_numbers_and_a_death_ask_for_a_reason_of_their_own(session, two, as_manager):
    other = session.get_one(Client, two.other)
    other.nhs_number, other.deceased_on = "9990000034", date(2025, 9, 1)
    session.info["trailed"] = True
    db.session.commit()
    chosen = {"keep_nhs_number": "other", "keep_death": "other"}
    refused = as_manager.post(url(two), data=sent(two, **chosen)).text
    assert "Enter why one person has two NHS numbers" in refused
    assert "Enter how you know whether the client died" in refused
    why = {"why_numbers": "The spine merged them in June", "why_death": "Her sister rang and the GP says so"}
    assert as_manager.post(url(two), data=sent(two, **chosen, **why)).status_code == 303
    session.expire_all()
    row = session.scalars(select(Merge)).one()
    assert (row.number_reason, row.death_reason) == tuple(why.values())
    client = session.get_one(Client, two.client)
    assert (client.nhs_number, client.deceased_on) == ("9990000034", date(2025, 9, 1))
    words = session.scalars(select(Task.words).where(Task.kind == "death", live(Task))).all()
    assert len({*words}) == 4  # what a death asks for, in both episodes
    assert len(words) == 8


def test_a_death_before_the_last_referral_does_not_fit(session, two, as_manager):
    session.get_one(Client, two.other).deceased_on = date(2025, 2, 1)
    session.info["trailed"] = True
    db.session.commit()
    why = {"keep_death": "other", "why_death": "Her sister rang and the GP says so"}
    refused = as_manager.post(url(two), data=sent(two, **why))
    assert refused.status_code == 422
    assert "The date of death must be on or after 5 May 2025" in refused.text


def test_the_same_record_is_not_joined_with_itself(session, two, as_manager):
    page = as_manager.get(url(two, two.client))
    assert "This is the record that is open already" in page.text
    assert 'name="why"' not in page.text
    refused = as_manager.post(url(two, two.client), data=sent(two) | {"seen": "1.1"})
    assert refused.status_code == 422
    assert session.scalars(select(Merge)).all() == []


def test_two_open_courses_of_one_drug_are_never_joined(session, two, as_manager):
    for id_ in (two.mine, two.theirs):
        CourseFactory(episode=session.get_one(Episode, id_), first_dose_on=date(2025, 6, 2))
    db.session.commit()
    page = as_manager.get(url(two)).text
    assert "Both have an open methadone course: Northgate Test Service since 2 June 2025" in page
    assert as_manager.post(url(two), data=sent(two)).status_code == 422
    assert session.scalars(select(Merge)).all() == []


def test_prescriptions_for_the_same_days_are_never_joined(session, two, as_manager):
    for id_, ended in ((two.mine, date(2025, 7, 1)), (two.theirs, date(2025, 7, 2))):
        course = CourseFactory(
            episode=session.get_one(Episode, id_), first_dose_on=date(2025, 6, 2), ended_on=ended
        )
        PrescriptionFactory(course=course, starts_on=date(2025, 6, 2), ends_on=date(2025, 6, 15))
    db.session.commit()
    page = as_manager.get(url(two)).text
    assert "Prescriptions of methadone in both records cover 2 June 2025" in page


def test_a_client_of_a_further_service_is_joined_by_a_manager_of_both(house, session, two, app, as_manager):
    EpisodeFactory(client=session.get_one(Client, two.other), service_id=house.other_service)
    db.session.commit()
    page = as_manager.get(url(two)).text
    assert "with a service that you do not manage" in page
    assert as_manager.post(url(two), data=sent(two)).status_code == 422
    MembershipFactory(worker_id=house.manager, service_id=house.other_service, role="manager")
    db.session.commit()
    assert as_manager.post(url(two), data=sent(two)).status_code == 303


def test_nobody_but_a_manager_joins_and_foreign_records_are_not_found(
    house, two, as_keyworker, as_manager, charlie
):
    assert as_keyworker.get(url(two)).status_code == 403
    assert "Join with another record" not in as_keyworker.get(f"/record/{two.mine}").text
    assert "Join with another record" in as_manager.get(f"/record/{two.mine}").text
    assert as_manager.get(url(two, house.other_client)).status_code == 404
    assert as_manager.post(url(two, house.other_client), data=sent(two)).status_code == 404
    assert as_manager.get(url(two, "nobody")).status_code == 404
    for path in (
        url(two),
        f"/record/{two.mine}/merge",
        f"/record/{two.mine}/joined",
        f"/clients/{two.other}",
    ):
        assert charlie.get(path).status_code == 404


def test_who_may_be_the_same_is_offered_and_anybody_is_found_by_search(session, two, as_manager):
    page = as_manager.get(f"/record/{two.mine}/merge").text
    assert "No other record of your services looks like this one" in page
    session.get_one(Client, two.other).last_name = "Williams"
    session.info["trailed"] = True
    db.session.commit()
    page = as_manager.get(f"/record/{two.mine}/merge").text
    assert "Same date of birth and one of the names" in page
    assert url(two) in page
    found = as_manager.post(f"/record/{two.mine}/merge", data={"name": "anna"}).text
    assert url(two) in found
    assert (
        "Enter a name, a date of birth or an NHS number" in as_manager.post(f"/record/{two.mine}/merge").text
    )
    nobody = as_manager.post(f"/record/{two.mine}/merge", data={"name": "otto"}).text
    assert "Nobody else in the services that you manage matches" in nobody


def test_a_record_that_changed_meanwhile_is_looked_at_again(house, session, two, as_manager):
    data = sent(two)
    session.get_one(Client, two.other).version += 1
    session.info["trailed"] = True
    db.session.commit()
    assert as_manager.post(url(two), data=data).status_code == 409
    assert session.scalars(select(Merge)).all() == []


def test_the_second_of_two_managers_finds_no_other_record(two, as_manager):
    data = sent(two)
    assert as_manager.post(url(two), data=data).status_code == 303
    again = as_manager.post(url(two), data=data | {"submission": "another"})
    assert again.status_code in (409, 422)


def test_the_other_id_leads_to_the_survivor(house, session, two, as_keyworker):
    joined(house, two)
    answer = as_keyworker.get(f"/clients/{two.other}")
    assert (answer.status_code, answer.location) in {
        (302, f"/record/{id_}") for id_ in (two.mine, two.theirs)
    }
    assert "WILLIAMS, Janet" in as_keyworker.get(answer.location).text
    assert as_keyworker.get(f"/record/{two.theirs}").status_code == 200


def test_somebody_whom_an_import_brought_is_joined_before_a_referral(house, session, two, as_manager):
    brought = ClientFactory(**OTHER | {"last_name": "Arrived"})
    db.session.add(Arrival(client_id=brought.id, service_id=house.service))
    db.session.commit()
    assert as_manager.get(f"/clients/{brought.id}/referral").status_code == 200
    two.other = brought.id
    assert as_manager.post(url(two), data=sent(two)).status_code == 303
    answer = as_manager.get(f"/clients/{brought.id}/referral")
    assert (answer.status_code, answer.location) == (302, f"/clients/{brought.id}")
    assert as_manager.get(answer.location).location == f"/record/{two.mine}"
    assert as_manager.get("/clients/nobody/referral", follow_redirects=True).status_code == 404


def test_search_finds_the_client_by_either_name_and_once_a_service(house, session, two):
    joined(house, two)
    for name in ("wilkins", "williams"):
        found = find(two.services, Wanted(name=(name,)))
        assert [one.client_id for one in found] == [two.client]
    person = Person("Anna", "Wilkins", date(1985, 7, 14), "female")
    assert [one.client_id for one, _ in alike(two.services, person)] == [two.client]
    assert alike(two.services, person, but=two.client) == []


def test_a_later_change_of_the_postcode_leaves_the_other_name_findable(house, session, two):
    joined(house, two)
    episode = load(two.services, two.mine)
    values = {name: getattr(episode.client, name) for name in Details.__dataclass_fields__}
    details = Details(**values | {"postcode": "LS2 9JT"})
    edit_client(by=house.actors.manager, episode=episode, seen=episode.client.version, details=details)
    assert find(two.services, Wanted(name=("wilkins",)))


def test_allergies_of_both_stand_in_either_episode(house, session, two, as_keyworker):
    for id_, what in ((two.mine, "Penicillin"), (two.theirs, "Latex")):
        made = AssessmentFactory(episode=session.get_one(Episode, id_), kind="triage", started_on=today())
        AnswerFactory(assessment=made, item="allergies", value={"value": True, "text": what})
    db.session.commit()
    joined(house, two)
    for id_ in (two.mine, two.theirs):
        page = as_keyworker.get(f"/record/{id_}").text
        assert "Penicillin" in page
        assert "Latex" in page


def test_history_tells_the_joining_and_both_registrations(house, session, two, as_manager):
    joined(house, two)
    page = as_manager.get(f"/record/{two.theirs}/history").text
    assert f"Records joined</a>: {two.other}, {WHY['why']}" in page
    assert page.count("Client registered") == 2
    assert "Corrected " not in page
    assert "Correction, because" not in page
    put_apart(house, two, session.scalars(select(Merge)).one())
    for id_ in (two.mine, two.theirs):
        page = as_manager.get(f"/record/{id_}/history").text
        assert "Records put apart again" in page
        assert page.count("Client registered") == 1


def test_who_looked_under_either_id_is_one_list(house, session, two, as_keyworker, as_manager):
    as_keyworker.get(f"/record/{two.theirs}/treatment")
    joined(house, two)
    assert "Kay Keyworker" in as_manager.get(f"/record/{two.mine}/history/looked").text or (
        "Kay Keyworker" in as_manager.get(f"/record/{two.mine}/looked").text
    )


def test_undoing_puts_every_column_back(house, session, two):
    before = state_of(session)
    row = joined(house, two, taken=("name", "postcode", "nhs_number"))
    assert state_of(session) != before
    put_apart(house, two, row)
    assert state_of(session) == before
    assert load(two.services, two.theirs).client.id == two.other
    assert (row.undone_by, row.undone_at is not None) == (house.manager, True)


def test_undoing_a_death_opens_what_it_closed_in_the_living_record(house, session, two):
    mine, theirs = (load(two.services, id_) for id_ in (two.mine, two.theirs))
    for one in (mine, theirs):
        raise_task(
            by=house.actors.manager, episode=one, kind="note", source="n", words="Ring", due_on=today()
        )
    other = theirs.client
    other.deceased_on, other.deceased_at, other.deceased_by = date(2025, 9, 1), now(), house.manager
    db.session.commit()
    row = joined(house, two, taken=("death",))
    assert {one.kind for one in open_tasks(session, two.mine)} == {"death"}
    put_apart(house, two, row)
    assert session.get_one(Client, two.client).deceased_on is None
    assert [one.kind for one in open_tasks(session, two.mine)] == ["note"]
    assert session.get_one(Client, two.other).deceased_on == date(2025, 9, 1)
    assert {one.kind for one in open_tasks(session, two.theirs)} == {"death"}


def test_a_death_that_was_wrong_is_taken_back_with_the_joining_and_stands_again_after_undoing(
    house, session, two
):
    other = load(two.services, two.theirs).client
    other.deceased_on, other.deceased_at, other.deceased_by = date(2025, 9, 1), now(), house.manager
    session.info["trailed"] = True
    db.session.commit()
    row = joined(house, two, taken=())
    assert session.get_one(Client, two.client).deceased_on is None
    assert open_tasks(session, two.theirs) == []
    put_apart(house, two, row)
    assert {one.kind for one in open_tasks(session, two.theirs)} == {"death"}
    assert open_tasks(session, two.mine) == []


def open_tasks(session, episode_id):
    return queries.open_tasks(session.get_one(Episode, episode_id))


def test_what_was_changed_since_stays_with_the_survivor(house, session, two):
    row = joined(house, two, taken=("postcode", "name"))
    episode = load(two.services, two.mine)
    values = {name: getattr(episode.client, name) for name in Details.__dataclass_fields__}
    details = Details(**values | {"postcode": "LS2 9JT"})
    edit_client(by=house.actors.manager, episode=episode, seen=episode.client.version, details=details)
    new = EpisodeFactory(client=episode.client, service_id=house.service, referred_on=today())
    db.session.commit()
    put_apart(house, two, row)
    client = session.get_one(Client, two.client)
    assert (client.first_name, client.postcode) == ("Janet", "LS2 9JT")
    assert load(two.services, new.id).client.id == two.client


def test_three_records_of_one_person_come_apart_in_the_order_they_were_joined(house, session, two):
    before = state_of(session)
    third = ClientFactory(**OTHER | {"last_name": "Third"})
    episode = EpisodeFactory(client=third, service_id=house.service)
    db.session.commit()
    whole = state_of(session)
    first = joined(house, two)
    second = joined(house, SimpleNamespace(mine=two.mine, other=third.id, services=two.services))
    assert {load(two.services, id_).client.id for id_ in (two.mine, two.theirs, episode.id)} == {two.client}
    assert reached(two.services, third.id).id == two.client
    put_apart(house, two, second)
    assert load(two.services, two.theirs).client.id == two.client
    assert load(two.services, episode.id).client.id == third.id
    put_apart(house, two, first)
    assert state_of(session) == whole
    assert before.keys() < whole.keys()


def test_a_survivor_may_be_joined_to_a_third_record(house, session, two):
    whole = state_of(session)
    row = joined(house, two)
    third = ClientFactory(**OTHER | {"last_name": "Third"})
    episode = EpisodeFactory(client=third, service_id=house.service)
    db.session.commit()
    later = joined(house, SimpleNamespace(mine=episode.id, other=two.client, services=two.services))
    assert {load(two.services, id_).client.id for id_ in (two.mine, two.theirs, episode.id)} == {third.id}
    put_apart(house, SimpleNamespace(mine=episode.id), later)
    put_apart(house, two, row)
    assert {id_: row for id_, row in state_of(session).items() if id_ != third.id} == whole


def test_at_every_moment_of_the_past_one_row_lives(house, session, two):
    made = now()
    for id_, days in ((two.client, 20), (two.other, 30)):
        session.get_one(Client, id_).recorded_at = made - timedelta(days=days)
    third = ClientFactory(**OTHER | {"last_name": "Third"}, recorded_at=made - timedelta(days=25))
    EpisodeFactory(client=third, service_id=house.service)
    db.session.commit()
    joined(house, two)
    joined(house, SimpleNamespace(mine=two.mine, other=third.id, services=two.services))
    root = session.get_one(Client, two.client).root_id
    for days, expected in ((29, two.other), (24, None), (19, two.client), (0, two.client)):
        moment = made - timedelta(days=days)
        rows = session.scalars(select(Client.id).where(Client.root_id == root, live_until(Client, moment)))
        found = rows.all()
        assert len(found) == 1, days
        assert expected in (None, *found)


def test_the_button_stands_for_30_days_and_then_says_why_it_is_gone(
    house, two, as_manager, as_keyworker, monkeypatch
):
    row = joined(house, two)
    here = f"/record/{two.mine}/joined"
    assert "Put the two records apart again" in as_manager.get(here).text
    page = as_keyworker.get(here).text
    assert "Put the two records apart again" not in page
    assert "A manager of every service of the client can take it back until" in page
    assert as_keyworker.post(f"{here}/{row.id}").status_code == 403
    later = today() + timedelta(days=31)
    monkeypatch.setattr("careplan.clients.views.merging.today", lambda: later)
    page = as_manager.get(here).text
    assert "Put the two records apart again" not in page
    assert "30 days have passed since" in page
    assert as_manager.post(f"{here}/{row.id}").status_code == 422


def test_taking_back_by_the_page(house, session, two, as_manager, charlie):
    row = joined(house, two)
    here = f"/record/{two.theirs}/joined"
    assert charlie.post(f"{here}/{row.id}").status_code == 404
    assert as_manager.post(f"{here}/nonsense").status_code == 404
    assert as_manager.post(f"{here}/{row.id}").status_code == 303
    session.expire_all()
    assert load(two.services, two.theirs).client.id == two.other
    assert "Put apart again" in as_manager.get(here).text
    assert as_manager.post(f"{here}/{row.id}", data={"submission": "x"}).status_code == 422


def test_the_action_refuses_what_stands_in_the_way(house, session, two):
    episode, other = load(two.services, two.mine), session.get_one(Client, two.other)
    with pytest.raises(Refused, match="One course has to end"):
        merge(
            by=house.actors.manager,
            episode=episode,
            other=other,
            taken=(),
            because=Because("x"),
            refusals=["One course has to end first"],
        )
    row = MergeFactory(survivor_id=two.client, other_id=two.other)
    with pytest.raises(Refused, match="too late"):
        unmerge(by=house.actors.manager, episode=episode, row=row, refusal="too late")


def test_a_registration_that_meets_two_records_says_who_can_join_them(two, as_keyworker):
    data = {"first_name": "Janet", "last_name": "Williams", "birth_known": "known", "sex": "female"}
    data |= {"date_of_birth-day": "14", "date_of_birth-month": "7", "date_of_birth-year": "1985"}
    data |= {"referred_on-day": "1", "referred_on-month": "6", "referred_on-year": "2025"}
    page = as_keyworker.post(
        "/clients/register", data=data | {"referral_source": "self", "service": next(iter(two.services))}
    )
    assert page.status_code == 409
    assert "a manager can join them" in page.text


def test_every_detail_is_part_of_a_choice():
    own = {"id", "root_id", "corrects", "correction_reason", "recorded_at", "recorded_by"}
    own |= {"superseded_at", "superseded_by", "struck_at", "struck_by", "struck_reason", "wrong_client"}
    assert {column.key for column in inspect(Client).column_attrs} - own == {
        *COLUMNS,
        "found_by",
        "name_key",
        "version",
    }


def test_numbers_of_both_records_stand_together_until_the_records_are_put_apart(house, two, as_manager):
    numbers = {two.client: "07700 900 001", two.other: "07700 900 002"}
    for client, value in numbers.items():
        way = {"kind": "mobile", "value": value, "safe": "ring", "preferred": False, "told_by": "client"}
        db.session.add(ContactWay(client_id=client, recorded_by=house.keyworker, **way))
    db.session.info["trailed"] = True
    db.session.commit()
    row = joined(house, two)
    for at in (two.mine, two.theirs):
        assert all(value in as_manager.get(f"/record/{at}/contact-ways").text for value in numbers.values())
    unmerge(by=house.actors.manager, episode=load(house.services, two.mine), row=row, refusal="")
    db.session.commit()
    for at, here, other in ((two.mine, *numbers.values()), (two.theirs, *reversed(numbers.values()))):
        page = as_manager.get(f"/record/{at}/contact-ways").text
        assert here in page
        assert other not in page
