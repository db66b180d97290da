"""The commands, by what they are for; a command is an argument line and a call.

May import everything but cli.
"""
