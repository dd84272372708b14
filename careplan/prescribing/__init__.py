"""Opioid substitution treatment for prescribers and keyworkers: courses, orders, weeks, doses taken.

From the UK guidelines on clinical management 2017 and the joint review of 2006."""
