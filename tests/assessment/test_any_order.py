"""In whatever order answers come, are declined, taken back, confirmed, struck out, corrected or merely drafted: what
counts as asked is what a slow computation straight from the published rules says.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careplan.assessment import actions, queries
from careplan.assessment.actions.mistakes import strike_answer
from careplan.assessment.codes import Kind, Status
from careplan.assessment.models import Answer
from careplan.assessment.pages.sections import ELSEWHERE, counts
from careplan.assessment.rules.completion import Outcome, Reason, still_to_ask
from careplan.assessment.rules.saved import Reply
from careplan.audit.review.measures.completeness import completed
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules.census import Census
from careplan.checklists.queries import bank
from careplan.checklists.rules import asked
from careplan.clients import queries as clients
from careplan.clients.actions import act_on_task
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.staff.actions.drafts import keep_draft
from tests.assessment.slowly import ITEMS, Client, Paper, six_months_after
from tests.factories.assessment import ChecklistChoiceFactory
from tests.factories.clients import EpisodeFactory, InterventionFactory
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, RegimenFactory

BEGUN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CONTROLLING = sorted(
    {
        one["item"]
        for item in ITEMS.values()
        for one in item.get("asked_if", {}).get("any", [])
        if "item" in one
    }
)
DECIDING = [
    item for item, one in ITEMS.items() if "asked_if" in one or "counts_as_not_asked" in one["answer"]
] + CONTROLLING


def value_of(item: str, rng: Random) -> Any:
    """Some answer to the item."""
    answer = ITEMS[item]["answer"]
    options = answer.get("options", [])
    options = SUBSTANCES if options == "substances" else options
    made = {
        "yes_no": lambda: rng.random() < 0.5,
        "one_of": lambda: rng.choice(options),
        "any_of": lambda: [rng.choice(options)],
        "date": lambda: "2026-02-01",
        "text": lambda: rng.choice(["In my own words", "As before"]),
        "rows": lambda: rng.choice([[], [{}], [{}, {}]]),
    }.get(answer["type"], lambda: rng.randint(answer.get("min", 0), answer.get("max", 20)))()
    return {"value": made} if answer.get("also") or answer.get("with") else made


HIDDEN = ("abscesses", "children_under_18", "self_harm")
"""What the service takes out of its comprehensive form."""

SUBSTANCES = ["heroin", "alcohol"]


class Room:
    """One client in the product and in the slow computation beside it; each act does the same to both."""

    def __init__(self, house: Any, clock: Any) -> None:
        self.house, self.clock, self.by = house, clock, house.actors.keyworker
        self.episode_id = EpisodeFactory(client__nhs_number=None, service_id=house.service).id
        self.episode: Any = None
        self.slow = Client("self")
        self.seen: list[tuple[asked.Sitting, dict[str, bool]]] = []

    def act(self, name: str, seed: int) -> None:
        """Do one of what follows, a minute later."""
        self.clock.shift(timedelta(minutes=1))
        self._read_anew()
        getattr(self, name)(Random(seed))
        self._read_anew()
        self.slow.consent = self.episode.ndtms_consent

    def _read_anew(self) -> None:
        db.session.flush()
        db.session.expire_all()
        self.episode = clients.episode(self.house.services, self.episode_id)

    # acts

    def start(self, rng: Random) -> None:
        kinds = {one.kind for one in self.slow.papers if not one.completed_on}
        kind = rng.choice(list(Kind))
        if kind not in kinds:
            made = actions.start(by=self.by, episode=self.episode, kind=kind, bank=bank("1"), on=today())
            self.slow.start(made.id, kind, today())

    def say(self, rng: Random) -> None:
        """One section of an open assessment: some items, some of them among what decides about others."""
        if paper := self._open(rng):
            listed = [item for item in ITEMS if paper.kind in ITEMS[item]["in"]]
            some = {*rng.sample(listed, 4), *(one for one in rng.sample(DECIDING, 12) if one in listed)}
            self._save(paper, [self._reply(paper, item, rng) for item in listed if item in some])

    def take_back(self, rng: Random) -> None:
        """An answer of an open assessment was a slip."""
        if paper := self._open(rng):
            told = [item for item, one in paper.told.items() if one.status != "not_asked"]
            if told:
                self._save(paper, [Reply(rng.choice(told), Status.NOT_ASKED)])

    def confirm(self, rng: Random) -> None:
        if paper := self._open(rng):
            waits = [item for item, one in paper.told.items() if one.copied]
            some = rng.sample(waits, min(len(waits), rng.randint(1, 8)))
            self._save(paper, [self._kept(paper, item) for item in some])

    def ask_the_rest(self, rng: Random) -> None:
        """Everything that is open, until nothing is, and complete the assessment."""
        if paper := self._open(rng):
            while open_ := self._missing(paper):
                self._save(paper, [self._reply(paper, item, rng, settled=True) for item in open_])
            self._complete(paper, rng)

    def complete(self, rng: Random) -> None:
        if paper := self._open(rng):
            self._complete(paper, rng)

    def _complete(self, paper: Paper, rng: Random) -> None:
        sheet, missing = self._sheet(paper), self._missing(paper)
        for task in queries.unanswered(self.episode, paper.id):
            act_on_task(by=self.by, task=task, words="Seen to", closes=rng.random() < 0.5)
        db.session.flush()
        facts = queries.facts_on(self.house.services, self.episode, sheet, today())
        reason = rng.choice([None, Reason.CLIENT_LEFT])
        given = {"by": self.by, "episode": self.episode, "sheet": sheet, "facts": facts}
        became = actions.complete(**given, on=today(), reason=reason)
        if not missing:
            paper.completed_on = today()
        assert (became is Outcome.COMPLETED) is (not missing)

    def strike(self, rng: Random) -> None:
        done = [(one, item) for one in self.slow.papers if one.completed_on for item in one.told]
        if done:
            self._strike(*rng.choice(done))

    def _strike(self, paper: Paper, item: str) -> None:
        rows = db.session.query(Answer).filter_by(assessment_id=paper.id, item=item, struck_at=None)
        strike_answer(by=self.by, episode=self.episode, row=rows.one(), reason="The wrong line")
        self.slow.strike(paper, item)

    def correct(self, rng: Random) -> None:
        """The right answer in the place of one that was struck out."""
        for paper in self.slow.papers:
            sheet = self._sheet(paper)
            for item in queries.struck_items(sheet):
                reply = self._reply(paper, item, rng)
                given = {"by": self.by, "episode": self.episode, "sheet": sheet, "on": today()}
                actions.record_again(**given, reply=reply)
                self.slow.say(paper, item, reply.status, reply.value, today())
                return

    def draft(self, rng: Random) -> None:
        """What is only typed counts nowhere."""
        if paper := self._open(rng):
            item = rng.choice(DECIDING)
            page = f"/record/{self.episode.id}/assessments/{paper.id}/{ITEMS[item]['section']}"
            typed = [(item, "yes"), (f"{item}-status", rng.choice(["declined", ""]))]
            keep_draft(worker_id=self.by.id, subject=page, form="page", pairs=typed, at=now())

    def offer(self, rng: Random) -> None:
        """Prescribing is offered, or was for a while."""
        day = today() - timedelta(rng.randint(0, 3))
        ended = rng.choice([None, day, today() + timedelta(30)])
        ends = {"ended_on": ended, "ending": "planned", "ended_at": now(), "ended_by": "x"} if ended else {}
        InterventionFactory(
            episode=self.episode, referred_on=day, first_offered_on=None, started_on=None, **ends
        )
        self.slow.offered.append((day, ended))

    def prescribe(self, rng: Random) -> None:
        if not self.slow.courses:
            drug, day = rng.choice(["methadone", "buprenorphine"]), today()
            week = rng.choice(["1111111", "1111110", "0000000"])
            forms = {"methadone": "oral_mixture", "buprenorphine": "sublingual"}
            course = CourseFactory(episode=self.episode, drug=drug, first_dose_on=day)
            DoseOrderFactory(course=course, effective_on=day, formulation=forms[drug])
            RegimenFactory(course=course, effective_on=day, collect="1111111", supervised=week)
            self.slow.courses.append((drug, day, None, week.count("1")))

    def wait(self, rng: Random) -> None:
        """Some days go by, or all until an answer turns six months old, or one more."""
        turns = (six_months_after(one.completed_on or one.started_on) for one in self.slow.papers)
        left = [days for day in turns for days in ((day - today()).days,) if days > 0]
        self.clock.shift(timedelta(rng.choice([1, 10, 60, *left, *(days + 1 for days in left)])))

    # what acts share

    def _open(self, rng: Random) -> Paper | None:
        every = [one for one in self.slow.papers if not one.completed_on]
        return rng.choice(every) if every else None

    def _missing(self, paper: Paper) -> list[str]:
        """What completing waits for: what the service's form leaves out is not asked there."""
        hidden = HIDDEN if paper.kind == "comprehensive" else ()
        judged = self.slow.completeness(paper, today())
        return [item for item, was in judged.items() if not was and item not in hidden]

    def _sheet(self, paper: Paper) -> queries.Sheet:
        db.session.flush()
        sheet = queries.sheet(self.house.services, self.episode, paper.id, lock=True)
        assert sheet is not None
        return sheet

    def _reply(self, paper: Paper, item: str, rng: Random, *, settled: bool = False) -> Reply:
        told = paper.told.get(item)
        if told and told.copied and rng.random() < 0.5:
            return self._kept(paper, item)
        often = [Status.ANSWERED] * 6
        way = rng.choice([*often, Status.DECLINED, Status.NOT_KNOWN] if settled else [*often, *Status])
        if way is not Status.ANSWERED:
            return Reply(item, way)
        gaps = ITEMS[item]["answer"].get("counts_as_not_asked", []) if settled else []
        values = (value_of(item, rng) for _ in range(100))
        return Reply(
            item, way, next(one for one in values if one not in gaps and one != {"value": gaps and gaps[0]})
        )

    def _kept(self, paper: Paper, item: str) -> Reply:
        told = paper.told[item]
        return Reply(item, Status(told.status), told.value, keeps=True, confirmed=True)

    def _save(self, paper: Paper, replies: list[Reply]) -> None:
        sheet = self._sheet(paper)
        actions.save_section(by=self.by, episode=self.episode, sheet=sheet, replies=replies, on=today())
        for reply in replies:
            if reply.keeps:
                self.slow.confirm(paper, reply.item, today())
        for reply in replies:
            if not reply.keeps:
                self.slow.say(paper, reply.item, reply.status, reply.value, today())

    # what must be equal

    def compare(self) -> None:
        """Every assessment as its pages judge it."""
        for paper in self.slow.papers:
            sheet = self._sheet(paper)
            facts = queries.facts_on(self.house.services, self.episode, sheet, today())
            sitting = sheet.sitting(today(), facts)
            wanted = self.slow.completeness(paper, today())
            self.seen.append((sitting, wanted))
            told = {item: (one.status, one.value) for item, one in paper.told.items()}
            assert {item: (one.status, one.value) for item, one in sheet.given.items()} == told
            assert asked.completeness(sitting) == wanted
            out = sheet.hidden | ELSEWHERE
            assert [one.item for one in still_to_ask(sitting, sheet.hidden)] == self._missing(paper)
            counted = counts(sheet, sitting)
            assert sum(one.expected for one in counted) == len(wanted.keys() - out)
            assert sum(one.asked for one in counted) == sum(
                was for item, was in wanted.items() if item not in out
            )

    def audited(self) -> None:
        """Every completed assessment as an audit of its service judges it, from the digests."""
        census = Census.at(today())
        cases = completed(facts_of(self.house.services, census), census, *Kind)
        rows = {case.id: asked.completeness(case.record) for case in cases}
        for paper in self.slow.papers:
            if paper.id in rows:
                assert rows[paper.id] == self.slow.completeness(paper, today())


