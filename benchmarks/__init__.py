"""The measured claims. Each figure stands against a floor taken in the same run.

`python3 manage.py bench NAME --json` runs `benchmarks.NAME` and prints one JSON object for each
figure. A bench works in a scratch database of its own and drops it.
"""
