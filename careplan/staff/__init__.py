"""Providers, services, workers and their memberships; sign-in, permissions and the guard at every door.

For administrators, and for everybody at the moment of signing in."""
