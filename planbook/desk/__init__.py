"""The local page: what the commands do, for one person with a mouse or a keyboard, on this machine alone.

May import importing, returns, authoring, review, layout and what stands below; it does nothing that a command cannot do.
"""
