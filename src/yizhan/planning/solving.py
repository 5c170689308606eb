"""The only door to HiGHS."""
