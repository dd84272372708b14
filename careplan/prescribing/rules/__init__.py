"""What guidance says about an order, a week and a dose. Facts in, findings out."""
