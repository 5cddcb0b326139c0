"""The practice room in a browser: who may come in, a process for each visitor, and the page that shows it.

Nothing here knows what happens in the room. A visitor's process is ``simulator`` itself, with a data folder of its own.
"""
