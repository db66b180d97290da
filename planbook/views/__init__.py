"""WHAT A PAGE SAYS: numbering, wording, order and totals, decided once for every output."""
