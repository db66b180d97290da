"""What a returned file says, edit by edit: who made each, which are taken, how people and programs are told.

May import what returns may.
"""
