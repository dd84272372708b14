"""Every assessment of a client against a checklist: what was asked, what was said, what is still missing.

For keyworkers; source: the checklist editions of `careplan/checklists/editions`."""
