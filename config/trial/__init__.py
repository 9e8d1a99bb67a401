"""A trial: the whole exit review, played headless on a file of real objects.

The players are invented and so is the rule they decide by; the services, the database and the
papers are the ones of the journey itself.
"""
