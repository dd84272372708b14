"""Whatever the record holds already, however it came there, never blocks the saving of another question."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from careplan.assessment.models import Answer
from careplan.assessment.pages.sections import ELSEWHERE
from careplan.checklists.codes import AnswerType, Kind
from careplan.checklists.queries import bank
from careplan.checklists.rules.bank import Answer as Shape
from careplan.checklists.rules.bank import Item
from careplan.checklists.rules.values import check_value
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.walk import on_page

BANK = bank("1")
SECTIONS = [(kind, slug) for kind in Kind for slug in BANK.sections_of(kind)]
NASTY = [
    "x",
    " spaces  ",
    "two\nlines",
    "no\r\nway",
    "Łódź",
    "a\u202eb",
    "\x0b",
    "?" * 2500,
    "<b>&\"'",
    "12.345",
]
DAYS = ["2025-02-03", "1850-01-01", "0999-12-31", "2999-01-01"]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


def imported(item: Item, dice: random.Random) -> Any:
    """A value of the item that the import takes, as awkward as it may be."""
    value = _bare(item.answer, dice)
    if item.answer.wrapped:
        value = {"value": value}
        for key in item.answer.also:
            if dice.random() < 0.7:
                value[key] = dice.choice(DAYS if key == "date" else NASTY)
        if item.answer.tools and dice.random() < 0.7:
            value["tool"] = dice.choice(item.answer.tools)
    assert check_value(item, value) is None, (item.item, value)
    return value


def _bare(answer: Shape, dice: random.Random) -> Any:
    low, high = answer.min or 0, answer.max if answer.max is not None else 1000
    match answer.type:
        case AnswerType.YES_NO:
            return dice.choice([True, False])
        case AnswerType.ONE_OF:
            return dice.choice(answer.options)
        case AnswerType.ANY_OF:
            codes = [code for code in answer.options if code != "none"]
            return dice.sample(codes, dice.randint(1, len(codes)))
        case AnswerType.WHOLE_NUMBER | AnswerType.SCALE:
            return dice.randint(low, high)
        case AnswerType.NUMBER:
            return dice.choice([low, high, Decimal("0.333") + low])
        case AnswerType.DATE:
            return dice.choice(DAYS)
        case AnswerType.TEXT:
            return dice.choice([*NASTY, "long " * 5000])
    cells = [*NASTY, "", True, False, 999, Decimal("-1.555"), "heroin", "yes"]
    return [
        {column: dice.choice(cells) for column in answer.columns if dice.random() < 0.8}
        for _ in range(dice.choice([0, 1, 3, 45]))
    ]


def as_a_browser_sends(form: Any) -> dict[str, list[str]]:
    """Untouched: a box of one line has lost its line breaks, a box of several has a browser's."""
    sent: dict[str, list[str]] = {}
    for name, kind, value in form.fields:
        if kind in ("unchecked", "button"):
            continue
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\n", "\r\n") if kind == "textarea" else text.replace("\n", "")
        sent.setdefault(name, []).append(text)
    return sent


@pytest.mark.parametrize(("kind", "slug"), SECTIONS)
@pytest.mark.parametrize("seed", range(4))
def test_an_answer_is_saved_whatever_the_import_brought_to_the_others(
    app: Any, house: Any, as_keyworker: Any, kind: Kind, slug: str, seed: int
) -> None:
    dice = random.Random(f"{kind}{slug}{seed}")
    items = [one for one in BANK.section(kind, slug) if one.item not in ELSEWHERE]
    saved = {item.item: imported(item, dice) for item in items}
    with app.app_context():
        assessment = AssessmentFactory(
            episode_id=house.episode,
            service_id=house.service,
            kind=kind,
            started_on=date(2026, 3, 2),
            worker_id=house.keyworker,
        )
        for code, value in saved.items():
            AnswerFactory(assessment=assessment, item=code, value=value)
        db.session.commit()
        address = f"/record/{house.episode}/assessments/{assessment.id}/{slug}"
        before = {one.item: one.value for one in db.session.query(Answer)}
        ident = assessment.id
    form = next(one for one in on_page(as_keyworker, address) if "seen" in one.data())
    shown = [item for item in items if f"{item.item}-status" in form.data()]
    sent = as_a_browser_sends(form)
    other = dice.choice(shown)
    for part in [name for name in sent if name == other.item or name.startswith(f"{other.item}-")]:
        sent[part] = [""]
    sent[f"{other.item}-status"] = ["declined"]
    answer = as_keyworker.post(address, data=sent)
    assert answer.status_code == 303, [one for one in answer.text.split("\n") if "error-message" in one]
    with app.app_context():
        rows = {one.item: one for one in db.session.query(Answer).filter_by(assessment_id=ident)}
        assert (rows[other.item].status, rows[other.item].value) == ("declined", None)
        same = {code: rows[code].value for code in saved if code != other.item}
        assert same == {code: before[code] for code in same}


