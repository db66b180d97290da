"""What a page says: rows, tables, order and totals, worked out once for every output.

May import loading and what stands below.
"""
