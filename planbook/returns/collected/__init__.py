"""Collection workbooks that agencies filled in: their cells beside what was given out, the data and each other.

May import what returns may.
"""
