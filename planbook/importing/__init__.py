"""An old plan of any office into data: read, put in order, made into fields with their origins, proven by printing.

May import verify, returns, authoring, review and what stands below.
"""
