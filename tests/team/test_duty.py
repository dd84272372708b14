"""Leave with cover, who is on duty, walk-ins, and the manager's view of the team."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from careplan.clients.codes import StrikeAnswer
from careplan.clients.models import Appointment, Client, Episode, StrikeRequest
from careplan.clients.registers.rows import record_at
from careplan.clients.rules.todo import late
from careplan.ground.clock import moment_of, today
from careplan.ground.corrections import strike
from careplan.ground.db import db
from careplan.ground.offers import Rank, Todo
from careplan.team.queries import on_duty
from careplan.team.registers import ABSENCES, DUTIES, SUPERVISIONS, WALK_INS, Absence, Duty, WalkIn
from careplan.team.rules import OwnDuty, on_the_worker
from careplan.trail.models import TrailEntry
from tests.conftest import browser
from tests.factories.clients import AppointmentFactory, ClientFactory, EpisodeFactory, TaskFactory
from tests.factories.prescribing import CourseFactory
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.walk import on_page

DAY = timedelta(days=1)


def days(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


@pytest.fixture
def away(house, session):
    """Kay is away until the day after tomorrow; the manager covers."""
    by = house.actors.manager
    values = {"worker_id": house.keyworker, "cover_id": house.manager, "why": "leave"}
    row = record_at(
        ABSENCES, house.service, by=by, from_on=today() - DAY, until_on=today() + 2 * DAY, **values
    )
    session.commit()
    return row.id


def post_leave(browser, house, first, last, **more):
    here = f"/duty/of/{house.service}/absences/new"
    shown = on_page(browser, here)[0].data()
    values = {"worker_id": house.keyworker, "cover_id": house.manager, "why": "leave"}
    return browser.post(here, data=shown | days("from_on", first) | days("until_on", last) | values | more)


def test_what_waits_for_who_is_away_waits_for_the_cover_as_well(house, session, as_manager, away):
    episode = session.get_one(Episode, house.episode)
    TaskFactory(
        episode=episode, worker_id=house.keyworker, kind="note", words="Ring the school", due_on=today()
    )
    own = {"episode": episode, "worker_id": house.keyworker}
    AppointmentFactory(**own, starts_at=moment_of(today() - DAY, "10:00"), purpose="keywork", outcome=None)
    AppointmentFactory(**own, starts_at=moment_of(today(), "23:30"), purpose="keywork", outcome=None)
    session.commit()
    until = (today() + 2 * DAY).strftime("%-d %B %Y")
    page = as_manager.get("/").text
    marked = f"for Kay Keyworker, away until {until}"
    assert f"Ring the school, {marked}" in page
    assert f"Keywork: did the client come?, {marked}" in page
    assert page.count(marked) >= 3
    assert "on my caseload, and 1 you cover" in page
    assert re.search(r"[0-9]+ of yours, [0-9]+ you cover", page)
    assert "Ring the school" in browser_of(house.keyworker, as_manager).get("/").text


def browser_of(worker_id, other):
    return browser(other.application, worker_id)


def test_before_and_after_the_leave_nothing_is_marked(house, session, as_prescriber, as_manager, away):
    row = session.get_one(Absence, away)
    assert "away until" not in as_prescriber.get("/").text
    session.info["trailed"] = True
    row.struck_at, row.struck_by, row.struck_reason = moment_of(today()), house.manager, "Comes after all"
    session.commit()
    assert "away until" not in as_manager.get("/").text


@pytest.mark.parametrize(
    ("first", "last", "more", "words"),
    [
        (3, 1, {}, "must be on or after"),
        (1, 4, {}, "is away from"),
        (5, 6, {"cover_id": "keyworker"}, "nobody covers for themselves"),
        (5, 6, {"cover_id": "auditor"}, "keeps clients at this service"),
        (5, 6, {"cover_id": "charlie"}, "Select from the list"),
        (1, 4, {"worker_id": "prescriber", "cover_id": "keyworker"}, "Select somebody who is here"),
    ],
)
def test_leave_that_cannot_be_is_refused_at_the_field(
    house, session, as_manager, away, first, last, more, words
):
    ids = {name: getattr(house, role) for name, role in more.items()}
    answer = post_leave(as_manager, house, today() + first * DAY, today() + last * DAY, **ids)
    assert answer.status_code == 422
    assert words in answer.text
    session.expire_all()
    assert session.scalars(select(Absence.id)).all() == [away]


def test_leave_is_recorded_and_corrected(house, session, as_keyworker):
    first = today() + 5 * DAY
    assert post_leave(as_keyworker, house, first, first).status_code == 303
    (row,) = session.scalars(select(Absence)).all()
    here = f"/duty/of/{house.service}/absences/{row.id}"
    data = on_page(as_keyworker, here)[0].data() | days("until_on", first + DAY)
    assert as_keyworker.post(here, data=data | {"why": "sick", "because": ""}).status_code == 422
    assert (
        as_keyworker.post(here, data=data | {"why": "sick", "because": "Rang this morning"}).status_code
        == 303
    )
    session.expire_all()
    right = session.scalars(select(Absence).where(Absence.corrects == row.id)).one()
    assert (right.until_on, right.why, right.correction_reason) == (first + DAY, "sick", "Rang this morning")


def test_the_duty_list_is_one_page(house, session, as_keyworker, as_manager, away):
    nobody = ClientFactory(first_name="Poppy", last_name="Glen", nhs_number=None)
    EpisodeFactory(client=nobody, service_id=house.service, keyworker_id=None)
    session.commit()
    page = as_keyworker.get("/duty").text
    assert "Nobody is on the rota for today" in page
    assert "GLEN, Poppy" in page
    assert "WILLIAMS, Janet" in page
    assert "Keyworker away (1)" in page
    here = f"/duty/rota/{house.service}"
    every = [str(number) for number in range(7)]
    shown = on_page(as_manager, here)[0].data() | days("first_on", today())
    put = {
        "worker": house.prescriber,
        "weekdays": every,
        "from_time": "9am",
        "until_time": "1pm",
        "weeks": "2",
    }
    fresh = {name: value for name, value in shown.items() if name != "submission"}
    assert as_manager.post(here, data=shown | put).status_code == 303
    assert len(session.scalars(select(Duty)).all()) == 14
    assert "Dr Pria Prescriber" in as_keyworker.get("/duty").text
    assert [one.name for one in on_duty(house.services, today())] == ["Dr Pria Prescriber"]
    assert on_duty(frozenset({house.other_service}), today()) == []
    again = as_manager.post(here, data=fresh | put | {"from_time": "12:00"} | {"until_time": "14:00"})
    assert again.status_code == 422
    assert "is on duty from 9am to 1pm" in again.text
    absent = as_manager.post(here, data=fresh | put | {"worker": house.keyworker})
    assert "Kay Keyworker is away on" in absent.text
    for wrong in ({"weeks": "0"}, {"weekdays": []}, {"until_time": "8am"}, {"from_time": "soon"}):
        assert as_manager.post(here, data=fresh | put | wrong).status_code == 422
    assert len(session.scalars(select(Duty)).all()) == 14


def test_a_walk_in_takes_one_line_and_one_press(house, session, as_keyworker, as_prescriber, charlie):
    line = {
        "service": house.service,
        "who": "janet williams",
        "words": "Lost the prescription",
        "came_at": "9.40am",
    }
    assert as_keyworker.post("/duty", data=line).status_code == 303
    assert as_keyworker.post("/duty", data=line | {"who": "A brother"}).status_code == 303
    rows = session.scalars(select(WalkIn).order_by(WalkIn.recorded_at)).all()
    assert [row.client_id for row in rows] == [house.client, None]
    page = as_prescriber.get("/duty").text
    assert f"/record/{house.episode}" in page
    assert "Lost the prescription" in page
    seen = f"/record/{house.episode}/walk-ins/{rows[0].id}/seen"
    assert seen in page
    stranger = f"/duty/walk-ins/{rows[1].id}/seen"
    assert stranger in page
    assert "Register as a client" in page
    for foreign in (seen, stranger):
        assert charlie.post(foreign).status_code == 404
    assert "Lost the prescription" not in charlie.get("/duty").text
    assert as_prescriber.post(f"/duty/walk-ins/{rows[0].id}/seen").status_code == 404, "a client has a record"
    wrong = f"/record/{house.episode}/walk-ins/{rows[1].id}/seen"
    assert as_prescriber.post(wrong).status_code == 404, "somebody else"
    answer = as_prescriber.post(seen)
    (booked,) = session.scalars(select(Appointment)).all()
    assert answer.location == f"/record/{house.episode}/contacts/new?appointment={booked.id}"
    assert (booked.outcome, booked.worker_id, booked.clinic) == ("attended", house.prescriber, "Walk-in")
    assert as_keyworker.post(seen).location == "/duty", "seen already"
    assert as_keyworker.post(stranger).location == "/duty"
    session.expire_all()
    assert [row.seen_by for row in rows] == [house.prescriber, house.keyworker]
    assert len(session.scalars(select(Appointment)).all()) == 1
    assert "Dr Pria Prescriber" in as_keyworker.get("/duty").text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"who": " "}, "Enter who it is"),
        ({"words": "x" * 501}, "What they came for must be"),
        ({"came_at": "soon"}, "must be a time"),
        ({"service": "other_service"}, "Select from the list"),
    ],
)
def test_a_walk_in_that_cannot_be_is_refused_and_nothing_typed_lost(
    house, session, as_keyworker, more, words
):
    line = {"service": house.service, "who": "A sister", "words": "Asks for advice", "came_at": "10am"}
    wrong = {name: getattr(house, value, value) for name, value in more.items()}
    answer = as_keyworker.post("/duty", data=line | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert "A sister" in answer.text or "Asks for advice" in answer.text
    assert session.scalars(select(WalkIn)).all() == []


def test_each_figure_of_the_team_leads_to_its_records(house, session, as_manager, as_keyworker, charlie):
    episode = session.get_one(Episode, house.episode)
    CourseFactory(episode=episode, ended_on=None)
    own = {"episode": episode, "worker_id": house.keyworker, "purpose": "keywork"}
    AppointmentFactory(**own, starts_at=moment_of(today() - 2 * DAY, "10:00"), outcome="attended")
    AppointmentFactory(**own, starts_at=moment_of(today() - DAY, "10:00"), outcome=None)
    held = {"worker_id": house.keyworker, "with_id": house.manager, "next_on": None, "words": None}
    record_at(SUPERVISIONS, house.service, by=house.actors.manager, held_on=today() - 60 * DAY, **held)
    session.commit()
    page = as_manager.get("/team").text
    assert "1.25" in page
    assert "Due " in page
    assert "1 client, weight 1.25 together." in page
    for figure, words in (
        ("clients", "WILLIAMS, Janet"),
        ("weight", "On a course"),
        ("late", "did the client come?"),
        ("notes", "no note yet"),
    ):
        shown = as_manager.get(f"/team/{house.keyworker}/{figure}")
        assert words in shown.text
        assert "WILLIAMS, Janet" in shown.text
    assert as_manager.get(f"/team/{house.keyworker}/everything").status_code == 404
    assert as_manager.get(f"/team/{house.charlie}/clients").status_code == 404
    assert charlie.get(f"/team/{house.keyworker}/clients").status_code == 404
    assert as_keyworker.get("/team").status_code == 403
    assert "WILLIAMS" not in charlie.get("/team").text


def test_no_page_asks_more_for_more_clients_or_workers(house, session, as_manager, away):
    def statements(path):
        count = 0

        def note(*_):
            nonlocal count
            count += 1

        as_manager.get(path)
        event.listen(db.engine, "before_cursor_execute", note)
        assert as_manager.get(path).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return count

    pages = ("/duty", "/team", f"/team/{house.keyworker}/late", f"/duty/rota/{house.service}")

    def more(number):
        for one in range(number):
            worker = WorkerFactory(name=f"Worker {one} of {number}", username=f"w{number}-{one}")
            MembershipFactory(worker_id=worker.id, service_id=house.service, role="keyworker")
            for keeper in (house.keyworker, worker.id, None):
                client = ClientFactory(first_name=f"Nr{one}", last_name="More", nhs_number=None)
                episode = EpisodeFactory(client=client, service_id=house.service, keyworker_id=keeper)
            own = {"worker_id": worker.id, "duty_on": today(), "until_time": "17:00"}
            record_at(DUTIES, house.service, by=house.actors.manager, from_time="09:00", **own)
            came = {"came_on": today(), "came_at": "10:00", "who": f"Nr {one}", "words": "Advice"}
            none = {"client_id": None, "seen_by": None, "seen_at": None}
            record_at(WALK_INS, house.service, by=house.actors.manager, **came, **none)
            AppointmentFactory(
                episode=episode,
                worker_id=worker.id,
                starts_at=moment_of(today() - DAY, "10:00"),
                outcome=None,
            )
        session.commit()

    more(3)
    few = [statements(path) for path in pages]
    more(20)
    assert [statements(path) for path in pages] == few


def test_walk_ins_are_shown_in_pages_beside_those_of_clients_whose_keyworker_is_away(
    house, session, as_keyworker, away
):
    for number in range(1, 28):
        who = {"who": f"Stranger {number:02}", "words": None, "client_id": None}
        seen = {"seen_by": house.keyworker, "seen_at": "11:00"} if number == 2 else {}
        came = {"came_on": today(), "came_at": f"10:{number:02}", "seen_by": None, "seen_at": None}
        record_at(WALK_INS, house.service, by=house.actors.keyworker, **who, **came | seen)
        client = ClientFactory(first_name=f"Nr{number:02}", last_name="Away", nhs_number=None)
        EpisodeFactory(client=client, service_id=house.service, keyworker_id=house.keyworker)
    session.commit()

    def shown(address):
        page = as_keyworker.get(address).text
        return set(re.findall(r"Stranger \d\d", page)), set(re.findall(r"AWAY, (Nr\d\d)", page)), page

    first, away, page = shown("/duty")
    assert first == {f"Stranger {number:02}" for number in range(1, 27) if number != 2}, (
        "who waits stands first"
    )
    assert "Walk-ins (27)" in page
    assert 'aria-label="Pages of walk-ins"' in page
    assert 'href="/duty?walked=2"' in page
    later, same, page = shown("/duty?walked=2")
    assert later == {"Stranger 02", "Stranger 27"}
    assert same == away
    assert 'href="/duty?page=2&amp;walked=2"' in page
    assert shown("/duty?walked=9")[0] == later
    assert shown("/duty?page=2&walked=2")[1] == {f"Nr{number}" for number in (26, 27)}


def came(house, as_keyworker, who, **more):
    line = {"service": house.service, "who": who, "words": "", "came_at": "9.40am"} | more
    assert as_keyworker.post("/duty", data=line).status_code == 303


def latest(session):
    session.expire_all()
    return session.scalars(select(WalkIn).order_by(WalkIn.recorded_at.desc(), WalkIn.id.desc())).first()


def corrected(house, session, as_keyworker, row, **values):
    """The page of the row as a colleague saves it; the row in its place."""
    page = f"/duty/of/{house.service}/walk-ins/{row.id}"
    form = next(one for one in on_page(as_keyworker, page) if "who" in one.data())
    assert as_keyworker.post(page, data=form.data() | {"why": "Typed wrong"} | values).status_code == 303
    return latest(session)


def test_who_presses_on_a_list_of_before_sees_the_walk_in_that_was_corrected_meanwhile(
    house, session, as_keyworker, as_prescriber
):
    came(house, as_keyworker, "A brothr")
    row = latest(session)
    old = f"/duty/walk-ins/{row.id}/seen"
    right = corrected(house, session, as_keyworker, row, who="A brother")
    assert right.id != row.id
    assert as_prescriber.post(old).location == "/duty"
    assert latest(session).seen_by == house.prescriber


def test_who_turns_out_to_be_a_client_is_told_on_the_list(house, session, as_keyworker, as_prescriber):
    came(house, as_keyworker, "Somebody")
    row = latest(session)
    corrected(house, session, as_keyworker, row, client_id="Janet Williams")
    assert latest(session).client_id == house.client
    answer = as_prescriber.post(f"/duty/walk-ins/{row.id}/seen", follow_redirects=True)
    assert answer.status_code == 200
    assert "changed since" in answer.text
    assert latest(session).seen_by is None


def test_a_walk_in_that_was_struck_out_meanwhile_is_told(house, session, as_keyworker, as_prescriber):
    came(house, as_keyworker, "Janet Williams")
    came(house, as_keyworker, "Somebody")
    rows = session.scalars(select(WalkIn).order_by(WalkIn.recorded_at)).all()
    for row in rows:
        page = f"/duty/of/{house.service}/walk-ins/{row.id}/remove"
        assert as_keyworker.post(page, data={"why": "Recorded twice"}).status_code == 303
    for path in (
        f"/record/{house.episode}/walk-ins/{rows[0].id}/seen",
        f"/duty/walk-ins/{rows[1].id}/seen",
    ):
        answer = as_prescriber.post(path, follow_redirects=True)
        assert answer.status_code == 200
        assert "changed since" in answer.text
    assert session.scalars(select(Appointment)).all() == []


def test_every_press_that_the_list_offers_can_be_made(house, session, as_keyworker, as_prescriber):
    """Whose episode was struck out as a mistake is nobody's client here any more."""
    came(house, as_keyworker, "Janet Williams")
    row, episode = latest(session), session.get_one(Episode, house.episode)
    strike(episode, by=house.manager, reason="Registered twice")
    session.info["trailed"] = True
    session.commit()
    (path,) = re.findall(r'action="(/[^"]*/seen)"', as_prescriber.get("/duty").text)
    assert path == f"/duty/walk-ins/{row.id}/seen"
    assert as_prescriber.post(path).location == "/duty"
    assert latest(session).seen_by == house.prescriber


