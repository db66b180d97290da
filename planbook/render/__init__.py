"""How each format looks: views into site pages, Word, PDF, sheets and JSON. No wording, numbering or sums here.

May import reading and what stands below.
"""
