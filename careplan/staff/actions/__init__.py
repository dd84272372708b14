"""What the staff room writes: signing in, workers and their roles, drafts."""