def test_a_walk_in_stands_in_the_open_episode_though_a_closed_one_was_corrected_later(
    house, session, as_keyworker, as_prescriber
):
    client = session.get_one(Client, house.client)
    old = EpisodeFactory(
        client=client,
        service_id=house.service,
        referred_on=date(2019, 1, 7),
        closed_on=date(2019, 6, 3),
        exit_reason="completed_drug_free",
    )
    session.commit()
    assert old.id > house.episode
    came(house, as_keyworker, "Janet Williams")
    (path,) = re.findall(r'action="(/[^"]*/seen)"', as_prescriber.get("/duty").text)
    assert path.startswith(f"/record/{house.episode}/")


def test_figures_of_the_team_are_read_anew_after_each_write(house, session, as_manager):
    def figure(name):
        page = as_manager.get("/team").text
        found = re.search(rf'/team/{house.keyworker}/{name}">([0-9.]+)<', page)
        return found and found[1]

    assert (figure("clients"), figure("weight"), figure("late")) == ("1", "1", "1")
    assert figure("clients") == "1"
    episode = session.get_one(Episode, house.episode)
    CourseFactory(episode=episode, ended_on=None)
    session.commit()
    assert figure("weight") == "1.25"
    own = {"worker_id": house.keyworker, "purpose": "keywork", "outcome": None}
    AppointmentFactory(episode=episode, **own, starts_at=moment_of(today() - DAY, "10:00"))
    session.commit()
    assert figure("late") == "2"
    never = as_manager.get("/team").text.count("Never held")
    held = {"worker_id": house.keyworker, "with_id": house.manager, "next_on": None, "words": None}
    record_at(SUPERVISIONS, house.service, by=house.actors.manager, held_on=today() - DAY, **held)
    session.commit()
    assert as_manager.get("/team").text.count("Never held") == never - 1


