"""Moving between services, for keyworkers and prescribers (Models of Care 2006, care co-ordination; spec of transfers):
what is sent, what comes, who is responsible meanwhile.
"""
