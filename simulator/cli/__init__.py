"""The command. Whatever way it is started, this is imported first."""

import os

# One thread is as fast for lines of a few words, and ten times faster where something else keeps the cores busy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Else pydantic looks through every installed package for plugins of its own before it makes the first model.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