def test_who_has_died_is_on_no_list_of_the_team(house, session, as_manager, away):
    lost = [ClientFactory(first_name=name, last_name="Glen", nhs_number=None) for name in ("Ada", "Bea")]
    EpisodeFactory(client=lost[0], service_id=house.service, keyworker_id=None)
    EpisodeFactory(client=lost[1], service_id=house.service, keyworker_id=house.keyworker)
    session.commit()
    page = as_manager.get("/duty").text
    assert "GLEN, Ada" in page
    assert "GLEN, Bea" in page
    assert "Nobody’s clients (1)" in page
    assert "Keyworker away (2)" in page
    assert "2 clients, weight" in as_manager.get("/team").text
    session.info["trailed"] = True
    for one in lost:
        one.deceased_on = today()
    session.commit()
    page = as_manager.get("/duty").text
    assert "GLEN" not in page
    assert "Every client has a keyworker" in page
    assert "Keyworker away (1)" in page
    assert "1 client, weight" in as_manager.get("/team").text
    assert "GLEN" not in as_manager.get(f"/team/{house.keyworker}/clients").text


def test_the_duty_list_pages_who_has_nobody_here(house, session, as_manager, away):
    for number in range(26):
        client = ClientFactory(first_name=f"Nr{number:02}", last_name="Glen", nhs_number=None)
        EpisodeFactory(client=client, service_id=house.service, keyworker_id=house.keyworker)
    session.commit()
    first, second, far = (as_manager.get(f"/duty?page={page}").text for page in ("1", "2", "9999"))
    assert "Keyworker away (27)" in first
    assert "GLEN, Nr00" in first
    assert "GLEN, Nr25" not in first
    assert "GLEN, Nr25" in second
    assert "GLEN, Nr24" not in second
    assert "GLEN, Nr25" in far


