"""Who is on duty, who stands in for whom, and how a team's work is shared out.

For everybody at a service, rota and supervision for its manager.
"""
