"""How a client is reached, who matters to them, who may be told what, and who must be kept safe.

For keyworkers and whoever answers the telephone; Models of care for treatment of adult drug misusers (NTA, 2006).
"""
