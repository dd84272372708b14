"""Rules of the audit's release."""