ACTS = [
    *["start"] * 3, *["say"] * 6, "take_back", *["confirm"] * 3, *["ask_the_rest"] * 3, *["complete"] * 3,
    *["strike"] * 2, "correct", "draft", "offer", "prescribe", *["wait"] * 2,
]  # fmt: skip
"""The acts of `Room`, those that happen often more than once."""

acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 999)), min_size=10, max_size=40)


@pytest.fixture
def room(house: Any, session: Any) -> Iterator[Callable[[], Room]]:
    """A new client, each time on the same morning."""
    with time_machine.travel(BEGUN, tick=False) as clock:

        def new() -> Room:
            clock.move_to(BEGUN)
            session.rollback()
            ChecklistChoiceFactory(
                service_id=house.service, checklist="comprehensive", hidden=" ".join(HIDDEN)
            )
            return Room(house, clock)

        yield new


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=acts)
def test_whatever_the_order_what_counts_as_asked_is_what_the_rules_say(room, acts):
    here = room()
    here.act("start", 1)
    for turn, (name, seed) in enumerate(acts):
        here.act(name, seed)
        if turn % 2:
            here.compare()
    here.compare()
    here.audited()


FAULTS = {
    "six months are over a day early": ("return item.is_risk or kind is Kind.RISK or on > add", ">", ">="),
    "who declined was not asked": ("ASKED = ", "Status.DECLINED, ", ""),
    "a question that is out of place decides": ("return _matches(", " and _applies(sitting, item)", ""),
    "a void answer decides": ("return _matches(", " and is_asked(sitting, item)", ""),
    "a risk item need not be confirmed": ("return item.is_risk or", "item.is_risk or ", ""),
    "not discussed counts": ("return bare(item", "return", "return True or"),
    "a confirmed answer stays void": ("if given.confirmed_on is not None", "if", "if False and"),
}
"""Faults in the rule: the line, what of it, and what stands there instead."""


