"""Returned workbooks: their rows beside those of the data, cell by cell.

May import what returns may.
"""