def test_a_rule_that_the_record_breaks_is_shown_and_holds_back_a_change_of_that_answer_alone(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    with app.app_context():
        assessment = AssessmentFactory(
            episode_id=house.episode, service_id=house.service, kind="triage", started_on=date(2026, 3, 2)
        )
        AnswerFactory(assessment=assessment, item="safe_contact", value=["mobile", "none_safe"])
        db.session.commit()
        address = f"/record/{house.episode}/assessments/{assessment.id}/consent"
    rule = "Select “No way is safe” or other answers, not both"
    page = as_keyworker.get(address).text
    assert page.count(rule) == 1
    assert "error-message" not in page
    form = next(one for one in on_page(as_keyworker, address) if "seen" in one.data())
    changed = as_a_browser_sends(form) | {"safe_contact": ["mobile", "text", "none_safe"]}
    refused = as_keyworker.post(address, data=changed)
    assert refused.status_code == 422
    assert rule in refused.text
    kept = as_a_browser_sends(form) | {"referral_source": ["gp"]}
    assert as_keyworker.post(address, data=kept).status_code == 303


@pytest.mark.parametrize(
    ("section", "item", "typed"),
    [
        ("drugs-and-alcohol", "alcohol_use", {"alcohol_use": "current"}),
        ("why-now", "goals_own_words", {"goals_own_words": "A home"}),
    ],
)
def test_a_question_ticked_as_a_need_is_answered_on_a_later_visit(
    app: Any, house: Any, as_keyworker: Any, section: str, item: str, typed: dict[str, str]
) -> None:
    with app.app_context():
        ids = [
            AssessmentFactory(
                episode_id=house.episode, service_id=house.service, kind=kind, started_on=date(2026, 3, 2)
            ).id
            for kind in ("comprehensive", "triage")
        ]
        db.session.commit()
    address = f"/record/{house.episode}/assessments/{ids[0]}/{section}"

    def send(**more: str) -> int:
        form = next(one for one in on_page(as_keyworker, address) if "seen" in one.data())
        return int(as_keyworker.post(address, data=as_a_browser_sends(form) | more).status_code)

    assert send(**{f"{item}-need": "y"}) == 303
    form = next(one for one in on_page(as_keyworker, address) if "seen" in one.data())
    assert form.data()[f"{item}-status"] == [""]
    assert send(**typed) == 303
    with app.app_context():
        row = db.session.get_one(Answer, (ids[0], item, 1))
        assert (row.status, row.value, row.need) == ("answered", next(iter(typed.values())), True)


def test_a_tick_for_the_care_plan_takes_no_answer_from_another_assessment(
    app: Any, house: Any, as_keyworker: Any
) -> None:
    with app.app_context():
        triage, risk = (
            AssessmentFactory(
                episode_id=house.episode, service_id=house.service, kind=kind, started_on=date(2026, 3, 2)
            )
            for kind in ("triage", "risk")
        )
        source = AssessmentFactory(
            episode_id=house.episode, service_id=house.service, kind="risk", started_on=date(2026, 1, 2)
        )
        AnswerFactory(assessment=risk, item="overdose_ever", value="never", carried_from=source.id)
        db.session.commit()
        address, risk_id = f"/record/{house.episode}/assessments/{triage.id}/overdose", risk.id
    form = next(one for one in on_page(as_keyworker, address) if "seen" in one.data())
    sent = as_a_browser_sends(form) | {"overdose_ever-need": ["y"]}
    assert as_keyworker.post(address, data=sent).status_code == 303
    with app.app_context():
        row = db.session.get_one(Answer, (risk_id, "overdose_ever", 1))
        assert (row.status, row.value) == ("answered", "never")
