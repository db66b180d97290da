"""Next year's draft of a plan: what can be known is done, what must be decided is told.

May import what authoring may.
"""
