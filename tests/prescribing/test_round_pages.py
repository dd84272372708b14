"""A long dose round in pages: nothing is lost, and the work does not grow with the clients."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.corrections import strike, supersede
from careplan.ground.db import db
from careplan.ground.memory import forget
from careplan.prescribing import queries
from careplan.prescribing.models import Course, DoseEvent, Regimen
from careplan.prescribing.queries import Selection
from careplan.trail.changes import within
from tests.factories.clients import ClientFactory, EpisodeFactory, PauseFactory
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    ReassessmentFactory,
    RegimenFactory,
)


def treated(house, name, began=10, collect="1111111", formulation="oral_mixture", last=1, **person):
    episode = EpisodeFactory(client=ClientFactory(last_name=name, **person), service_id=house.service)
    start = today() - timedelta(days=began)
    course = CourseFactory(episode=episode, first_dose_on=start)
    DoseOrderFactory(course=course, effective_on=start, daily_mg=Decimal(30), formulation=formulation)
    if collect:
        RegimenFactory(course=course, effective_on=start, collect=collect, supervised=collect)
    DoseEventFactory(course=course, happened_on=today() - timedelta(days=last))
    return course


@pytest.fixture
def many(app, house):
    """So many more than fit on a page; ids in the order of their names."""
    with app.app_context():
        names = [f"{'BM'[number % 2]}{number:02}" for number in range(70)]
        ids = {name: treated(house, name).id for name in names}
        db.session.commit()
        return [ids[name] for name in sorted(ids)]


def shown(page):
    return re.findall(r'id="row-([^"]+)"', page)


def test_every_client_stands_on_one_page_and_the_head_counts_all(many, as_keyworker):
    first, second = (as_keyworker.get(f"/doses?page={number}").text for number in (1, 2))
    assert shown(first) + shown(second) == many
    assert len(shown(first)) == 50
    for page in (first, second):
        assert '70 clients, <span id="round-left">70</span> not logged' in page
    assert shown(as_keyworker.get("/doses?page=all").text) == many
    assert shown(as_keyworker.get("/doses?page=99").text) == shown(second)


def test_what_is_saved_on_a_page_leads_back_to_it_and_counts_in_the_head(many, as_keyworker):
    saved = as_keyworker.post("/doses?page=2", data={f"dose_{many[60]}": "S", f"dose_{many[61]}": ""})
    assert (saved.status_code, saved.location.partition("?")[2]) == (303, f"on={today()}&page=2")
    page = as_keyworker.get(saved.location).text
    assert '<span id="round-left">69</span> not logged' in page
    assert f'href="/doses?on={today()}"' in page
    unlogged = as_keyworker.get("/doses?show=unlogged&page=all").text
    assert shown(unlogged) == [one for one in many if one != many[60]]
    assert '70 clients, <span id="round-left">69</span>' in unlogged


def rows_of(page):
    return dict(re.findall(r'id="row-([^"]+)">(.*?)</tr>', page, re.DOTALL))


def test_while_nothing_is_written_the_round_reads_no_course_again(many, as_keyworker, statements):
    first = rows_of(as_keyworker.get("/doses?page=2").text)
    statements.clear()
    assert rows_of(as_keyworker.get("/doses?page=2").text) == first
    assert [one for one in statements if "courses" in one] == []
    assert len(statements) == 2


def test_after_a_dose_only_its_row_is_another(many, as_keyworker):
    before = rows_of(as_keyworker.get("/doses").text)
    as_keyworker.post("/doses", data={f"dose_{many[3]}": "S"})
    after = rows_of(as_keyworker.get("/doses").text)
    assert {one for one in after if after[one] != before[one]} == {many[3]}
    assert "Taken supervised, logged by" in after[many[3]]


WRITES = {
    "order": lambda one: DoseOrderFactory(course=one, effective_on=today(), daily_mg=Decimal(35)),
    "week": lambda one: RegimenFactory(
        course=one, effective_on=today(), collect="0000000", supervised="0000000"
    ),
    "dose": lambda one: DoseEventFactory(course=one, happened_on=today()),
    "earlier dose": lambda one: DoseEventFactory(course=one, happened_on=today() - timedelta(days=3), mg=20),
    "reassessment": lambda one: ReassessmentFactory(course=one, reassessed_on=today(), tolerance="low"),
    "away": lambda one: PauseFactory(episode=episode_of(one), reason="prison", from_on=today()),
    "name": lambda one: corrected(one, last_name="Zzz"),
    "name in the same place": lambda one: corrected(one, first_name="Zoe"),
    "birth": lambda one: corrected(one, date_of_birth=date(1970, 2, 3)),
    "death": lambda one: corrected(one, deceased_on=today() - timedelta(days=1)),
    "end": lambda one: setattr(one, "ended_on", today()),
    "another course": lambda one: ordered_beside(one),
    "correction of the course": lambda one: again(one),
}


def ordered_beside(course):
    """A second course of the client that is due today."""
    beside = CourseFactory(episode=episode_of(course), drug="buprenorphine", first_dose_on=today())
    DoseOrderFactory(course=beside, formulation="sublingual", effective_on=today(), daily_mg=Decimal(8))


def again(course):
    """The course once more, in a row that comes last."""
    same = {name: getattr(course, name) for name in COPIED}
    supersede(course, Course(**(same | {"tolerance": "low"})), reason="Misheard")


COPIED = (
    "episode_id",
    "service_id",
    "drug",
    "first_dose_on",
    "intent",
    "sedatives_or_alcohol",
    "recorded_by",
)
UNSHOWN = {"reassessment", "correction of the course"}


def opened(session, course):
    """What follows is written by a page that opened the course's record."""
    row = episode_of(course)
    client = session.get_one(Client, row.client_id)
    within(session, client.root_id, {row.id, row.root_id, client.id, client.root_id, row.service_id})


