"""Two workers write the same thing at the same moment: one is kept, and the other is told."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import select, update

from careplan import create_app
from careplan.assessment.models import ToolResult
from careplan.clients import queries
from careplan.clients.models import Appointment, Client, Episode, Merge, TaskAction
from careplan.clients.rules.merging import COLUMNS
from careplan.contacts.models import ContactNote
from careplan.contacts.registers import Group, GroupMember
from careplan.contacts.rules.groups import WEEK
from careplan.ground.clock import moment_of, now, today
from careplan.ground.db import db
from careplan.plans.models import Goal
from careplan.prescribing.models import Course, DoseEvent
from careplan.survey.models import SurveyCount
from careplan.team.registers import WalkIn
from careplan.trail.models import TrailEntry
from tests.conftest import Browser, browser, own_database
from tests.factories.clients import ClientFactory, EpisodeFactory, TaskFactory
from tests.factories.plans import CarePlanFactory
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, RegimenFactory
from tests.factories.survey import SurveyLinkFactory
from tests.walk import on_page
from tests.world import build


@pytest.fixture
def busy(settings, database_server, migrated):
    """An app on its own database with one course due today; yields app, world and the course's id."""
    with ExitStack() as stack:
        url = stack.enter_context(own_database(database_server, migrated))
        app = create_app(settings | {"SQLALCHEMY_DATABASE_URI": url})
        app.test_client_class = Browser
        with app.app_context():
            stack.callback(db.engine.dispose)
            house = build()
            course = CourseFactory(episode=db.session.get_one(Episode, house.episode), first_dose_on=today())
            DoseOrderFactory(course=course, effective_on=today())
            RegimenFactory(course=course, effective_on=today(), collect="1111111", supervised="1111111")
            db.session.commit()
            course_id = course.id
            db.session.remove()
            yield app, house, course_id


