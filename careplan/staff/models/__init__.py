"""Tables of the staff room."""

from careplan.staff.models.accounts import Confirmation, SignInLink
from careplan.staff.models.organisation import Partnership, Provider, Service
from careplan.staff.models.sign_in import Draft, SignInFailure, Submission
from careplan.staff.models.worker import Membership, Worker
