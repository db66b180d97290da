"""Two states of the data side by side for a person: report, comment, redline, pack, merge.

May import outputs and what stands below.
"""
