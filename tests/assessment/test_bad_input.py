"""Whatever a browser sends to an assessment's pages: a sentence at the question, never a broken page."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careplan.assessment.forms import SectionForm
from careplan.assessment.models import Answer
from careplan.checklists.codes import Kind
from careplan.checklists.queries import bank
from careplan.checklists.rules.bounds import Life
from careplan.checklists.rules.values import check_value
from careplan.ground.db import db
from tests.factories.assessment import AssessmentFactory

BANK = bank("1")
DAY = date(2026, 3, 2)
NASTY = [
    "",
    "yes",
    "none",
    "7",
    "7.5",
    "-1",
    "31",
    "2025",
    "\x00",
    "a\x00b",
    "‮abc",
    "\udcff",
    "declined",
    "not_asked",
]
NASTY += [
    "answered",
    "NaN",
    "1e309",
    "9" * 400,
    "x" * 30_000,
    "<script>",
    "\u200b",
    "current",
    "²",
    "٣",
    "[]",
    "{",
]
PARTS = [
    "",
    "-status",
    "-need",
    "-confirm",
    "-text",
    "-tool",
    "-none",
    "-day",
    "-month",
    "-year",
    "-date-day",
]
PARTS += ["-date-month", "-date-year", "-0-age", "-0-substance", "-1-party", "-99-party"]


def names(kind, section):
    return [f"{item.item}{part}" for item in BANK.section(kind, section) for part in PARTS]


def posts(kind, section):
    value = st.sampled_from(NASTY) | st.text(max_size=8)
    name = st.sampled_from([*names(kind, section), "then", "seen", "submission", "weather"])
    return st.lists(st.tuples(name, value), max_size=30)


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_reply_that_a_form_makes_fits_its_item(application, kind, data):
    section = data.draw(st.sampled_from(BANK.sections_of(kind)))
    sent = data.draw(posts(kind, section))
    with application.test_request_context("/", method="POST", data=multi(sent)):
        form = SectionForm(BANK, BANK.section(kind, section), {}, Life(DAY))
        form.validate()
        for reply in form.replies:
            assert reply.value is None or check_value(BANK.items[reply.item], reply.value) is None


def multi(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value.encode("utf-8", "surrogatepass"))
    return found


@pytest.fixture
def open_triage(app, house):
    with app.app_context():
        made = AssessmentFactory(
            episode_id=house.episode, service_id=house.service, kind="triage", started_on=DAY
        )
        db.session.commit()
        return made.id


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_post_breaks_a_section(house, as_keyworker, open_triage, data):
    section = data.draw(st.sampled_from(BANK.sections_of(Kind.TRIAGE)))
    sent = data.draw(posts(Kind.TRIAGE, section))
    path = f"/record/{house.episode}/assessments/{open_triage}/{section}"
    assert as_keyworker.post(path, data=multi(sent)).status_code in (303, 409, 422)


def test_text_that_cannot_be_kept_is_refused_with_a_sentence_and_nothing_is_written(
    app, house, as_keyworker, open_triage
):
    path = f"/record/{house.episode}/assessments/{open_triage}/why-now"
    for text, sentence in (
        ("a\x00b", "contains a character that cannot be kept"),
        ("abc\u202edef", "contains a hidden mark that reverses the text"),
        ("x" * 1_000_000, "must be 20,000 characters or fewer"),
    ):
        sent = {"presenting_reason": text, "presenting_reason-status": "", "motivation_ruler": "7"}
        answer = as_keyworker.post(path, data={**sent, "motivation_ruler-status": ""})
        assert answer.status_code == 422
        assert sentence in answer.text
    with app.app_context():
        assert db.session.query(Answer).count() == 0


def test_a_key_sent_twice_is_refused(house, as_keyworker, open_triage):
    path = f"/record/{house.episode}/assessments/{open_triage}/why-now"
    sent = {"presenting_reason": ["one", "two"], "presenting_reason-status": ""}
    answer = as_keyworker.post(path, data=sent)
    assert answer.status_code == 422
    assert "Enter one answer, not several" in answer.text
