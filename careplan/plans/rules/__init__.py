"""What follows from the facts of a care plan: the review clock, goals on a day, what a plan still lacks."""
