"""What the pages of this room say."""

from careplan.prescribing.labels.days import dose_notes, past_days, status_words, strip
from careplan.prescribing.pages.agreements import agreement_words
from careplan.prescribing.pages.charts import chart
from careplan.prescribing.pages.courses import CoursePage
from careplan.prescribing.pages.listed import script_doubts
from careplan.prescribing.pages.rounds import choices, round_row