def with_fault(line: str, old: str, new: str) -> Any:
    """A copy of the rule with the fault in it."""
    text = Path(str(asked.__file__)).read_text()
    right = next(one for one in text.splitlines() if line in one)
    assert old in right
    names = {"__name__": asked.__name__, "__file__": asked.__file__}
    exec(compile(text.replace(right, right.replace(old, new, 1)), str(asked.__file__), "exec"), names)
    return names["completeness"]


@pytest.mark.only_on("sqlite")
def test_a_fault_in_a_copy_of_the_rule_is_noticed(room):
    wrong = {words: with_fault(*fault) for words, fault in FAULTS.items()}
    for seed in range(10):
        here, rng = room(), Random(seed)
        here.act("start", 1)
        for _ in range(40):
            here.act(rng.choice(ACTS), rng.randint(0, 999))
            here.compare()
        seen = here.seen
        wrong = {
            words: rule for words, rule in wrong.items() if all(rule(one) == right for one, right in seen)
        }
        if not wrong:
            break
    assert not wrong


def tell(here, kind, value):
    """Say something that all three ask, in the open assessment of the kind."""
    paper = next(one for one in here.slow.papers if one.kind == kind and not one.completed_on)
    here._save(paper, [Reply("self_harm", Status.ANSWERED, value)])


