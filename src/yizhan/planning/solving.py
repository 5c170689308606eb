"""The only door to HiGHS."""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.errors import SolverError

#: How far HiGHS may break a row; its smallest sensible setting.
FEASIBILITY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class MixedModel:
    """
    Minimise objective · v under row_lower ≤ rows · v ≤ row_upper, lower ≤ v ≤ upper, some v whole.

    Attributes
    ----------
    objective, lower, upper : (n_variables,)
        Cost and bounds of each variable; infinite where there is none.
    whole : (n_variables,)
        Which variables take whole values only.
    rows : (n_rows, n_variables), sparse
        Coefficients.
    row_lower, row_upper : (n_rows,)
        Bounds of each row.
    """

    objective: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    whole: NDArray[np.bool_]
    rows: csr_array
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]


class _QuietHighs(highspy.Highs):
    """HiGHS without its banner, which would otherwise stand before the answer on standard output."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name
        """Silence it before it says its first word: this is called while it is being made."""
        self.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS's own signature
        super().enableCallbacks()  # type: ignore[no-untyped-call] # HiGHS is not typed here


class Ended(enum.Enum):
    """How HiGHS ended."""

    OPTIMAL = enum.auto()
    INFEASIBLE = enum.auto()
    LIMIT = enum.auto()


@dataclass(frozen=True, slots=True, eq=False)
class MixedAnswer:
    """What HiGHS found: values of the best point (None: none), and a lower bound of the objective."""

    ended: Ended
    values: NDArray[np.float64] | None
    bound: float


def minimise(
    model: MixedModel,
    *,
    limit_s: float,
    seed: int,
    start: Sequence[float] | NDArray[np.float64] | None = None,
) -> MixedAnswer:
    """
    Solve a mixed-integer model with HiGHS, to proof or until the time is over.

    Parameters
    ----------
    start : (n_variables,)
        A point to begin with; NaN where unknown.

    Raises
    ------
    SolverError
        HiGHS refused the model or broke.
    """
    watch = Stopwatch(limit_s)
    engine = _QuietHighs()  # type: ignore[no-untyped-call] # HiGHS is not typed here
    for option, setting in _settings(seed).items():
        engine.setOptionValue(option, setting)
    if engine.passModel(_as_lp(model)) == highspy.HighsStatus.kError:
        raise SolverError("HiGHS refused the model")
    if start is not None:
        known = np.flatnonzero(np.isfinite(start)).astype(np.int32)
        engine.setSolution(len(known), known, np.asarray(start, dtype=np.float64)[known])
    engine.setOptionValue("time_limit", max(0.01, watch.left_s))
    engine.run()
    return _answer(engine)


def _settings(seed: int) -> dict[str, bool | int | float]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed % 2**31,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": FEASIBILITY,
        "primal_feasibility_tolerance": FEASIBILITY,
    }


def _as_lp(model: MixedModel) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.objective), len(model.row_lower)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.objective, model.lower, model.upper
    lp.row_lower_, lp.row_upper_ = model.row_lower, model.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_ = model.rows.indptr.astype(np.int32)
    lp.a_matrix_.index_ = model.rows.indices.astype(np.int32)
    lp.a_matrix_.value_ = model.rows.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[int(whole)] for whole in model.whole]
    return lp


def _answer(engine: highspy.Highs) -> MixedAnswer:
    status, found = engine.getModelStatus(), engine.getInfo()
    has_point = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(engine.getSolution().col_value, dtype=np.float64) if has_point else None
    bound = float(found.mip_dual_bound)
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return MixedAnswer(Ended.INFEASIBLE, None, math.inf)
    if status == highspy.HighsModelStatus.kOptimal:
        return MixedAnswer(Ended.OPTIMAL, values, bound)
    if status in {highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt}:
        return MixedAnswer(Ended.LIMIT, values, bound if math.isfinite(bound) else -math.inf)
    raise SolverError(f"HiGHS ended with {engine.modelStatusToString(status)}")
