"""Treatment Outcomes Profiles and drug tests. Give `episode=`."""

from datetime import date

from careplan.outcomes.registers import DrugTest, Top
from tests.factories.clients import OfEpisode


class TopFactory(OfEpisode):
    class Meta:
        model = Top

    stage = "start"
    interviewed_on = date(2025, 1, 20)
    alcuse = "4"
    consmp = "6"
    opiuse = "28"
    ivdrguse = "0"
    sharing = "N"
    psyhstat = "9"
    phstat = "11"
    acuthpbm = "N"
    hrisk = "NA"
    quallife = "8"


class DrugTestFactory(OfEpisode):
    class Meta:
        model = DrugTest

    taken_on = date(2025, 1, 27)
    sample = "urine"
    results = {"opiates": "positive", "cocaine": "negative"}  # noqa: RUF012 (factory-boy reads class attributes)
