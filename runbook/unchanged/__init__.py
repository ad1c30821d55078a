"""A build that would do again what is done: how it is known, and what it then says.

What a run remembers lies in the private folder of the user (`runbook/keeping.py`), under its command line.
`answering` and what it imports load no other module: to say that nothing has changed may cost little more than Python.
"""