def unseen(house, session, who, on, at="10:00", **more):
    """Somebody came and nobody saw them."""
    came = {"came_on": on, "came_at": at, "who": who, "words": None, "seen_by": None, "seen_at": None}
    row = record_at(WALK_INS, house.service, by=house.actors.keyworker, **{"client_id": None} | came | more)
    session.commit()
    return row


def on_the_list(page, name):
    """How often the name stands in the rows of walk-ins."""
    return page.split("Walk-ins</caption>")[1].split("</table>")[0].count(f">{name}")


def test_a_client_unseen_yesterday_who_comes_again_stands_on_the_list_once(house, session, app):
    with time_machine.travel(moment_of(today(), "12:00"), tick=False):
        as_keyworker, as_prescriber = browser(app, house.keyworker), browser(app, house.prescriber)
        _came_again(house, session, as_keyworker, as_prescriber)


def _came_again(house, session, as_keyworker, as_prescriber):
    old = unseen(house, session, "Janet Williams", today() - DAY, client_id=house.client)
    unseen(house, session, "A brother", today() - DAY)
    put(house, session, house.prescriber, "09:00", "17:00")
    assert as_keyworker.post(f"/record/{house.episode}/walk-in").location == "/duty"
    page = as_prescriber.get("/duty").text
    assert on_the_list(page, "WILLIAMS, Janet") == 1
    assert on_the_list(page, "A brother") == 1
    assert "and was not seen" in page
    assert ">2<" in as_prescriber.get("/").text.split("walk-ins not seen yet")[0].rpartition("app-tile")[2]
    stale = as_prescriber.post(f"/record/{house.episode}/walk-ins/{old.id}/seen", follow_redirects=True)
    assert "changed since" in stale.text
    assert session.scalars(select(Appointment)).all() == []
    (now_here,) = re.findall(rf'action="(/record/{house.episode}/walk-ins/[^"]*/seen)"', page)
    assert as_prescriber.post(now_here).status_code == 303
    page = as_prescriber.get("/duty").text
    assert on_the_list(page, "WILLIAMS, Janet") == 1
    assert now_here not in page


