"""What a worker typed and did not send: kept per form, overwritten in place, deleted when sent or discarded."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from careplan.ground.db import db
from careplan.staff.models import Draft, Submission
from careplan.ui.fields import CARRIED

MOST = 400_000
"""Characters of one draft; longer ones are not kept, as no form takes them."""
KEPT = timedelta(days=7)
"""How long a draft waits for its worker; it may hold clinical text that nobody answers for."""

SENT = timedelta(days=1)
"""How long the key of a sent form is remembered: longer than any session lasts."""

_UNKEPT = CARRIED | {"from_list"}


def typed_pairs(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """What of a sent form is worth keeping: no tokens, no passwords, nothing a database cannot hold."""
    return [
        [_storable(name), _storable(value)]
        for name, value in pairs
        if name not in _UNKEPT and "password" not in name.lower()
    ]


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")


def keep_draft(
    *, worker_id: str, subject: str, form: str, pairs: Iterable[tuple[str, str]], at: datetime
) -> bool:
    """Keep what was typed on the page at `subject`; False when there is nothing to keep, or too much."""
    sent = list(pairs)
    carried = dict(reversed([pair for pair in sent if pair[0] in CARRIED]))
    typed = typed_pairs(sent)
    filled = any(value.strip() for name, value in typed if name != "seen")
    if not filled or sum(len(name) + len(value) for name, value in typed) > MOST or len(subject) > 1000:
        return False
    named = {
        "submission": _storable(carried.get("submission", ""))[:64] or None,
        "title": _storable(carried.get("draft_title", ""))[:200] or None,
    }
    row = {"worker_id": worker_id, "form": form, "subject": subject, "payload": typed, "saved_at": at}
    _put(row | named)
    return True


def _put(row: dict[str, Any]) -> None:
    """Write or overwrite in one statement: the same draft may be saved, sent or discarded at the same moment."""
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Draft).values(row)
    changed = {name: statement.excluded[name] for name in ("submission", "title", "payload", "saved_at")}
    keys = ["worker_id", "form", "subject"]
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def discard_draft(*, worker_id: str, subject: str) -> None:
    """Forget the drafts of the page at `subject`."""
    db.session.execute(delete(Draft).where(Draft.worker_id == worker_id, Draft.subject == subject))


def forget_old(*, worker_id: str, at: datetime) -> None:
    """Forget the worker's drafts of sent forms or of more than a week ago, and keys of sessions long over."""
    sent = select(Submission.key).where(Submission.worker_id == worker_id)
    gone = or_(Draft.saved_at < at - KEPT, Draft.submission.in_(sent))
    db.session.execute(delete(Draft).where(Draft.worker_id == worker_id, gone))
    db.session.execute(delete(Submission).where(Submission.worker_id == worker_id, Submission.at < at - SENT))
