"""Forms of the assessment room: `answers` reads what was sent for one item, `section` is the form of a section."""

from careplan.assessment.forms.section import SectionForm
from careplan.assessment.forms.starting import StartForm