def test_a_client_who_waits_is_not_written_down_twice(house, session, as_keyworker):
    came(house, as_keyworker, "Janet Williams", words="Wants a letter")
    line = {"service": house.service, "who": "Janet Williams", "words": "Asks again", "came_at": "11am"}
    again = as_keyworker.post("/duty", data=line)
    assert again.status_code == 422
    assert "stands on the duty list already" in again.text
    assert "Asks again" in again.text
    assert len(session.scalars(select(WalkIn)).all()) == 1
    came(house, as_keyworker, "A brother")
    came(house, as_keyworker, "A brother")
    assert len(session.scalars(select(WalkIn)).all()) == 3, "of strangers nobody knows whether they are one"


def put(house, session, worker, first, last, on=None):
    """A duty of the day."""
    hours = {"worker_id": worker, "duty_on": on or today(), "from_time": first, "until_time": last}
    record_at(DUTIES, house.service, by=house.actors.manager, **hours)
    session.commit()


@pytest.mark.parametrize(
    ("at", "states", "tile"),
    [
        ("08:59", ("Later today", "Later today"), "you are on duty from 9am"),
        ("09:00", ("On duty now", "Later today"), "you are on duty<"),
        ("12:59", ("On duty now", "Later today"), "you are on duty<"),
        ("13:00", ("Over", "On duty now"), ""),
    ],
)
def test_who_is_on_duty_is_told_by_the_hour(house, session, app, at, states, tile):
    day = date(2026, 7, 6)
    with time_machine.travel(moment_of(day, at), tick=False):
        put(house, session, house.prescriber, "09:00", "13:00")
        put(house, session, house.manager, "13:00", "17:00")
        unseen(house, session, "A brother", day, "08:30")
        who = browser(app, house.prescriber)
        page = who.get("/duty").text
        rows = page.split("On duty</caption>")[1].split("</table>")[0]
        assert re.findall("On duty now|Later today|Over", rows) == list(states)
        shown = who.get("/").text
    assert ("walk-in not seen yet" in shown) is bool(tile)
    assert tile in shown


