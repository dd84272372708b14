"""Forms of the prescribing room, and the words of their errors."""
