"""What need not be done again: the private folder in which runs keep it, and builds that would do what is done.

The paper room keeps printed sheets in that folder (`keeping`), a build what it did, under its command line. `answering`
and what it imports load no other module: to say that nothing has changed may cost little more than Python.
"""
