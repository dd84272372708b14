"""Forms of the governance room, and the words of their errors."""
