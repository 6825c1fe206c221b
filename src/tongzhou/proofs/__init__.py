"""What the house is held to: it survives being killed, and it is as fast as it says. Run apart from any service.

Never import this from a room, and never point it at a database that anybody uses: each proof makes its own.
"""
