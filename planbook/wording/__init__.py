"""How an official says it: phrases, figures, dates, numbering, citations, the outline of a printed plan.

May import ooxml and what stands below.
"""
