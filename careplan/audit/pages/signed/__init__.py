"""Signed audits and action plans as their pages show them."""
