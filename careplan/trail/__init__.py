"""The trail: who opened or changed what, and when. Append-only, for investigation; no clinical feature reads it.

For service managers and for the client's right to know who looked."""
