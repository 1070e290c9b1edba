from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrengine.compiled.build import LENIENT
from lrengine.compiled.elementary import LOG_2, elementary_in, powers_in
from lrengine.compiled.instructions import powers
from lrengine.compiled.loops import as_it_is

numba = pytest.importorskip("numba")

FORMS = [(form, real) for form in ("plain", "compiled") for real in (np.float32, np.float64)]
each_form = pytest.mark.parametrize(("form", "real"), FORMS, ids=lambda one: getattr(one, "__name__", one))
some_form = st.sampled_from(FORMS)


@cache
def of_arrays(form, real):
    """The functions in one form, each of a whole array."""
    if form == "plain":
        plain = elementary_in(real, as_it_is, powers_in(real))
        return {name: one_by_one(function, real) for name, function in plain._asdict().items()}
    inner = numba.njit(fastmath={"contract"}, error_model="numpy", forceinline=True)
    compiled = elementary_in(real, inner, powers(real))
    return {name: in_a_loop(function) for name, function in compiled._asdict().items()}


def one_by_one(function, real):
    def work(x):
        with np.errstate(over="ignore", invalid="ignore"):
            return np.array([function(real(one)) for one in x], real)

    return work


def in_a_loop(function):
    """As a compiler has it within the loops: for several numbers at once."""

    @numba.njit(fastmath=LENIENT, error_model="numpy")
    def fill(x, out):
        for i in range(len(out)):
            out[i] = function(x[i])

    def work(x):
        out = np.full_like(x, np.nan)
        fill(x, out)
        return out

    return work


def units_apart(found, exact, real):
    """How far from numbers of a wider type, in units of their last place in this precision."""
    assert found.dtype == real
    return np.abs(found - exact) / np.spacing(np.abs(exact).astype(real)).astype(np.longdouble)


def numbers(low, high):
    """As many as a processor takes at once, and some more."""
    return st.lists(st.floats(low, high, allow_nan=False), min_size=1, max_size=40)


def least_exponent(real):
    """Where eˣ becomes less than the least normal number."""
    return real(np.finfo(real).minexp * LOG_2)


@given(form=some_form, x=numbers(-800.0, 0.0) | numbers(-90.0, 0.0) | numbers(-1.0, 0.0))
def test_exponentials_are_right_to_two_units(form, x):
    x = np.array(x, form[1])
    found, exact = of_arrays(*form)["exponential"](x), np.exp(x.astype(np.longdouble))
    is_normal = x > least_exponent(form[1])
    assert (units_apart(found, exact, form[1])[is_normal] <= 1.5).all()
    assert (found[~is_normal] == 0).all()


@each_form
def test_exponentials_at_both_ends(form, real):
    least = least_exponent(real)
    above, below = np.nextafter(least, real(0)), np.nextafter(least, real(-np.inf))
    x = [0.0, -0.0, least, below, -1e30, np.finfo(real).min, -np.inf, -np.finfo(real).smallest_subnormal]
    found = of_arrays(form, real)["exponential"](np.array(x, real))
    assert found.tolist() == [1, 1, 0, 0, 0, 0, 0, 1]
    found, exact = of_arrays(form, real)["exponential"](np.array([above])), np.exp(np.longdouble(above))
    assert (found > 0).all() and (units_apart(found, exact, real) <= 1.5).all()


@given(form=some_form, y=numbers(0.0, 1.0) | numbers(0.0, 1e-3) | numbers(0.41421, 0.41422))
def test_log_of_more_than_one_is_right_to_three_units(form, y):
    y = np.array(y, form[1])
    found = of_arrays(*form)["log_of_more"](y)
    assert (units_apart(found, np.log1p(y.astype(np.longdouble)), form[1]) <= 3).all()


@each_form
def test_log_of_more_than_one_at_both_ends(form, real):
    about = np.finfo(real)
    y = np.array([0, about.tiny, about.eps / 8, 1], real)
    assert of_arrays(form, real)["log_of_more"](y).tolist() == [0, about.tiny, about.eps / 8, real(LOG_2)]


@given(form=some_form, x=numbers(1.0, 30.0) | numbers(1.0, 1.01) | numbers(1.0, 2.0**126))
def test_logarithms_are_right_to_three_units(form, x):
    x = np.array(x, form[1])
    found = of_arrays(*form)["log"](x)
    assert (units_apart(found, np.log(x.astype(np.longdouble)), form[1]) <= 3).all()


@each_form
def test_logarithms_of_powers_of_two_and_of_their_neighbours(form, real):
    exponents = np.arange(-np.finfo(real).minexp + 1)
    x = np.ldexp(real(1), exponents)
    found = of_arrays(form, real)["log"](x)
    assert found[0] == 0
    assert (units_apart(found, np.log(x.astype(np.longdouble)), real) <= 1).all()
    near = np.concatenate([np.nextafter(x[1:], real(0)), np.nextafter(x[:-1], real(np.inf))])
    found = of_arrays(form, real)["log"](near)
    assert (units_apart(found, np.log(near.astype(np.longdouble)), real) <= 3).all()


@pytest.mark.parametrize("real", [np.float32, np.float64])
def test_both_forms_read_and_write_the_same_exponents(real):
    plain, of_bits = powers_in(real), powers(real)
    two_to, order = of_bits

    @numba.njit
    def both(n, x):
        return two_to(n), order(x)

    about = np.finfo(real)
    for n in (about.minexp, about.minexp + 1, -1, 0, 1, about.maxexp - 1):
        for x in (math.ldexp(1.0, n), math.ldexp(2.0 - about.eps, n)):
            expected = real(math.ldexp(1.0, n)), real(n)
            assert both(real(n), real(x)) == expected
            assert (plain.two_to(real(n)), plain.order(real(x))) == expected
