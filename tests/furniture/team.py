"""The address of the team view of one worker; the rows furnish themselves (`registers.py`)."""

WALK = {
    ("team.member", "figure"): "=clients",
    ("team.see", "walk_in_id"): "walk_ins_id",
    ("contacts.seen", "walk_in_id"): "walk_ins_id",
}
