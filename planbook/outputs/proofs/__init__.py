"""What must stand in each kind of published file, line by line, from the views alone: no renderer and no template is asked.

May import what outputs may.
"""
