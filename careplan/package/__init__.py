"""The record package: a provider's records in and out as a folder of CSV files, profile 1.

For whoever brings a service's records in, takes them out, or answers a subject access request."""