@pytest.mark.parametrize(
    ("at", "told"), [("08:00", (3, "09:00")), ("09:00", (3, "")), ("13:30", (5, "")), ("17:00", (0, ""))]
)
def test_walk_ins_wait_for_who_is_on_duty_at_the_time_once_for_each_service(at, told):
    duties = [OwnDuty("north", "09:00", "13:00", 3), OwnDuty("north", "12:00", "17:00", 3)]
    duties.append(OwnDuty("river", "13:00", "17:00", 2))
    assert on_the_worker(duties, at) == told


def test_the_appointment_that_a_walk_in_became_is_offered_to_be_struck_out_too(
    house, session, as_keyworker, as_prescriber
):
    came(house, as_keyworker, "Janet Williams")
    row = latest(session)
    assert as_prescriber.post(f"/record/{house.episode}/walk-ins/{row.id}/seen").status_code == 303
    (booked,) = session.scalars(select(Appointment)).all()
    page = f"/duty/of/{house.service}/walk-ins/{row.id}/remove"
    assert "that it became stays in the diary" in as_prescriber.get(page).text
    answer = as_prescriber.post(page, data={"why": "Another Janet"})
    assert answer.location == f"/record/{house.episode}/mistake/appointment/{booked.id}"
    assert latest(session).struck_reason == "Another Janet"
    assert "stays in the diary" in as_prescriber.get(answer.location).text
    assert as_prescriber.post(answer.location, data={"why": "Another Janet"}).status_code == 303
    session.expire_all()
    assert booked.struck_reason == "Another Janet"


