"""Forms of the staff room."""

from careplan.staff.forms.organisation import (
    AGENCY,
    NEW,
    CloseServiceForm,
    NameForm,
    NewServiceForm,
    ReachingForm,
    ServiceForm,
)
from careplan.staff.forms.workers import (
    NOT_PRESENT,
    PASSWORD_FAULTS,
    PRESCRIBERS,
    PROFESSIONS,
    REFUSED,
    ROLES,
    ConfirmForm,
    ConfirmWorkerForm,
    DetailsForm,
    EndRoleForm,
    LinkForm,
    PasswordForm,
    RoleForm,
    SignInForm,
    WorkerForm,
)
