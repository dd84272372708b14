"""Treatment options explained with the client: in plain words, chosen or declined with why, fixed with the version."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.codes import InterventionKind
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.plans.codes import Offered, OptionAnswer
from careplan.plans.models import CarePlan, PlanOption
from careplan.plans.rules.options import TREATMENT_OPTIONS, Option, on_offer, unexplained
from tests.conftest import Browser
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.walk import on_page

DETOX, MEDICINE = InterventionKind.INPATIENT_DETOX, InterventionKind.SPECIALIST_PRESCRIBING


@pytest.fixture
def draft(app: Flask, house: SimpleNamespace) -> str:
    with app.app_context():
        made = EpisodeFactory(service_id=house.service, keyworker_id=house.keyworker)
        db.session.info["trailed"] = True
        plan = CarePlanFactory(episode=made, drafted_on=today() - timedelta(3))
        GoalFactory(plan=plan, wording="A front door", domain="social")
        db.session.commit()
        return f"/record/{made.id}/care-plan/{plan.id}"


def send(browser: Browser, at: str, **parts: str) -> Any:
    return browser.post(at, data=on_page(browser, at)[0].data() | parts)


def stored(app: Flask, plan: str) -> list[tuple[str, str, str | None]]:
    with app.app_context():
        rows = db.session.scalars(
            select(PlanOption).where(PlanOption.care_plan_id == plan).order_by(PlanOption.place)
        )
        return [(one.option, one.answer, one.why) for one in rows]


CHOSEN = {
    f"answer_{MEDICINE}": "chosen",
    f"answer_{DETOX}": "declined",
    f"why_{DETOX}": "Tried it twice",
    "information_given": "The leaflet on methadone",
}


def test_every_option_is_said_in_plain_words_with_its_source():
    standard = TREATMENT_OPTIONS.latest
    assert set(InterventionKind) - set(standard.options) == {InterventionKind.OTHER_STRUCTURED}
    assert all(one.words and (one.source or standard.source) for one in standard.options.values())


def test_a_services_own_words_stand_and_what_is_not_to_be_had_is_left_out():
    standard = {
        kind: one for kind, one in TREATMENT_OPTIONS.latest.options.items() if kind in (DETOX, MEDICINE)
    }
    own = [Option(DETOX, "No beds", Offered.NOT), Option(MEDICINE, "At the Bridge", Offered.ELSEWHERE)]
    assert on_offer(standard, own) == [own[1]]
    assert [one.kind for one in on_offer(standard, ())] == [MEDICINE, DETOX]


def test_a_refusal_says_why_and_words_belong_to_an_answer():
    assert "Detox: enter why" in (unexplained("Detox", OptionAnswer.DECLINED, None) or "")
    assert "Detox: select what" in (unexplained("Detox", None, "Tried it") or "")
    assert unexplained("Detox", OptionAnswer.CHOSEN, None) is None
    assert unexplained("Detox", None, None) is None


def test_options_are_optional_and_what_was_explained_stands_on_plan_and_copy(app, as_keyworker, draft):
    assert "Optional" in as_keyworker.get(draft).text
    text = as_keyworker.get(f"{draft}/options").text
    assert "checked" not in text.split("<form")[-1]
    assert TREATMENT_OPTIONS.latest.options[DETOX].words in text
    assert send(as_keyworker, f"{draft}/options", **CHOSEN).status_code == 303
    plan = draft.split("/")[-1]
    assert stored(app, plan) == [(MEDICINE, "chosen", None), (DETOX, "declined", "Tried it twice")]
    assert "2 options explained. Chosen: Specialist prescribing" in as_keyworker.get(draft).text
    for page in (f"{draft}/agree", f"{draft}/print"):
        text = as_keyworker.get(page).text
        for words in ("Inpatient detoxification", "Tried it twice", "The leaflet on methadone"):
            assert words in text, page
    back = CHOSEN | {f"answer_{DETOX}": "not_explained", f"why_{DETOX}": ""}
    assert send(as_keyworker, f"{draft}/options", **back).status_code == 303
    assert stored(app, plan) == [(MEDICINE, "chosen", None)]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({f"answer_{DETOX}": "declined"}, "Inpatient detoxification: enter why, in the client’s words"),
        ({f"why_{DETOX}": "Tried it twice"}, "Inpatient detoxification: select what the client made of it"),
        ({f"answer_{DETOX}": "perhaps"}, "Select from the list"),
        ({"information_given": "x" * 2001}, "2,000 characters"),
    ],
)
def test_what_cannot_stand_is_told_at_its_field_and_nothing_is_written(
    app, as_keyworker, draft, sent, sentence
):
    answer = send(as_keyworker, f"{draft}/options", **{f"answer_{MEDICINE}": "chosen"}, **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="chosen" checked' in answer.text
    assert stored(app, draft.split("/")[-1]) == []


def test_two_who_explain_options_see_both_texts(app, as_keyworker, draft):
    late = on_page(as_keyworker, f"{draft}/options")[0].data()
    assert send(as_keyworker, f"{draft}/options", **CHOSEN).status_code == 303
    answer = as_keyworker.post(f"{draft}/options", data=late | {f"answer_{DETOX}": "later"})
    assert answer.status_code == 409
    assert "Tried it twice" in answer.text


def test_options_are_fixed_with_the_version_and_carried_into_the_next(
    app, as_keyworker, as_manager, draft, house
):
    assert send(as_keyworker, f"{draft}/options", **CHOSEN).status_code == 303
    plan = draft.split("/")[-1]
    with app.app_context():
        row = db.session.get(CarePlan, plan)
        row.agreed_on, row.agreement, row.agreed_at, row.agreed_by = today(), "signed", now(), house.keyworker
        db.session.info["trailed"] = True
        db.session.commit()
    listing = f"/care-plans/of/{house.service}/treatment-offers"
    assert "careplan’s" in as_manager.get(listing).text
    at = f"{listing}/new?option={MEDICINE}"
    assert on_page(as_manager, at)[0].data()["words"] == [TREATMENT_OPTIONS.latest.options[MEDICINE].words]
    assert send(as_manager, at, offered="here", words="Mondays, with Dr Bell").status_code == 303
    text = as_keyworker.get(draft).text
    assert TREATMENT_OPTIONS.latest.options[MEDICINE].words in text
    assert "Mondays, with Dr Bell" not in text
    assert as_keyworker.get(f"{draft}/options").status_code == 303
    start = draft.rsplit("/", 1)[0] + "/new"
    answer = send(as_keyworker, start)
    assert answer.status_code == 303
    assert "Mondays, with Dr Bell" in as_keyworker.get(f"{answer.location}/options").text
    assert stored(app, answer.location.split("/")[-1]) == stored(app, plan)


def test_another_service_and_a_worker_without_the_role_find_no_list(charlie, as_keyworker, draft, house):
    listing = f"/care-plans/of/{house.service}/treatment-offers"
    assert {charlie.get(listing).status_code, as_keyworker.get(listing).status_code} <= {403, 404}
    assert charlie.get(f"{draft}/options").status_code == 404


def test_an_answer_to_an_option_that_the_service_has_no_longer_is_kept(
    app, as_keyworker, as_manager, draft, house
):
    assert send(as_keyworker, f"{draft}/options", **CHOSEN).status_code == 303
    at = f"/care-plans/of/{house.service}/treatment-offers/new?option={DETOX}"
    assert send(as_manager, at, offered="not", words="No beds").status_code == 303
    text = as_keyworker.get(f"{draft}/options").text
    assert TREATMENT_OPTIONS.latest.options[DETOX].words in text
    assert send(as_keyworker, f"{draft}/options", write_again="yes").status_code == 303
    assert (DETOX, "declined", "Tried it twice") in stored(app, draft.split("/")[-1])
