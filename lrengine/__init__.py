"""Logistic and softmax regression in NumPy: arrays in, arrays out, no window."""

from lrengine.kernels import choose_kernels

choose_kernels()