def together(*acts):
    """Run the acts in threads that start at the same moment."""
    gate = Barrier(len(acts))

    def run(act):
        gate.wait(timeout=20)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_two_workers_log_one_dose_of_one_slot(busy):
    app, house, course = busy
    who = [browser(app, house.keyworker), browser(app, house.manager)]
    answers = together(
        *(
            lambda one=one, key=key: one.post("/doses", data={f"dose_{course}": key})
            for one, key in zip(who, "SM", strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "logged" in refused.text
    assert "There is a problem" in refused.text
    kept = db.session.scalars(select(DoseEvent)).all()
    assert len(kept) == 1
    trail = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "dose.logged")).all()
    assert [entry.subject for entry in trail] == [f"dose_events:{kept[0].id}"]


def test_one_form_sent_twice_at_once_is_done_once(busy):
    app, house, _ = busy
    day, who = today(), [browser(app, house.keyworker) for _ in range(2)]
    form = {"first_name": "Ann", "last_name": "Double", "sex": "female", "submission": "pressed-twice"}
    for name, at in (("date_of_birth", day.replace(year=day.year - 30, day=1)), ("referred_on", day)):
        form |= {f"{name}-day": at.day, f"{name}-month": at.month, f"{name}-year": at.year}
    form |= {
        "service": house.service,
        "referral_source": "gp",
        "keyworker": house.keyworker,
        "ndtms_consent": "yes",
    }
    answers = together(*(lambda one=one: one.post("/clients/register", data=form) for one in who))
    assert [answer.status_code for answer in answers] == [303, 303], answers[0].text
    assert answers[0].location == answers[1].location
    assert db.session.scalars(select(Client.first_name).where(Client.last_name == "Double")).all() == ["Ann"]


def test_one_answer_sent_twice_at_once_is_no_stale_page(busy):
    app, house, _ = busy
    task = TaskFactory(episode=db.session.get_one(Episode, house.episode)).id
    db.session.commit()
    db.session.remove()
    said = {"words": "Rang the client", "closes": "yes", "seen": "", "submission": "pressed-twice"}
    who = [browser(app, house.keyworker) for _ in range(2)]
    path = f"/record/{house.episode}/tasks/{task}"
    answers = together(*(lambda one=one: one.post(path, data=said) for one in who))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(db.session.scalars(select(TaskAction)).all()) == 1


def test_two_prescribers_start_one_course_of_a_drug(busy):
    app, house, _ = busy
    day = today()
    form = {
        "drug": "buprenorphine",
        "intent": "maintenance",
        "tolerance": "assured",
        "sedatives_or_alcohol": "no",
    }
    form |= {"first_dose_on-day": day.day, "first_dose_on-month": day.month, "first_dose_on-year": day.year}
    form |= {"cross_titration_plan": "Reduce methadone to 30 mg first"}
    who = [browser(app, house.prescriber), browser(app, house.prescriber)]
    path = f"/record/{house.episode}/prescribing/start"
    answers = together(*(lambda one=one: one.post(path, data=form) for one in who))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    drugs = db.session.scalars(select(Course.drug).order_by(Course.recorded_at)).all()
    assert drugs == ["methadone", "buprenorphine"]


def test_two_workers_save_the_details_of_one_client(busy):
    app, house, _ = busy
    who = [browser(app, house.keyworker), browser(app, house.manager)]
    details = {"first_name": "Janet", "sex": "female", "seen": "1"}
    details |= {"date_of_birth-day": 14, "date_of_birth-month": 7, "date_of_birth-year": 1985}
    path = f"/record/{house.episode}/details"
    answers = together(
        *(
            lambda one=one, name=name: one.post(path, data=details | {"last_name": name})
            for one, name in zip(who, ("Wood", "Stone"), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer.text for answer in answers if answer.status_code == 409)
    assert "Wood" in late
    assert "Stone" in late
    assert db.session.get_one(Client, house.client).version == 2


def test_two_workers_answer_one_task(busy):
    app, house, _ = busy
    episode = db.session.get_one(Episode, house.episode)
    task = TaskFactory(episode=episode).id
    db.session.commit()
    db.session.remove()
    who = [browser(app, house.keyworker), browser(app, house.manager)]
    path = f"/record/{house.episode}/tasks/{task}"
    said = {"words": "Rang the client, who is well", "closes": "yes", "seen": ""}
    answers = together(*(lambda one=one: one.post(path, data=said) for one in who))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(db.session.scalars(select(TaskAction)).all()) == 1


def test_a_draft_saved_from_two_tabs_and_discarded_at_once_is_no_error(busy):
    app, house, _ = busy
    tabs = [browser(app, house.keyworker) for _ in range(6)]

    def save(tab):
        return lambda: tab.post("/drafts", data={"draft_path": "/clients/register", "first_name": "Zora"})

    def discard(tab):
        return lambda: tab.post("/drafts/discard", data={"draft_path": "/clients/register"})

    for _ in range(3):
        answers = together(*(save(tab) for tab in tabs[:4]), *(discard(tab) for tab in tabs[4:]))
        assert [answer.status_code for answer in answers] == [204] * 4 + [303] * 2


def two_records(house):
    """A second record of the client, with an own episode: its id and the episode's."""
    other = ClientFactory(first_name="Janet", last_name="Williams", nhs_number=None)
    theirs = EpisodeFactory(client=other, service_id=house.service, referred_on=date(2025, 5, 5))
    mine = db.session.get_one(Client, house.client)
    for column in COLUMNS:
        setattr(other, column, getattr(mine, column))
    db.session.commit()
    ids = other.id, theirs.id
    db.session.remove()
    return ids


@pytest.mark.parametrize("crosswise", [False, True], ids=["one way", "crosswise"])
def test_two_managers_join_two_records_once(busy, crosswise):
    app, house, _ = busy
    other, theirs = two_records(house)
    first = f"/record/{house.episode}/merge/{other}"
    second = f"/record/{theirs}/merge/{house.client}" if crosswise else first
    form = {"seen": "1.1", "confirmed": "y", "why": "The same passport"}
    who = [browser(app, house.manager) for _ in range(2)]
    paths = zip(who, (first, second), strict=True)
    answers = together(*(lambda one=one, path=path: one.post(path, data=form) for one, path in paths))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(db.session.scalars(select(Merge)).all()) == 1
    roots = db.session.scalars(select(Client.root_id).where(Client.id.in_((house.client, other)))).all()
    assert len(set(roots)) == 1


def once_written(app, house, change, act):
    """The answer to a request that comes while another session has written to the record, and not committed yet."""
    with app.app_context():
        queries.episode(
            frozenset({house.service}), house.episode, lock=True
        )  # as every page of a record begins
        db.session.execute(change)
        with ThreadPoolExecutor(1) as threads:
            asked = threads.submit(act)
            wait([asked], timeout=1)  # whoever does not wait for the other's end is through by now
            db.session.commit()
            db.session.remove()
            return asked.result(timeout=30)


@pytest.mark.parametrize("way", ["all rows", "one row", "the form"])
def test_no_dose_stands_beside_an_end_of_the_same_moment(busy, way):
    app, house, course = busy
    day, key = today(), {f"dose_{course}": "S"}
    row = {"course": course, "episode": house.episode, "on": day.isoformat()}
    typed = {"what": "S", "source": "own", "on-day": day.day, "on-month": day.month, "on-year": day.year}
    path, data = {
        "all rows": ("/doses", key),
        "one row": ("/doses/row", key | row),
        "the form": (f"/record/{house.episode}/prescribing/{course}/doses/log", typed),
    }[way]
    ended = update(Course).values(ended_on=today(), ended_at=now(), ended_by=house.keyworker)
    who = browser(app, house.keyworker)
    answer = once_written(app, house, ended.where(Course.id == course), lambda: who.post(path, data=data))
    words = {"all rows": "has ended", "one row": "not found", "the form": "must lie within the course"}
    assert answer.status_code == (404 if way == "one row" else 422)
    assert words[way] in answer.text
    assert db.session.scalars(select(DoseEvent)).all() == []


def test_a_client_given_to_somebody_meanwhile_is_not_taken_away_again(busy):
    app, house, _ = busy
    who = browser(app, house.manager)
    form = {"shown": house.keyworker, "clients": house.episode, "keyworker": house.prescriber}
    given = update(Episode).values(keyworker_id=house.manager).where(Episode.id == house.episode)
    answer = once_written(app, house, given, lambda: who.post("/caseload/hand-over", data=form))
    assert answer.status_code == 422
    assert "The list has changed" in answer.text
    assert db.session.get_one(Episode, house.episode).keyworker_id == house.manager


def test_closing_an_account_leaves_a_client_with_who_has_just_taken_over(busy):
    app, house, _ = busy
    who, path = browser(app, house.administrator), f"/workers/{house.keyworker}/account"
    given = update(Episode).values(keyworker_id=house.manager).where(Episode.id == house.episode)
    answer = once_written(app, house, given, lambda: who.post(path, data={"closed": "yes"}))
    assert answer.status_code == 303
    assert db.session.get_one(Episode, house.episode).keyworker_id == house.manager


def group_of(house):
    """A group of today with the client of the house in it; the address of its register."""
    on = today()
    keys = {"service_id": house.service, "recorded_by": "test"}
    row = Group(name="Sleep group", weekday=WEEK[on.weekday()], at="00:00", began_on=on, **keys)
    db.session().info["trailed"] = True
    db.session.add(row)
    db.session.flush()
    db.session.add(GroupMember(group_id=row.id, episode_id=house.episode, since=on, **keys))
    db.session.commit()
    path = f"/groups/{row.id}/register"
    db.session.remove()
    return path


def test_two_workers_save_one_register(busy):
    app, house, _ = busy
    path, who = group_of(house), [browser(app, house.keyworker), browser(app, house.manager)]
    forms = [on_page(one, path)[0].data() for one in who]
    typed = {f"came_{house.episode}": "attended", "words": "Sleep", "risk": "no"}
    answers = together(
        *(
            lambda one=one, form=form: one.post(path, data=form | typed)
            for one, form in zip(who, forms, strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(db.session.scalars(select(ContactNote)).all()) == 1
    assert len(db.session.scalars(select(Appointment)).all()) == 1


def test_a_register_waits_for_an_outcome_in_the_diary(busy):
    app, house, _ = busy
    path, who = group_of(house), browser(app, house.keyworker)
    keys = {"episode_id": house.episode, "service_id": house.service, "recorded_by": "test"}
    slot = Appointment(starts_at=moment_of(today(), "00:00"), purpose="group", clinic="Sleep group", **keys)
    db.session().info["trailed"] = True
    db.session.add(slot)
    db.session.commit()
    mine, form = Appointment.id == slot.id, on_page(who, path)[0].data()
    db.session.remove()
    missed = {"outcome": "did_not_attend", "outcome_at": now(), "outcome_by": house.manager}
    typed = {f"came_{house.episode}": "attended", "words": "Sleep", "risk": "no"}
    write = update(Appointment).where(mine).values(missed)
    answer = once_written(app, house, write, lambda: who.post(path, data=form | typed))
    assert answer.status_code == 409
    assert "Sleep" in answer.text
    assert db.session.scalars(select(ContactNote)).all() == []
    assert db.session.scalars(select(Appointment.outcome)).all() == ["did_not_attend"]


def test_two_workers_see_one_walk_in(busy):
    app, house, _ = busy
    who = [browser(app, house.keyworker), browser(app, house.manager)]
    came = {"service": house.service, "who": "Janet Williams", "words": "", "came_at": "0:00"}
    assert who[0].post("/duty", data=came).status_code == 303
    row = db.session.scalars(select(WalkIn)).one()
    path = f"/record/{house.episode}/walk-ins/{row.id}/seen"
    db.session.remove()
    answers = together(*(lambda one=one: one.post(path) for one in who))
    assert sorted("/contacts/new" in answer.location for answer in answers) == [False, True]
    assert len(db.session.scalars(select(Appointment)).all()) == 1


def test_one_link_of_the_survey_answered_twice_at_once_counts_once(busy):
    app, house, _ = busy
    SurveyLinkFactory(service_id=house.service, secret="plainly-fictitious")
    db.session.commit()
    db.session.remove()
    said = {"has_plan": "says_yes", "satisfied": "says_yes"}
    who = [app.test_client() for _ in range(2)]
    answers = together(*(lambda one=one: one.post("/your-view/plainly-fictitious", data=said) for one in who))
    assert sorted(answer.status_code for answer in answers) == [303, 410]
    counts = db.session.execute(select(SurveyCount.question, SurveyCount.answered)).all()
    assert sorted(map(tuple, counts)) == [("has_plan", 1), ("satisfied", 1)]


def test_two_links_of_the_survey_answered_at_once_both_count(busy):
    app, house, _ = busy
    for number in range(2):
        SurveyLinkFactory(service_id=house.service, secret=f"plainly-fictitious-{number}")
    db.session.commit()
    db.session.remove()
    said = {"satisfied": "says_yes"}
    answers = together(
        *(
            lambda n=n: app.test_client().post(f"/your-view/plainly-fictitious-{n}", data=said)
            for n in range(2)
        )
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalar(select(SurveyCount.answered)) == 2


@pytest.mark.parametrize("page", ["scores/audit_c/new", "goals"])
def test_two_workers_fill_in_one_tool_or_write_the_goals_of_one_draft(busy, page):
    app, house, _ = busy
    episode = db.session.get_one(Episode, house.episode)
    plan = CarePlanFactory(episode=episode, drafted_on=today()).id
    db.session.commit()
    db.session.remove()
    tool = page.startswith("scores")
    path = f"/record/{house.episode}/{page if tool else f'care-plan/{plan}/goals'}"
    who = [browser(app, house.keyworker), browser(app, house.manager)]
    shown = next(one for one in on_page(who[0], path) if "seen" in one.data())
    mine = {"seen": shown.data()["seen"][0]}
    if tool:
        mine |= {"often": "1", "units": "1", "heavy": "0"}
        mine |= {f"done_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    else:
        mine |= {"goal-0-wording": "A front door", "goal-0-domain": "social"}
    answers = together(*(lambda one=one: one.post(path, data=mine) for one in who))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    model = ToolResult if tool else Goal
    assert len(db.session.scalars(select(model)).all()) == 1
