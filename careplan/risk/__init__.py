"""What follows from a risk assessment: levels, actions, the countersignature, the next review.

For keyworkers, and for managers who countersign; source: `standards/risk-1.toml`."""