def episode_of(course):
    return db.session.get_one(Episode, course.episode_id)


def corrected(course, **changes):
    wrong = db.session.get_one(Client, episode_of(course).client_id)
    names = ("first_name", "last_name", "date_of_birth", "sex", "deceased_on", "recorded_by")
    same = {name: getattr(wrong, name) for name in names}
    supersede(wrong, Client(**(same | changes)), reason="Misheard")


@pytest.mark.parametrize("on_its_page", [True, False], ids=["on its page", "elsewhere"])
@pytest.mark.parametrize("kind", WRITES)
def test_whatever_is_written_shows_in_the_next_round_as_if_nothing_were_kept(
    app, many, as_keyworker, kind, on_its_page
):
    before = rows_of(as_keyworker.get("/doses").text)
    with app.app_context():
        course = db.session.get_one(Course, many[1])
        if on_its_page:
            opened(db.session(), course)
        WRITES[kind](course)
        db.session.info["trailed"] = True
        db.session.commit()
    kept = as_keyworker.get("/doses").text
    forget()
    assert rows_of(as_keyworker.get("/doses").text) == rows_of(kept)
    assert (rows_of(kept) == before) == (kind in UNSHOWN)


def test_who_comes_again_stands_in_their_place(app, many, as_keyworker):
    first = shown(as_keyworker.get("/doses").text)
    for there in (False, True):
        with app.app_context():
            course = db.session.get_one(Course, many[1])
            opened(db.session(), course)
            if there:
                none = select(Regimen).where(Regimen.course_id == course.id, Regimen.effective_on == today())
                strike(db.session.scalars(none).one(), by="somebody", reason="Of another client")
            else:
                WRITES["week"](course)
            db.session.info["trailed"] = True
            db.session.commit()
        now = shown(as_keyworker.get("/doses").text)
        assert (many[1] in now) == there
    assert now == first


@pytest.mark.parametrize("kind", ["order", "week", "away", "end"])
def test_what_is_written_in_one_record_lets_no_other_be_read_again(
    app, many, as_keyworker, kind, monkeypatch
):
    as_keyworker.get("/doses")
    with app.app_context():
        course = db.session.get_one(Course, many[1])
        opened(db.session(), course)
        WRITES[kind](course)
        db.session.info["trailed"] = True
        db.session.commit()
    monkeypatch.setattr(queries, "coming", None)
    page = as_keyworker.get("/doses")
    assert page.status_code == 200
    assert (many[1] in shown(page.text)) == (kind == "order")


