"""What the staff room reads."""

from careplan.staff.queries.accounts import (
    Resting,
    Step,
    confirmers,
    link,
    open_links,
    resting,
    rests,
    services_at_rest,
    steps,
)
from careplan.staff.queries.organisation import (
    name_taken,
    service_row,
    service_rows,
    unit_of,
    units,
    units_of,
    units_outside,
)
from careplan.staff.queries.sign_in import (
    Credentials,
    Throttled,
    actor,
    checks_since,
    credentials,
    draft,
    drafts,
    may_sign_in,
    session_holds,
    throttle_key,
    throttled,
)
from careplan.staff.queries.workers import (
    account,
    closed_by,
    colleagues,
    holders,
    membership,
    memberships,
    names_at,
    open_services,
    overlapping,
    own_account,
    service_names,
    service_of,
    worker,
    worker_name,
    worker_named,
    workers,
    works_elsewhere,
)
