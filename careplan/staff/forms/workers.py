"""Forms of the staff room, and the words of their errors."""

import re
from datetime import timedelta
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from careplan.ground.clock import today
from careplan.ground.persons import LONGEST_NAME
from careplan.staff import passwords
from careplan.staff.codes import PrescriberKind, Role
from careplan.staff.forms.organisation import RowForm
from careplan.staff.labels import PASSWORD_FAULTS, PRESCRIBERS, PROFESSIONS, ROLES
from careplan.ui.fields import (
    Day,
    Form,
    Password,
    PersonName,
    Radios,
    Select,
    Text,
    TickBox,
)

REFUSED = "The username or password is not right. After 10 tries you have to wait 15 minutes before you can try again"
NOT_PRESENT = (
    "This is not your present password. After 10 tries you have to wait 15 minutes before you can try again"
)
LONG_AGO = timedelta(days=60 * 366)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class SignInForm(Form):
    """Username and password."""

    drafted: ClassVar[bool] = False

    username = Text("Username", required="Enter your username", autocomplete="username", width=20)
    password = Password("Password", required="Enter your password", max=1000, autocomplete="current-password")


class LinkForm(Form):
    """A password chosen with a link. `username_in_use` is set by the view: the password must not be made of it."""

    drafted: ClassVar[bool] = False
    username_in_use = ""

    password = Password(
        "New password",
        required="Enter a new password",
        max=1000,
        autocomplete="new-password",
        hint="12 characters or more. Four words that do not go together are easy to remember and hard to guess",
    )
    again = Password(
        "New password again", required="Enter the new password again", max=1000, autocomplete="new-password"
    )

    def validate_password(self, field: Any) -> None:
        """Long enough, not common, not the username."""
        if field.data and (password_fault := passwords.fault(field.data, self.username_in_use)):
            raise ValidationError(PASSWORD_FAULTS[password_fault])

    def validate_again(self, field: Any) -> None:
        """Typed alike twice."""
        if field.data and self.password.data and field.data != self.password.data:
            raise ValidationError("The two new passwords are not alike")


class PasswordForm(LinkForm):
    """A worker's own new password, asked for beside the present one."""

    present = Password(
        "Present password", required="Enter your present password", max=1000, autocomplete="current-password"
    )

    def validate_password(self, field: Any) -> None:
        """As for every password, and new: whoever set the present one knows it."""
        super().validate_password(field)
        if field.data and field.data == self.present.data:
            raise ValidationError("The new password must not be the present one")


class ConfirmWorkerForm(Form):
    """Somebody of the service knows whose account it is, and says so under their own password."""

    drafted: ClassVar[bool] = False

    sure = TickBox(
        "I asked this person: they alone know the password, and they are to have these roles",
        required="Tick that you asked this person. If you did not, ask them first",
        called="That you asked this person",
    )
    present = Password(
        "Your own password", required="Enter your own password", max=1000, autocomplete="current-password"
    )


class UsernameForm(Form):
    """Under what name a worker signs in."""

    username = Text(
        "Username",
        required="Enter a username",
        max=64,
        width=20,
        hint="Small letters, digits, dots and dashes",
    )

    def validate_username(self, field: Any) -> None:
        """A form that can be typed on any keyboard."""
        if field.data and not _USERNAME.fullmatch(field.data):
            raise ValidationError(
                "Username must be 2 to 64 small letters, digits, dots and dashes, like a.shah"
            )


class DetailsForm(RowForm):
    """Who a worker is. `is_prescriber` is set by the page: whoever has that role has an authority to prescribe."""

    is_prescriber = False

    name = PersonName("Name", required="Enter the worker's name", max=LONGEST_NAME)
    email = Text("Email address (optional)", called="Email address", max=254)
    profession = Select(
        "Profession", required="Select a profession", choices=PROFESSIONS, blank="Select a profession"
    )
    registration_number = Text(
        "Registration number (optional)",
        called="Registration number",
        max=40,
        width=20,
        hint="GMC, NMC or GPhC number",
    )
    prescriber = Radios("Prescribing", required="Select whether the worker prescribes", choices=PRESCRIBERS)

    def validate_email(self, field: Any) -> None:
        """Something that looks like an address."""
        if field.data and not _EMAIL.fullmatch(field.data):
            raise ValidationError("Enter an email address in the correct format, like name@example.com")

    def validate_prescriber(self, field: Any) -> None:
        """Who prescribes has a registration number, and a prescriber prescribes."""
        prescribes = field.data not in (None, PrescriberKind.NONE.value)
        if prescribes and not self.registration_number.data:
            raise ValidationError("Enter the registration number of a worker who prescribes")
        if self.is_prescriber and not prescribes:
            raise ValidationError(
                "Select on what authority the worker prescribes, or end the prescriber role first"
            )


class RoleForm(Form):
    """A role at one of the administrator's services; `service_id.choices` are set by the view."""

    role = Radios(
        "Role",
        required="Select a role",
        choices=ROLES,
        coerce=Role,
    )
    service_id = Select("Service", required="Select a service", called="Service")
    from_on = Day(
        "From", required="Enter the first day", called="First day", earliest=lambda: today() - LONG_AGO
    )
    until_on = Day(
        "Until (optional)", called="First day without the role", hint="The first day without the role"
    )

    def validate_until_on(self, field: Any) -> None:
        """After the first day."""
        if field.data and self.from_on.data and field.data <= self.from_on.data:
            raise ValidationError("First day without the role must be after the first day")


class WorkerForm(UsernameForm, DetailsForm, RoleForm):
    """A new worker with a first role: without one nobody of the service would find them again."""

    def validate_prescriber(self, field: Any) -> None:
        """As for every worker, and only who may prescribe takes the role."""
        super().validate_prescriber(field)
        if self.role.data is Role.PRESCRIBER and field.data in (None, PrescriberKind.NONE.value):
            raise ValidationError("Select on what authority the worker prescribes, or another role")


class EndRoleForm(Form):
    """The end of a role."""

    until_on = Day(
        "First day without the role",
        required="Enter the first day without the role",
        hint="Today ends the role at once",
    )


class ConfirmForm(Form):
    """A button that asks before something happens."""

    drafted: ClassVar[bool] = False
