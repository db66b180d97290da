"""The values of an old plan, each with the words that it was read from and how sure it is.

May import what importing may.
"""
