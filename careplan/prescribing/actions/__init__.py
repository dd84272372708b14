"""Writes of the prescribing room. They flush and write the trail; the request commits."""

from careplan.prescribing.actions.agreeing import agree, decline, noted, proposed, withdraw
from careplan.prescribing.actions.correcting import RightEnd, correct_course, correct_end, why_not
from careplan.prescribing.actions.courses import (
    NewCourse,
    Refused,
    SeenAgain,
    reassess,
    start_course,
)
from careplan.prescribing.actions.doses import (
    AlreadyLogged,
    Died,
    Doubted,
    Given,
    Place,
    Stopped,
    correct_dose,
    log_dose,
)
from careplan.prescribing.actions.ending import (
    Ending,
    end_course,
    end_with_prescriptions,
    ends_on,
    said_of_end,
)
from careplan.prescribing.actions.keeping import Answer, second_of, to_be_agreed
from careplan.prescribing.actions.orders import (
    Blocked,
    NeedsAnswer,
    check_place,
    correct_order,
    correcting,
    order_dose,
)
from careplan.prescribing.actions.prescriptions import (
    NewScript,
    change_prescription,
    issue_prescription,
    still_standing,
)
from careplan.prescribing.actions.weeks import RightWeek, correct_week, set_week
