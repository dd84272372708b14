"""Whether the database can serve, and the counts of Today."""

from careplan.today.queries.health import ready
from careplan.today.queries.today import (
    Unready,
    caseload_sizes,
    clients_of,
    still_open,
    unready,
)
