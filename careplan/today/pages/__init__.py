"""What Today says to each role, and where a worker may go from any page."""
