"""An imported plan held against its original, and what is wrong with a plan in any file.

May import what importing may.
"""
