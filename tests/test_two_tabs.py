"""One worker, one session, two clients in two tabs: whatever is done in turn, each row is written once, and to the
client in whose tab it was typed: a thousand acts on PostgreSQL, fewer on SQLite; CAREPLAN_ACTS sets how many.
"""

import os
from collections import Counter
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.assessment.models import Answer
from careplan.clients.models import Task
from careplan.contacts.models import ContactNote
from careplan.ground.clock import today
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.plans.models import Goal, Need
from careplan.risk.models import RiskLevel
from tests.conftest import DIALECT, Browser
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import CarePlanFactory
from tests.walk import Form, on_page

ACTS = int(os.environ.get("CAREPLAN_ACTS", "1000" if DIALECT == "postgresql" else "150"))
GOALS = 12
"""So many goals a plan is given: with more its page is long, and shows nothing new."""
DAY = {"due_on-day": str(today().day), "due_on-month": str(today().month), "due_on-year": str(today().year)}


class Tab:
    """The record of one client, open beside another's."""

    def __init__(self, worker: Browser, ids: SimpleNamespace, mark: str) -> None:
        self.worker, self.ids, self.mark = worker, ids, mark
        self.count = 0
        self.wanted: Counter[tuple[str, str]] = Counter()
        self.answer = ""
        self.last: tuple[str, dict[str, Any]] | None = None

    def words(self) -> str:
        self.count += 1
        return f"{self.mark} says {self.count}"

    def form(self, page: str, field: str) -> Form:
        """The form of a page, fetched anew, that has this field."""
        every = on_page(self.worker, f"/record/{self.ids.episode}/{page}")
        return next(one for one in every if field in one.names("text", "textarea", "checked", "unchecked"))

    def sent(self, page: str, field: str, typed: dict[str, str]) -> Any:
        form = self.form(page, field)
        self.last = (page, {"field": field, "typed": typed, "sent": form.data() | typed})
        return self.worker.post(form.action, data=self.last[1]["sent"])

    def done(self, kind: str, words: str, page: str, field: str, typed: dict[str, str]) -> None:
        answer = self.sent(page, field, typed)
        assert answer.status_code == 303, (kind, answer.status_code)
        self.wanted[kind, words] += 1

    # acts

    def note(self, rng: Random) -> None:
        words = self.words()
        typed = {"words": words, "way": rng.choice(["phone", "face_to_face"]), "risk_changed": "no"}
        self.done("note", words, "contacts/new", "words", typed)

    def need(self, _: Random) -> None:
        words = self.words()
        typed = {"words": words, "domain": "social", "priority": "high", "wants_help": "later"}
        self.done("need", words, f"care-plan/{self.ids.plan}/needs/add", "words", typed)

    def task(self, _: Random) -> None:
        words = self.words()
        self.done("task", words, "tasks/new", "words", {"words": words} | DAY)

    def goal(self, rng: Random) -> None:
        if sum(kind == "goal" for kind, _ in self.wanted) == GOALS:
            return self.need(rng)
        words, page = self.words(), f"care-plan/{self.ids.plan}/goals"
        form = self.form(page, "goal-0-wording")
        free = [name for name, _, value in form.fields if name.endswith("-wording") and not value][-1]
        row = free.removesuffix("wording")
        self.done("goal", words, page, free, {free: words, f"{row}domain": "social"})

    def level(self, rng: Random) -> None:
        """Levels are saved over each other: what was set last stands, once."""
        words = self.words()
        typed = {f"{domain}_level": "low" for domain in ("self", "from_others", "to_others", "children")}
        level = {"self_level": rng.choice(["low", "medium"]), "self_reason": words}
        for key in [key for key in self.wanted if key[0] == "level"]:
            del self.wanted[key]
        self.done("level", words, f"risk/{self.ids.risk}/levels", "self_level", typed | level)

    def section(self, _: Random) -> None:
        page, words = f"assessments/{self.ids.triage}/why-now", self.words()
        assert self.sent(page, "presenting_reason", {"presenting_reason": words}).status_code == 303
        self.answer = words

    def stale(self, _: Random) -> None:
        """The tab stood open while the same section was saved in another."""
        page = f"assessments/{self.ids.triage}/why-now"
        old = self.form(page, "presenting_reason")
        self.section(Random(0))
        late = old.data() | {"presenting_reason": f"{self.mark} is late"}
        assert self.worker.post(old.action, data=late).status_code == 409

    def twice(self, _: Random) -> None:
        """The button is pressed again: the same key."""
        if self.last:
            path = f"/record/{self.ids.episode}/{self.last[0]}"
            assert self.worker.post(path, data=self.last[1]["sent"]).status_code == 303

    def back(self, _: Random) -> None:
        """Back, and Save: the page is fetched anew and holds what was typed before."""
        if self.last and not self.last[0].endswith(("why-now", "levels")):  # which say the same again
            page, last = self.last
            form = on_page(self.worker, f"/record/{self.ids.episode}/{page}")[0]
            fresh = {name: form.data()[name] for name in ("submission", "seen") if name in form.data()}
            answer = self.worker.post(form.action, data=last["sent"] | fresh)
            assert answer.status_code == 409, page
            assert "You saved the same" in answer.text

    # what stands in the record

    def stands(self) -> tuple[Counter[tuple[str, str]], str]:
        root = self.ids.root
        statements = {
            "note": select(ContactNote.words).where(ContactNote.episode_id == root, live(ContactNote)),
            "need": select(Need.words).where(Need.episode_id == root, live(Need)),
            "task": select(Task.words).where(Task.episode_id == root, live(Task)),
            "goal": select(Goal.wording).where(Goal.care_plan_id == self.ids.plan, live(Goal)),
            "level": select(RiskLevel.reason).where(
                RiskLevel.assessment_id == self.ids.risk, RiskLevel.domain == "self", live(RiskLevel)
            ),
        }
        rows = Counter(
            (kind, words) for kind, statement in statements.items() for words in db.session.scalars(statement)
        )
        answers = select(Answer.value).where(
            Answer.assessment_id == self.ids.triage, Answer.item == "presenting_reason"
        )
        return rows, str(db.session.scalars(answers).one())


@pytest.fixture
def tabs(app: Flask, house: SimpleNamespace, as_keyworker: Browser) -> list[Tab]:
    """Two clients of the keyworker, each with an open triage, an open risk assessment and a draft of a plan."""
    made = []
    with app.app_context():
        for mark in ("Rowena", "Sid"):
            episode = EpisodeFactory(
                service_id=house.service, keyworker_id=house.keyworker, client__nhs_number=None
            )
            mine = {"episode": episode, "started_on": today(), "worker_id": house.keyworker}
            ids = {kind: AssessmentFactory(kind=kind, **mine).id for kind in ("triage", "risk")}
            plan = CarePlanFactory(episode=episode, drafted_on=today(), agreed_on=None, agreement=None).id
            made.append((SimpleNamespace(episode=episode.id, root=episode.root_id, plan=plan, **ids), mark))
        db.session.commit()
    return [Tab(as_keyworker, ids, mark) for ids, mark in made]


KINDS = ["note", "note", "need", "task", "goal", "level", "section", "stale", "twice", "back", "back"]


def test_every_row_stands_once_at_the_client_in_whose_tab_it_was_typed(app: Flask, tabs: list[Tab]) -> None:
    rng = Random(11)
    for tab in tabs:
        tab.section(rng)
    for _ in range(ACTS):
        getattr(rng.choice(tabs), rng.choice(KINDS))(rng)
    with app.app_context():
        for tab in tabs:
            assert tab.stands() == (tab.wanted, tab.answer)
