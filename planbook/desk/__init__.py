"""The local page: what the commands do and no more, for one person with a mouse or a keyboard, on this machine alone.

May import importing, gathering and what stands below.
"""
