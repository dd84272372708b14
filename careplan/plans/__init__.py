"""Care plans: what the client wants, the needs behind it, goals, who does what, and when it is reviewed.

For keyworkers, with the client. From the joint review of 2006 (criteria 3 and 9) and Models of Care 2006.
"""
