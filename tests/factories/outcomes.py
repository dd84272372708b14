"""Treatment Outcomes Profiles. Give `episode=`."""

from datetime import date

from careplan.outcomes.models import Top
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