def test_reception_strikes_out_of_the_duty_list_what_it_recorded_itself_others_with_their_reason(
    house, session, as_reception, as_keyworker, as_prescriber
):
    came(house, as_keyworker, "A brother")
    theirs = latest(session)
    came(house, as_reception, "A sister")
    mine = latest(session)
    base = f"/duty/of/{house.service}/walk-ins"
    assert f"{theirs.id}/remove" not in as_reception.get(f"{base}/{theirs.id}").text
    shown = as_reception.get(f"{base}/{theirs.id}/remove").text
    assert "Only who recorded this" in shown
    assert "Strike out</button>" not in shown
    refused = as_reception.post(f"{base}/{theirs.id}/remove", data={"why": "Twice"})
    assert refused.status_code == 422
    assert f"{mine.id}/remove" in as_reception.get(f"{base}/{mine.id}").text
    assert as_reception.post(f"{base}/{mine.id}/remove", data={"why": "Twice"}).status_code == 303
    session.expire_all()
    assert (theirs.struck_at, mine.struck_reason) == (None, "Twice")
    assert as_prescriber.post(f"{base}/{theirs.id}/remove", data={"why": "A joke"}).status_code == 303
    subject = TrailEntry.subject == f"walk_ins:{theirs.id}"
    entry = session.scalars(select(TrailEntry).where(subject, TrailEntry.action == "walk_in.removed")).one()
    assert (entry.actor, entry.detail["reason"]) == (house.prescriber, "A joke")


