"""The administrator changes who a worker is: own services alone, nothing lost, the old values in the trail."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.trail.models import TrailEntry
from tests.factories.staff import MembershipFactory

KAY = {
    "name": "Kay Keyworker",
    "email": "",
    "profession": "keyworker",
    "registration_number": "",
    "prescriber": "none",
}


def path(worker_id: str) -> str:
    return f"/workers/{worker_id}/details"


def seen(page: str) -> str:
    return re.search(r'name="seen" value="([^"]*)"', page)[1]


def sent(browser: Any, worker_id: str, **changes: str) -> dict[str, str]:
    """What a browser would send now, with these changes."""
    return KAY | {"seen": seen(browser.get(path(worker_id)).text)} | changes


def kept(app: Flask, worker_id: str) -> dict[str, str | None]:
    with app.app_context():
        worker = db.session.get_one(Worker, worker_id)
        return {name: getattr(worker, name) for name in (*KAY, "username")}


def trailed(app: Flask) -> list[TrailEntry]:
    with app.app_context():
        return list(db.session.scalars(select(TrailEntry).where(TrailEntry.action == "worker.changed")))


def test_an_administrator_changes_the_details_of_a_worker(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    assert path(house.keyworker) in as_administrator.get(f"/workers/{house.keyworker}").text
    changes = {
        "name": "Kay Married",
        "email": "kay@example.org",
        "profession": "nurse",
        "registration_number": "99A0001E",
        "prescriber": "independent",
    }
    answer = as_administrator.post(
        path(house.keyworker), data=sent(as_administrator, house.keyworker, **changes, username="root")
    )
    assert answer.status_code == 303
    assert kept(app, house.keyworker) == changes | {"username": "kay"}
    page = as_administrator.get(answer.location).text
    assert "Details of Kay Married saved." in page
    assert "kay@example.org" in page


def test_the_form_shows_what_is_saved(app: Flask, as_administrator: Any, house: SimpleNamespace) -> None:
    with app.app_context():
        db.session.get_one(Worker, house.keyworker).email = "kay@example.org"
        db.session.commit()
    page = as_administrator.get(path(house.keyworker)).text
    assert 'value="Kay Keyworker"' in page
    assert 'value="kay@example.org"' in page
    assert re.search(r'<option value="keyworker" selected', page)
    assert re.search(r'value="none"[^>]* checked', page)


def test_the_values_before_go_to_the_trail_and_nothing_when_all_stay(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    as_administrator.post(path(house.keyworker), data=sent(as_administrator, house.keyworker))
    assert trailed(app) == []
    as_administrator.post(
        path(house.keyworker),
        data=sent(as_administrator, house.keyworker, email="kay@example.org", name="Kay K"),
    )
    (entry,) = trailed(app)
    assert (entry.actor, entry.subject, entry.client_id) == (
        house.administrator,
        f"workers:{house.keyworker}",
        None,
    )
    assert entry.detail == {"before": {"name": "Kay Keyworker", "email": None}}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the worker&#39;s name"),
        ({"email": "nonsense"}, "correct format"),
        ({"profession": ""}, "Select a profession"),
        ({"profession": "wizard"}, "Select from the list"),
        ({"prescriber": ""}, "Select whether the worker prescribes"),
        ({"prescriber": "doctor"}, "Enter the registration number"),
    ],
)
def test_details_that_make_no_sense_are_refused_at_the_field_and_kept_on_the_page(
    app: Flask, as_administrator: Any, house: SimpleNamespace, changes: dict[str, str], sentence: str
) -> None:
    typed = {"email": "typed@example.org", "name": "Kay Typed"} | changes
    answer = as_administrator.post(
        path(house.keyworker), data=sent(as_administrator, house.keyworker, **typed)
    )
    assert answer.status_code == 422
    assert answer.text.count(sentence) >= 2
    for name in ("name", "email"):
        assert f'value="{typed[name]}"' in answer.text or not typed[name]
    assert kept(app, house.keyworker)["name"] == "Kay Keyworker"
    assert trailed(app) == []


@pytest.mark.parametrize(("until_on", "status"), [(None, 422), (date(2011, 1, 1), 303)])
def test_who_is_a_prescriber_goes_on_prescribing(
    app: Flask, as_administrator: Any, house: SimpleNamespace, until_on: date | None, status: int
) -> None:
    with app.app_context():
        MembershipFactory(
            worker_id=house.keyworker, service_id=house.service, role="prescriber", until_on=until_on
        )
        db.session.commit()
    answer = as_administrator.post(path(house.keyworker), data=sent(as_administrator, house.keyworker))
    assert answer.status_code == status
    assert ("end the prescriber role first" in answer.text) is (status == 422)


def test_a_second_administrator_sees_the_first_and_both_texts(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    mine = sent(as_administrator, house.keyworker, name="Kay Mine", profession="nurse")
    theirs = sent(as_administrator, house.keyworker, name="Kay Theirs")
    assert as_administrator.post(path(house.keyworker), data=theirs).status_code == 303
    page = as_administrator.post(path(house.keyworker), data=mine)
    assert page.status_code == 409
    for text in ("Kay Theirs", "Kay Mine", "Keyworker", "Nurse"):
        assert text in page.text
    assert kept(app, house.keyworker)["name"] == "Kay Theirs"
    again = as_administrator.post(path(house.keyworker), data=mine | {"seen": seen(page.text)})
    assert again.status_code == 303
    assert kept(app, house.keyworker)["name"] == "Kay Mine"


def test_a_worker_of_another_service_does_not_exist_here(
    app: Flask, as_administrator: Any, house: SimpleNamespace
) -> None:
    for worker_id in (house.charlie, "no-such-worker"):
        assert as_administrator.get(path(worker_id)).status_code == 404
        assert as_administrator.post(path(worker_id), data=KAY).status_code == 404
    assert kept(app, house.charlie)["name"] == "Charlie Outsider"


@pytest.mark.parametrize("until_on", [None, today() - timedelta(days=1)])
def test_who_has_or_had_a_role_elsewhere_keeps_their_details(
    app: Flask, as_administrator: Any, house: SimpleNamespace, until_on: date | None
) -> None:
    data = sent(as_administrator, house.keyworker, name="Kay Changed")
    with app.app_context():
        MembershipFactory(worker_id=house.keyworker, service_id=house.other_service, until_on=until_on)
        db.session.commit()
    page = as_administrator.get(f"/workers/{house.keyworker}").text
    assert "The details cannot be changed here" in page
    assert path(house.keyworker) not in page
    assert as_administrator.get(path(house.keyworker)).status_code == 404
    assert as_administrator.post(path(house.keyworker), data=data).status_code == 404
    assert kept(app, house.keyworker)["name"] == "Kay Keyworker"


def test_nobody_changes_their_own_details(as_administrator: Any, house: SimpleNamespace) -> None:
    assert path(house.administrator) not in as_administrator.get(f"/workers/{house.administrator}").text
    assert as_administrator.get(path(house.administrator)).status_code == 404
    assert as_administrator.post(path(house.administrator), data=KAY).status_code == 404
