"""Rules about people, episodes and what waits for a worker. Pure."""
