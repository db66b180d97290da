"""Word and Excel files after ECMA-376: read safely, written in parts. Knows nothing of plans.

May import repository and what stands below.
"""