def own_of(browser):
    """What Today says presses on the worker: in all, and of these the worker's own."""
    page = browser.get("/").text
    whole = re.search(r"<strong>(\d+)</strong> needs? you now(?:: (\d+) of yours)?", page)
    return int(whole[1]), int(whole[2] or whole[1])


def test_what_is_late_of_a_worker_is_the_same_on_team_and_on_their_today(
    house, session, as_keyworker, as_manager
):
    keeper, other, on = house.keyworker, house.prescriber, today()
    episode, by = session.get_one(Episode, house.episode), {"recorded_by": house.manager}
    nobodys = EpisodeFactory(service_id=house.service, keyworker_id=None, referred_on=on - 40 * DAY)
    mine = EpisodeFactory(service_id=house.service, keyworker_id=keeper, referred_on=on - 40 * DAY)
    for number, of in enumerate((episode, mine, nobodys)):
        for sheet in ("1", "2"):
            source = f"assessment:{number}{sheet}:suicidal_thoughts:{on}"
            TaskFactory(episode=of, kind="safety", source=source, words="Keep safe", due_on=on, **by)
    for worker in (keeper, other):
        TaskFactory(episode=episode, kind="note", worker_id=worker, words="Ring", due_on=on - DAY, **by)
        own = {"episode": mine, "worker_id": worker, "purpose": "keywork"}
        AppointmentFactory(**own, starts_at=moment_of(on - DAY, "10:00"), outcome=None)
        AppointmentFactory(**own, starts_at=moment_of(on - 9 * DAY, "10:00"), outcome="attended")
    asked = {"kind": "task", "row_id": "t", "asked_of": house.manager, "asked_by": keeper, "reason": "Twice"}
    answered = {"answer": StrikeAnswer.DECLINED, "answered_by": house.manager, "answered_at": moment_of(on)}
    session.info["trailed"] = True
    where = {"episode_id": episode.root_id, "service_id": house.service}
    session.add(StrikeRequest(**asked, **answered, **where, answer_words="No"))
    session.commit()
    whole, own = own_of(as_keyworker)
    assert whole > own > 4
    page = as_manager.get("/team").text
    assert re.search(rf'/team/{keeper}/late">(\d+)<', page)[1] == str(own)
    rows = as_manager.get(f"/team/{keeper}/late").text.split("<tbody")[1].count("<tr")
    assert rows == own


def test_a_line_is_late_for_whom_it_names_else_for_who_keeps_the_client_and_once():
    def line(subject, rank=Rank.OVERDUE, **more):
        return Todo("e", "A", "why", today(), rank, "x", (), "Go", "north", "kay", subject=subject, **more)

    lines = [
        line("review"),
        line("review", Rank.OPEN),
        line("plan", Rank.DUE),
        line("task", worker_id="pat"),
        line("asked", asked=True),
        *(line(f"assessment:{number}:pregnant:2026-03-02", Rank.SAFETY) for number in range(3)),
    ]
    assert [one.subject for one in late(lines, "kay", {"pregnant"})] == [lines[5].subject, "review"]
    assert late(lines, "pat", {"pregnant"}) == [lines[3]]
