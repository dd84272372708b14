"""Reads of this room: transfers of services and of records (`lists`), and what a packet holds (`packing`)."""
