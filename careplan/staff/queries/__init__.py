"""What the staff room reads."""

from careplan.staff.queries.drafts import draft, drafts
from careplan.staff.queries.sign_in import (
    Checks,
    Credentials,
    Throttled,
    checks_since,
    credentials,
    throttle_key,
    throttled,
)
from careplan.staff.queries.signed_in import actor, may_sign_in, session_holds
from careplan.staff.queries.workers import (
    holders,
    membership,
    memberships,
    open_services,
    overlapping,
    own_account,
    service_exists,
    service_names,
    service_of,
    worker,
    worker_named,
    workers,
    works_elsewhere,
)

__all__ = [
    "Checks",
    "Credentials",
    "Throttled",
    "actor",
    "checks_since",
    "credentials",
    "draft",
    "drafts",
    "holders",
    "may_sign_in",
    "membership",
    "memberships",
    "open_services",
    "overlapping",
    "own_account",
    "service_exists",
    "service_names",
    "service_of",
    "session_holds",
    "throttle_key",
    "throttled",
    "worker",
    "worker_named",
    "workers",
    "works_elsewhere",
]