def test_who_has_a_depot_comes_as_the_doses_written_meanwhile_say(app, many, house, as_keyworker):
    with app.app_context():
        one = treated(house, "Aa", began=7, formulation="depot_weekly", last=7).id
        db.session.commit()

    def write(act):
        with app.app_context():
            act()
            db.session.info["trailed"] = True
            db.session.commit()
        return one in shown(as_keyworker.get("/doses").text)

    def injected():
        DoseEventFactory(course=db.session.get_one(Course, one), happened_on=today() - timedelta(days=1))

    def struck():
        given = select(DoseEvent).where(DoseEvent.course_id == one).order_by(DoseEvent.happened_on.desc())
        strike(db.session.scalars(given).first(), by=house.manager, reason="Of another client")

    assert one in shown(as_keyworker.get("/doses").text)
    assert [write(act) for act in (injected, struck, injected)] == [False, True, False]


def test_what_is_kept_of_one_service_is_shown_to_nobody_else(many, as_keyworker, charlie):
    assert as_keyworker.get("/doses").text.count('id="row-') == 50
    assert 'id="row-' not in charlie.get("/doses").text


def test_who_prescribes_is_shown_other_links_in_the_same_row(app, house, as_keyworker, as_prescriber):
    with app.app_context():
        treated(house, "Stopped", last=5)
        db.session.commit()
    for _ in range(2):
        assert "Tell a prescriber." in as_keyworker.get("/doses").text
        assert ">Reassess<" in as_prescriber.get("/doses").text


def test_names_of_one_initial_are_found_without_turning_pages(many, as_keyworker):
    page = as_keyworker.get("/doses?initial=M").text
    assert shown(page) == many[35:]
    assert '70 clients, <span id="round-left">70</span>' in page
    assert "Nobody matches" in as_keyworker.get("/doses?initial=Q").text


def test_what_cannot_be_saved_is_shown_again_with_all_that_was_sent(app, many, as_keyworker):
    assert as_keyworker.post("/doses", data={f"dose_{many[0]}": "S"}).status_code == 303
    sent = {f"dose_{many[0]}": "M", f"dose_{many[60]}": "H", f"dose_{many[61]}": ""}
    answer = as_keyworker.post("/doses", data=sent)
    assert answer.status_code == 422
    assert shown(answer.text) == [many[0], many[60], many[61]]
    assert "Correct it if it is wrong" in answer.text
    assert re.search(r'<option value="H" selected>', answer.text)
    with app.app_context():
        on = db.session.query(DoseEvent).filter_by(course_id=many[60], happened_on=today())
        assert on.count() == 0


def test_a_page_is_made_with_as_many_statements_whatever_the_clients(app, house, many, statements):
    with app.app_context():
        counts = []
        for more in ("", "CDEFG"):
            for name in more:
                treated(house, name)
            db.session.commit()
            statements.clear()
            assert len(queries.day_round(house.services, today(), Selection(page=1)).courses) == 50
            counts.append(len(statements))
    assert counts[0] == counts[1] <= 4


def test_who_comes_is_what_the_rules_say_of_each(app, house):
    with app.app_context():
        for number in range(52):
            treated(house, f"Moss{number:02}", began=20, collect=f"{number % 128:07b}")
        treated(house, "New", began=0, collect="0000000")
        treated(house, "Weekless", collect="")
        depot = treated(house, "Depot", began=12, formulation="depot_weekly")
        treated(house, "Dead", deceased_on=today() - timedelta(days=3))
        for name, first, last in (("Away", -5, None), ("Back", -9, -2), ("Soon", 1, None)):
            away = treated(house, name)
            DoseEventFactory(course=away, happened_on=today() - timedelta(days=4))
            until = today() + timedelta(days=last) if last is not None else None
            PauseFactory(
                episode=db.session.get_one(Episode, away.episode_id),
                reason="prison",
                from_on=today() + timedelta(days=first),
                until_on=until,
            )
        db.session.commit()
        for back in range(14):
            on: date = today() - timedelta(days=back)
            rules = [one.id for one in queries.on_day(house.services, on) if one.due]
            assert [one.id for one in queries.due(house.services, on)] == rules
        assert depot.id in rules or depot.first_dose_on > on
