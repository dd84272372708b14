"""What a client takes, prescribed or bought, and which of it changes what an opioid does.

For keyworkers, prescribers and whoever sees the box; UK guidelines on clinical management (2017), BNF.
"""
