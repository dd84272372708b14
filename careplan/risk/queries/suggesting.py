"""What the answers of an episode suggest for its levels of risk."""

from datetime import date

from careplan.assessment import queries as assessments
from careplan.assessment.rules.triggers import SAFETY
from careplan.checklists.queries import bank
from careplan.clients.models import Episode
from careplan.risk.rules import RISK, SUGGESTING, Suggestions, suggested

PROTECTS = "protective_factors"


def protective(episode: Episode) -> str:
    """What keeps the client safe, as last said in this episode; empty where it was not. One statement."""
    given = assessments.latest_answers(episode, {PROTECTS}).get(PROTECTS)
    return str(given.value) if given is not None else ""


def suggestions(episode: Episode, edition: str, on: date) -> Suggestions:
    """What the latest answers of the episode suggest; one statement."""
    given = assessments.latest_answers(episode, SUGGESTING)
    return suggested(bank(edition), given, on, SAFETY.on(on), RISK.on(on))
