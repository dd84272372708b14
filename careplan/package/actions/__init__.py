"""Bringing a package in: stage it, check it whole, load it or nothing."""
