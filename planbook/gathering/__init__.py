"""Many offices, one site: their published open data read, proved, compared and published together; nothing of theirs is run.

May import verify, returns, authoring, review and what stands below.
"""
