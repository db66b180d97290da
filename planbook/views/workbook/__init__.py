"""The workbook of a plan: its sheets as rows of typed values.

May import what views may.
"""
