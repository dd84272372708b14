"""Offers, tests and vaccinations against blood-borne viruses, and take-home naloxone.

For keyworkers and nurses; Drug misuse and dependence: UK guidelines on clinical management (2017)."""
