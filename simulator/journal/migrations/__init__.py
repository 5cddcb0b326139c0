"""The history of the journal's tables.

To change the tables: change ``simulator/journal/tables.py``, add ``versions/rNNNN_what_it_does.py`` with
the next number and the one before it as ``down_revision``, and add the number to
``simulator.journal.schema.REVISIONS``. The tests compare the tables that the migrations make with the ones
in ``tables.py`` and name every difference. A migration is never edited after a release, and it names
columns itself instead of importing ``tables.py``, which moves on.
"""
