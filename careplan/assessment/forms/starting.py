"""Starting an assessment."""

from careplan.assessment.codes import Kind
from careplan.ui.fields import Form, Hidden


class StartForm(Form):
    """Which assessment to start: the button that was pressed."""

    drafted = False
    kind = Hidden()

    def chosen(self) -> Kind | None:
        """The kind, or None for anything that is no kind."""
        return Kind(self.kind.data) if self.kind.data in set(Kind) else None
