"""A long dose round in pages: nothing is lost, and the work does not grow with the clients."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing import queries
from careplan.prescribing.models import DoseEvent
from careplan.prescribing.queries import Selection
from tests.factories.clients import ClientFactory, EpisodeFactory, PauseFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory, RegimenFactory


def treated(house, name, began=10, collect="1111111", formulation="oral_mixture", **person):
    episode = EpisodeFactory(client=ClientFactory(last_name=name, **person), service_id=house.service)
    start = today() - timedelta(days=began)
    course = CourseFactory(episode=episode, first_dose_on=start)
    DoseOrderFactory(course=course, effective_on=start, daily_mg=Decimal(30), formulation=formulation)
    if collect:
        RegimenFactory(course=course, effective_on=start, collect=collect, supervised=collect)
    DoseEventFactory(course=course, happened_on=today() - timedelta(days=1))
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
    assert counts[0] == counts[1] <= 3


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
