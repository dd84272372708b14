"""Tables of the prescribing room."""

from careplan.prescribing.models.agreement import Agreement
from careplan.prescribing.models.course import Course, Reassessment, Regimen, WeekFinding
from careplan.prescribing.models.dose import DoseEvent
from careplan.prescribing.models.order import DoseOrder, OrderFinding, Prescription, PrescriptionEvent
from careplan.prescribing.models.own_limit import OwnLimit
