"""Pages of the prescribing room."""

from careplan.prescribing.views import (
    agreeing,
    corrections,
    courses,
    doses,
    elsewhere,
    orders,
    own_limits,
    prescriptions,
    rounds,
    rulebook,
    signing_off,
    weeks,
)
from careplan.prescribing.views.room import bp
