"""Shards made by other machines: Dask hands them out, shared files carry what they are made of and what comes of it.

May import what outputs may.
"""
