"""Old plans of every kind of file, as numbered passages and tables in reading order.

May import what importing may.
"""
