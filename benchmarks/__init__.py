"""Measuring, side by side with peers where there are any; never part of the tests.

Each module prints what it measured when run (`python -m benchmarks.NAME`); `make bench` runs
them all. They read the shared data beside the checkout, or say that it is not there.
"""
