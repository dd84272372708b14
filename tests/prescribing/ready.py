"""A record in which all that the rules ask for before a dose is there, so that a test meets its own question alone."""

from datetime import timedelta
from decimal import Decimal

from careplan.checklists.rules.tools import TOOLS
from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.registers import LiverTest, PrescribingReview
from tests.factories.assessment import AnswerFactory, AssessmentFactory, ToolResultFactory
from tests.factories.harm_reduction import BbvEventFactory, NaloxoneSupplyFactory
from tests.factories.outcomes import DrugTestFactory

WITHDRAWAL = {"pulse": 4, "restlessness": 5, "pupils": 5}
"""Answers to COWS that add up to 14."""


def ready(episode: Episode, *, reviewed: bool = True) -> None:
    """Test, naloxone, score of withdrawal, liver test, storage, hepatitis and a review of today; not committed."""
    ids = {"episode_id": episode.root_id, "service_id": episode.service_id, "recorded_by": "factory"}
    DrugTestFactory(episode=episode, taken_on=today(), results={"opiates": "positive"})
    client = db.session.get_one(Client, episode.client_id)
    until = today() + timedelta(days=700)
    NaloxoneSupplyFactory(client=client, happened_on=today(), expires_on=until)
    BbvEventFactory(episode=episode, happened_on=today(), kind="hcv_tested", result="negative")
    items = dict.fromkeys(TOOLS.latest.by_code["cows"].items, 0)
    ToolResultFactory(
        episode=episode, tool="cows", done_on=today(), answers=items | WITHDRAWAL, since_opioid=24
    )
    home = AssessmentFactory(episode=episode, kind="risk", started_on=today() - timedelta(days=10))
    AnswerFactory(assessment=home, item="safe_storage", value="locked_given")
    db.session.add(LiverTest(taken_on=today(), times=Decimal(1), **ids))
    if reviewed:
        seen = {"way": "face_to_face", "withdrawal": "none", "sedation": "none", "other_use": "nothing"}
        db.session.add(PrescribingReview(reviewed_on=today(), decision="same", **seen, **ids))
    db.session.flush()
