"""Words for how a plan was agreed and how its copy was taken."""

AGREED = {
    "signed": "signed",
    "verbal": "agreed by word of mouth",
    "declined": "not agreed by the client",
    "lacks_capacity": "the client lacks capacity",
}
TAKEN = {"paper": "taken on paper", "email": "taken by email", "not_wanted": "not wanted"}
