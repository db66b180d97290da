"""The report about a period that comes back from Word: its texts and figures into the results of that period.

May import what returns may.
"""
