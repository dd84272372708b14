"""The first page of each role: what needs doing today; and the two questions a load balancer asks."""
