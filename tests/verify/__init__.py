"""Published files against the data that they name."""
