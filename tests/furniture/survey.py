"""A link that opens the survey, and answers of a month."""

from itertools import count

from careplan.ground.dates import add_months
from tests.factories.survey import SurveyCountFactory, SurveyLinkFactory
from tests.furniture.base import World

TURNS = count()
WALK = {("survey.answer", "secret"): "survey_secret"}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the secret of its link."""
    turn = next(TURNS)  # a service may be furnished twice; each time with another link and month
    SurveyLinkFactory(service_id=world.service_id, secret=f"secret-{turn}")
    SurveyCountFactory(
        service_id=world.service_id, month=add_months(world.now.replace(day=1), -2 - turn % 600)
    )
    return {"survey_secret": f"secret-{turn}"}
