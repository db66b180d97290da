"""Pictures of numbers: what is drawn, and the geometry of it.

May import what views may.
"""
