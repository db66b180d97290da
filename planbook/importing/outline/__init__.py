"""The parts of an old plan: heading block, sections with their items, what stands behind them.

May import what importing may.
"""
