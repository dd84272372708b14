"""Which packets of transfers count."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from careplan.clients.models import Transfer
from careplan.ground.corrections import live


def stands(packet: Any) -> ColumnElement[bool]:
    """Whether a packet (the class or an alias) is live and its transfer was not struck out."""
    struck = select(Transfer.id).where(Transfer.id == packet.transfer_id, Transfer.struck_at.is_not(None))
    return and_(live(packet), ~struck.correlate(packet).exists())
