"""What a service keeps and answers."""

import hashlib
from itertools import count

from careplan.ground.clock import now
from tests.factories import governance
from tests.furniture.base import World

TURNS = count()
WALK: dict[tuple[str, str], str] = {}
for _page in ("standard", "sign_standard"):
    for _argument, _name in (("key", "=team"), ("edition", "=1")):
        WALK[f"governance.{_page}", _argument] = _name
for _page in ("returns", "question", "answer", "giving", "give"):
    for _argument, _name in (("level", "=service"), ("unit_id", "service_id"), ("question", "=1.1")):
        WALK[f"governance.{_page}", _argument] = _name


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    of = {"unit_id": world.service_id, "question": "1.1"}
    turn = next(TURNS) % 1000  # a service may be furnished twice; each time on days of its own
    governance.ReturnFactory(
        key="sla.provider", value="definition aims", recorded_on=world.ago(30 + turn), **of
    )
    content = f"%PDF-1.7 {world.word}".encode()
    document = world.made(
        governance.EvidenceFactory,
        kind="document",
        key=None,
        url=None,
        file_name=f"{world.word}.pdf",
        content=content,
        media_type="application/pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        withdrawal_reason=None,
        **of,
    )
    world.made(
        governance.EvidenceFactory,
        key="sla.provider",
        file_name=None,
        media_type=None,
        sha256=None,
        withdrawn_at=now(),
        withdrawn_by="factory",
        **of,
    )
    return {"evidence_id": document.id}