def begin(here, kind):
    made = actions.start(by=here.by, episode=here.episode, kind=kind, bank=bank("1"), on=today())
    here.slow.start(made.id, kind, today())


def test_what_was_told_last_is_carried_on_though_its_assessment_was_begun_earlier(room):
    here = room()
    here._read_anew()
    begin(here, Kind.COMPREHENSIVE)
    tell(here, Kind.COMPREHENSIVE, "never")
    here.clock.shift(timedelta(4))
    begin(here, Kind.RISK)
    tell(here, Kind.RISK, "past")
    here.clock.shift(timedelta(2))
    tell(here, Kind.COMPREHENSIVE, "last_3_months")
    here.clock.shift(timedelta(1))
    begin(here, Kind.TRIAGE)
    assert here.slow.papers[-1].told["self_harm"].value == "last_3_months"
    here.compare()


def test_what_was_struck_out_is_not_carried_on_by_a_copy_of_it(room):
    here = room()
    here._read_anew()
    for seed in (1, 2):
        begin(here, Kind.TRIAGE)
        here.ask_the_rest(Random(seed))
    first, second = here.slow.papers
    item = next(code for code, one in second.told.items() if one.copied and code != "referral_source")
    here._strike(first, item)
    begin(here, Kind.TRIAGE)
    assert item not in here.slow.papers[-1].told
    here.compare()
