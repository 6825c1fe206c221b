"""Settings, urls, the server and the `tongzhou` command.

The top floor: it may import every room, none may import it.
"""
