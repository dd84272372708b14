"""What leaves a service: small numbers hidden from readers outside, and packs that can be checked anywhere."""
