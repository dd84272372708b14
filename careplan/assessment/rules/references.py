"""The reference by which a blank form on paper finds its assessment. Pure."""

import re

LENGTH = 6
"""So many characters of an assessment's id tell those of one client apart, and can be written by hand."""
REFERENCE = re.compile(rf"[!-~]{{{LENGTH}}}")
"""Ids that came with an import have other characters than our own."""


def reference(assessment_id: str) -> str:
    """What is written on the paper and stands on the page of the assessment."""
    return assessment_id[-LENGTH:].upper()


def is_reference(text: str) -> bool:
    """Whether a text can be a reference, in whatever case it is written."""
    return REFERENCE.fullmatch(text) is not None
