"""The window and the command line."""

import lrengine  # noqa: F401 - it chooses the kernels of BLAS, which has to come before NumPy
