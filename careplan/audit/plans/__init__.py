"""Action plans bound to measures, and the national mid-points a service is judged against."""
