"""Clinical audit: the improvement review's figures, bands and lists of records, for managers and auditors.

Source: joint review of community prescribing and care planning 2005/06, rebuilt as data in `reviews/`.
"""
