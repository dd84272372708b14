"""Partnerships, providers and services by command and by page; a closed service is read, not written."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff.commands import COMMANDS
from careplan.staff.models import Membership, Partnership, Provider, Service
from careplan.trail.models import TrailEntry
from tests.clients.test_registering import day, filled
from tests.factories.governance import EvidenceFactory


@pytest.fixture
def run(app: Flask, house: SimpleNamespace) -> Any:
    """Run a command of the room by its name."""
    runner, groups = app.test_cli_runner(), {command.name: command for command in COMMANDS}
    return lambda name, *arguments: runner.invoke(groups[name], list(arguments))


def id_of(result: Any) -> str:
    assert result.exit_code == 0, result.stderr
    return result.stdout.rsplit("id ", 1)[1].strip().rstrip(".")


def test_an_installation_begins_by_commands_alone(app: Flask, run: Any) -> None:
    partnership = id_of(run("partnership", "add", "Barton partnership"))
    provider = id_of(run("provider", "add", "Turning Leaf", "--sector", "voluntary"))
    service = id_of(
        run(
            "service",
            "add",
            "Barton service",
            "--provider",
            provider,
            "--partnership",
            partnership,
            "--ndtms-agency",
            "A0001",
        )
    )
    assert run("worker", "add", "ida", "--name", "Ida First").exit_code == 0
    assert run("worker", "role", "ida", "administrator", service).exit_code == 0
    with app.app_context():
        row = db.session.get_one(Service, service)
        assert (row.name, row.prescribing, row.ndtms_agency) == ("Barton service", True, "A0001")
        wanted = ["partnership.added", "provider.added", "service.added"]
        entries = select(TrailEntry.action).where(TrailEntry.action.in_(wanted)).order_by(TrailEntry.action)
        assert db.session.scalars(entries).all() == wanted
    assert "Barton service" in run("service", "list").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("partnership", "add", " "), "must have a name"),
        (("partnership", "add", "Bar\u200bton"), "invisible characters"),
        (("provider", "add", "X Y", "--sector", "army"), "sector 'army' is not one of nhs"),
        (("provider", "rename", "nobody", "New name"), "no provider with the id 'nobody'"),
        (("service", "rename", "nobody", "New name"), "no service with the id 'nobody'"),
        (("service", "add", "S T", "--provider", "nobody", "--partnership", "P"), "no provider with the id"),
        (("service", "close", "SERVICE", "--on", "soon"), "--on 'soon' is not a date"),
        (("service", "rename", "SERVICE", "Riverside Test Service"), "There is one with the name"),
        (
            (
                "service",
                "add",
                "Riverside Test Service",
                "--provider",
                "PROVIDER",
                "--partnership",
                "PARTNERSHIP",
            ),
            "There is one",
        ),
    ],
)
def test_a_wrong_argument_is_one_line_and_exit_2(
    app: Flask, run: Any, house: Any, arguments: Any, sentence: str
) -> None:
    with app.app_context():
        row = db.session.get_one(Service, house.service)
        known = {"SERVICE": row.id, "PROVIDER": row.provider_id, "PARTNERSHIP": row.partnership_id}
    result = run(*(known.get(word, word) for word in arguments))
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_renamed_service_keeps_its_records(app: Flask, run: Any, house: Any, as_keyworker: Any) -> None:
    assert "called Northgate Recovery" in run("service", "rename", house.service, "Northgate Recovery").stdout
    with app.app_context():
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "service.renamed")).one()
        assert entry.detail == {"before": "Northgate Test Service", "after": "Northgate Recovery"}
    assert "Northgate Recovery" in as_keyworker.post("/clients/search", data={"name": "janet"}).text


def new_service(**more: str) -> dict[str, str]:
    data = {
        "name": "Hillside service", "provider": "new", "provider_name": "Hill Trust", "sector": "nhs",
        "partnership": "new",
        "partnership_name": "Hill partnership", "prescribing": "yes", "structured": "no",
    }  # fmt: skip
    return data | more


def test_an_administrator_adds_a_service_and_administers_it(
    session: Any, house: Any, as_administrator: Any
) -> None:
    answer = as_administrator.post("/services/new", data=new_service())
    assert answer.status_code == 303
    page = as_administrator.get("/services").text
    assert all(name in page for name in ("Hillside service", "Hill Trust", "Hill partnership"))
    row = session.scalars(select(Service).where(Service.name == "Hillside service")).one()
    assert (row.prescribing, row.structured, row.out_of_hours) == (True, False, None)
    roles = session.scalars(select(Membership).where(Membership.service_id == row.id)).all()
    assert [(one.worker_id, one.role) for one in roles] == [(house.administrator, "administrator")]
    assert "Hillside service" in as_administrator.get("/workers/new").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter the name"),
        ({"provider": ""}, "Select the provider, or that it is new"),
        ({"provider_name": ""}, "Enter the name of the new provider"),
        ({"sector": ""}, "Select the sector of the new provider"),
        ({"partnership_name": ""}, "Enter the name of the new partnership"),
        ({"prescribing": ""}, "Select whether the service prescribes"),
        ({"ndtms_agency": "a1"}, "Agency code must be a capital letter and 4 digits"),
        ({"provider": "somebody-elses"}, "Select from the list"),
    ],
)
def test_a_service_that_cannot_be_is_refused_and_nothing_is_written(
    session: Any, as_administrator: Any, change: dict[str, str], sentence: str
) -> None:
    before = [len(session.scalars(select(model.id)).all()) for model in (Service, Provider, Partnership)]
    page = as_administrator.post("/services/new", data=new_service(**change))
    assert page.status_code == 422
    assert sentence in page.text
    after = [len(session.scalars(select(model.id)).all()) for model in (Service, Provider, Partnership)]
    assert after == before


def test_a_name_that_is_taken_writes_no_half(session: Any, house: Any, as_administrator: Any) -> None:
    taken = session.get_one(Partnership, house.partnership).name
    page = as_administrator.post("/services/new", data=new_service(partnership_name=taken))
    assert page.status_code == 422
    assert "There is one with the name" in page.text
    assert session.scalars(select(Provider).where(Provider.name == "Hill Trust")).first() is None


def test_what_others_stand_under_is_renamed_by_command_alone(
    session: Any, house: Any, as_administrator: Any
) -> None:
    assert as_administrator.get(f"/organisation/partnership/{house.partnership}").status_code == 404
    assert house.partnership not in as_administrator.get("/services").text
    as_administrator.post("/services/new", data=new_service())
    own = session.scalars(select(Partnership.id).where(Partnership.name == "Hill partnership")).one()
    path = f"/organisation/partnership/{own}"
    assert "Hill partnership" in as_administrator.get(path).text
    assert as_administrator.post(path, data={"name": "Dale partnership"}).status_code == 303
    assert "Dale partnership" in as_administrator.get("/services").text


def test_a_service_is_described_by_version(session: Any, house: Any, as_administrator: Any) -> None:
    path = f"/services/{house.service}"
    seen = as_administrator.get(path).text.split('name="seen" value="')[1].split('"')[0]
    data = {"name": "Northgate Recovery", "prescribing": "yes", "structured": "yes", "out_of_hours": "yes"}
    assert as_administrator.post(path, data=data | {"seen": seen}).status_code == 303
    row = session.get_one(Service, house.service)
    session.refresh(row)
    assert (row.name, row.out_of_hours) == ("Northgate Recovery", True)
    assert as_administrator.post(path, data=data | {"seen": seen}).status_code == 409


@pytest.fixture
def closed(house: Any, as_administrator: Any) -> str:
    """Closed from today on."""
    answer = as_administrator.post(f"/services/{house.service}/closing", data=day("closed_on", today()))
    assert answer.status_code == 303
    return "Northgate Test Service closed on"


def test_a_closed_service_is_read_and_not_written(
    session: Any, house: Any, as_keyworker: Any, closed: str
) -> None:
    record = f"/record/{house.episode}"
    page = as_keyworker.get(record)
    assert page.status_code == 200
    assert "Service closed" in page.text
    assert as_keyworker.post("/clients/search", data={"name": "janet"}).text.count("WILLIAMS, Janet") == 1
    refusals = (
        as_keyworker.post(f"{record}/details", data={"first_name": "Jo"}),
        as_keyworker.get(f"{record}/details"),
        as_keyworker.get(f"{record}/referrals/new"),
        as_keyworker.post("/clients/register", data=filled(house)),
        as_keyworker.get("/clients/register"),
        as_keyworker.get("/doses"),
        as_keyworker.post("/doses", data={}),
    )
    for refused in refusals:
        assert refused.status_code == 409
        assert closed in refused.text
    assert len(session.scalars(select(Episode).where(Episode.service_id == house.service)).all()) == 1


def test_a_managers_evidence_of_a_closed_service_is_read_only(
    house: Any, as_manager: Any, closed: str
) -> None:
    path = f"/evidence/of/{house.service}/policies"
    assert as_manager.get("/evidence").status_code == 200
    refused = as_manager.post(f"{path}/new", data={"policy": "prescribing"})
    assert refused.status_code == 409
    assert closed in refused.text


def test_evidence_of_a_closed_service_is_not_withdrawn_and_the_page_says_so(
    request: pytest.FixtureRequest, house: Any, as_manager: Any, session: Any
) -> None:
    given = EvidenceFactory(level="service", unit_id=house.service, question="6.4")
    session.commit()
    request.getfixturevalue("closed")
    refused = as_manager.post(f"/evidence/withdraw/{given.id}", data={"reason": "an old edition"})
    assert refused.status_code == 409
    assert "Its records can be read, not changed" in refused.text


def test_a_closed_service_is_gone_from_choices(
    house: Any, as_administrator: Any, as_keyworker: Any, closed: str
) -> None:
    assert house.service not in as_administrator.get("/workers/new").text
    assert house.service in as_administrator.get("/services").text
    refused = as_administrator.post(
        f"/workers/{house.keyworker}/roles/new", data={"service_id": house.service}
    )
    assert refused.status_code == 422
    assert as_keyworker.get("/").status_code == 200


def test_who_is_still_open_at_a_closed_service_stands_on_the_managers_today(
    run: Any, house: Any, as_manager: Any, as_keyworker: Any
) -> None:
    words = "still open at Northgate Test Service, which"
    assert words not in as_manager.get("/").text
    run("service", "close", house.service, "--on", (today() + timedelta(days=9)).isoformat())
    assert f"{words} closes on" in as_manager.get("/").text
    run("service", "close", house.service)
    page = as_manager.get("/").text
    assert f"{words} closed on" in page
    assert f"service={house.service}" in page
    assert words not in as_keyworker.get("/").text


def test_a_service_is_open_until_its_day_and_opened_again(
    run: Any, house: Any, as_administrator: Any, as_keyworker: Any
) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert f"closed from {tomorrow}" in run("service", "close", house.service, "--on", tomorrow).stdout
    assert as_keyworker.get("/clients/register").status_code == 200
    assert "closes" in as_administrator.get("/services").text
    assert run("service", "close", house.service).exit_code == 0
    assert as_keyworker.get("/clients/register").status_code == 409
    assert run("service", "close", house.service, "--undo").exit_code == 0
    assert as_keyworker.get("/clients/register").status_code == 200
    early = day("closed_on", today() - timedelta(days=40_000))
    assert as_administrator.post(f"/services/{house.service}/closing", data=early).status_code == 422


def test_charlie_keeps_no_service_of_another(house: Any, charlie: Any, as_administrator: Any) -> None:
    for path in (f"/services/{house.other_service}", f"/services/{house.other_service}/closing"):
        assert as_administrator.get(path).status_code == 404
        assert as_administrator.post(path, data={"name": "Mine now"}).status_code == 404
        assert charlie.get(path).status_code == 403
