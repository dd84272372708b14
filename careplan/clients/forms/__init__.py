"""Forms of the clients room."""
