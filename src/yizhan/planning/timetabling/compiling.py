"""How the kernels of the search are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

#: Every array comes from outside and outlives the call, and nothing is allocated inside; so arrays are not
#: counted as they pass from function to function, which makes a move six times as fast.
_UNCOUNTED: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}

kernel: Callable[[FunctionT], FunctionT] = njit(**_UNCOUNTED)
inlined: Callable[[FunctionT], FunctionT] = njit(inline="always", **_UNCOUNTED)
