"""The waiting list, and the review of a long wait."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.corrections import strike
from careplan.waits.pages import SIZE
from careplan.waits.registers import WaitReview
from careplan.waits.rules import LONG_WAIT
from tests.conftest import Browser
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory
from tests.walk import on_page

LONG = LONG_WAIT.on(today()).review.days


def waits(session: Session, house: SimpleNamespace, days: int, last_name: str, **more: Any) -> Episode:
    """An open episode of the service with a treatment that nobody offered yet."""
    referred_on = today() - timedelta(days=days)
    kind = more.pop("kind", "structured_psychosocial")
    client = ClientFactory(last_name=last_name)
    episode = EpisodeFactory(client=client, service_id=house.service, referred_on=referred_on, **more)
    InterventionFactory(
        episode=episode, kind=kind, referred_on=referred_on, first_offered_on=None, started_on=None
    )
    session.commit()
    return episode


def names(page: str, *wanted: str) -> list[str]:
    """The wanted names in the order in which the page tells them."""
    return sorted((one for one in wanted if one in page), key=page.index)


def test_priority_groups_stand_first_then_the_longest_wait(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    waits(session, house, 5, "Yarrow")
    waits(session, house, 30, "Sorrel")
    waits(session, house, 1, "Bramble", priority="pregnant")
    page = as_keyworker.get("/waiting").text
    assert names(page, "SORREL", "YARROW", "BRAMBLE") == ["BRAMBLE", "SORREL", "YARROW"]
    assert "16 days left" in page
    assert "9 days over" in page


def test_what_was_offered_or_ended_or_closed_waits_no_more(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    waits(session, house, 5, "Yarrow", closed_on=today(), exit_reason="declined")
    client = ClientFactory(last_name="Sorrel")
    InterventionFactory(episode=EpisodeFactory(client=client, service_id=house.service))
    session.commit()
    page = as_keyworker.get("/waiting").text
    assert names(page, "YARROW", "SORREL") == []


def test_a_client_whom_nobody_has_seen_waits_to_be_seen(
    session: Session, house: SimpleNamespace, as_keyworker: Browser
) -> None:
    EpisodeFactory(client=ClientFactory(last_name="Sedge"), service_id=house.service, referred_on=today())
    session.commit()
    assert "SEDGE" in as_keyworker.get("/waiting?kind=not_decided").text
    narrowed = as_keyworker.get("/waiting?kind=inpatient_detox").text
    assert "SEDGE" not in narrowed
    assert "Choose Any treatment" in narrowed


def test_a_long_wait_is_asked_about_on_today_until_it_is_reviewed(
    session: Session, house: SimpleNamespace, as_keyworker: Browser, as_manager: Browser
) -> None:
    episode = waits(session, house, LONG, "Yarrow", keyworker_id=house.keyworker)
    waits(session, house, LONG - 1, "Sorrel", keyworker_id=house.keyworker)
    words = f"Waits {LONG // 7} weeks, structured psychosocial treatment: review why"
    assert as_keyworker.get("/").text.count(words) == 1
    assert words in as_manager.get("/").text
    path = f"/record/{episode.id}/wait-reviews/new?kind=structured_psychosocial"
    data = on_page(as_keyworker, path)[0].data()
    assert data["kind"] == ["structured_psychosocial"]
    on = {f"reviewed_on-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    answer = as_keyworker.post(path, data=data | on | {"why": "capacity", "next_step": "A place on Monday"})
    assert answer.status_code == 303
    assert words not in as_keyworker.get("/").text
    page = as_keyworker.get("/waiting").text
    assert "Reviewed" in page
    row = session.query(WaitReview).one()
    strike(row, by=house.keyworker, reason="Of somebody else")
    session.info["trailed"] = True
    session.commit()
    assert words in as_keyworker.get("/").text


def test_a_worker_of_another_service_sees_nobody(
    session: Session, house: SimpleNamespace, charlie: Browser
) -> None:
    episode = waits(session, house, LONG, "Yarrow")
    assert "YARROW" not in charlie.get("/waiting").text
    assert "YARROW" not in charlie.get(f"/waiting?service={house.service}").text
    assert charlie.get(f"/record/{episode.id}/wait-reviews/new").status_code == 404


@pytest.mark.parametrize("many", [1, 60])
def test_the_list_takes_as_many_statements_for_one_as_for_many(
    session: Session, house: SimpleNamespace, as_keyworker: Browser, statements: list[str], many: int
) -> None:
    for number in range(many):
        waits(session, house, number, f"Yarrow{number}")
    statements.clear()
    page = as_keyworker.get("/waiting").text
    assert len(statements) <= 5, "\n".join(statements)
    assert ("page=2" in page) == (many > SIZE)


def test_the_list_is_read_again_after_a_write_and_only_then(
    session: Session, house: SimpleNamespace, as_keyworker: Browser, statements: list[str]
) -> None:
    waits(session, house, 5, "Yarrow")
    assert "YARROW" in as_keyworker.get("/waiting").text
    statements.clear()
    assert "YARROW" in as_keyworker.get("/waiting").text
    assert not any("waits" in one for one in statements)
    waits(session, house, 5, "Sorrel")
    page = as_keyworker.get("/waiting").text
    assert "SORREL" in page
    assert "YARROW" in page
