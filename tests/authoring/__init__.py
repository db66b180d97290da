"""What commands write into data/: a new plan, rollover, issuing, closing."""
