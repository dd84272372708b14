"""The NHS page frame, form fields, charts and words of dates and doses, for every room.
Knows no clinical noun. See `fields/__init__.py` for forms and `frame.py` for what templates may use.
After the NHS digital service manual and nhsuk-frontend."""
