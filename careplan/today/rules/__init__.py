"""In what order a worker meets the day's work. Pure."""
