"""Open data: its tables and fields, their rows, and the workbook of them.

May import what views may.
"""
