"""Reads of the governance room; the first argument is the actor's services, or a unit that was found by them."""
