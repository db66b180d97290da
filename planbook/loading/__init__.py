"""Files to a frozen Workspace, and every error at its place.

May import wording and what stands below.
"""
