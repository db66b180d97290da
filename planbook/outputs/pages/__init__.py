"""What each generated page of the website shows: for every page the blanks of its path and the values of its template.

May import what outputs may.
"""
