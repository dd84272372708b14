"""Who waits for a first appointment, for how long, and why nobody saw them sooner.

For managers and keyworkers; Models of care for treatment of adult drug misusers: update 2006 (NTA), page 10.
"""
