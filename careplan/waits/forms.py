"""The press that accepts a referral."""

from careplan.ui.fields import Form, Hidden


class AcceptForm(Form):
    """One press accepts; `back`: whether it was pressed in the list."""

    drafted = False
    back = Hidden()
