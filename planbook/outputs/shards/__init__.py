"""A site of many places in shards: how plans fall into them, how each is made alone, what is known of it the next time.

May import what outputs may.
"""
