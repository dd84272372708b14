"""Blood-borne virus events (give `episode=`) and naloxone supplies (give `client=`)."""

from datetime import date

import factory

from careplan.harm_reduction.registers import BbvEvent, NaloxoneSupply
from tests.factories.base import Fact
from tests.factories.clients import ClientFactory, OfEpisode


class BbvEventFactory(OfEpisode):
    class Meta:
        model = BbvEvent

    happened_on = date(2025, 1, 27)
    kind = "hbv_offered"


class NaloxoneSupplyFactory(Fact):
    class Meta:
        model = NaloxoneSupply
        exclude = ("client",)

    client = factory.SubFactory(ClientFactory)
    client_id = factory.SelfAttribute("client.id")
    happened_on = date(2025, 1, 27)
    product = "Nasal spray 1.8 mg"
    expires_on = date(2027, 1, 31)
    trained = True
    reason = "first"
