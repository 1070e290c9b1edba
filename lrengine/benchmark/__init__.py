"""Logit Lab beside other ways to do the same work: one run, one machine, the same rows for all.

`material` is the data, `agreement` the check that all compute the same objective, `rounds` takes the
times, `limits` measures what the machine allows. The contestants are in `ours`, `peers_…` and
`row_by_row`; the modules named `…_race` say what is measured of them; `run` puts all together and
`table` shows it. How the window trains beside the bare engine is not measured here.
"""
