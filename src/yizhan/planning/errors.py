"""
What can go wrong while planning.

Tree of failures::

    Refusal                      (yizhan.foundation.refusals)
    └── ProblemError             the problem is malformed: shapes, signs, labels, units
    RuntimeError
    └── SolverError              the engine broke or contradicted itself

An infeasible problem is neither: it is an answer (`Outcome.status`) with its conflicts named.
"""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_MALFORMED = Phrase(zh="规划问题有误（{where}）：{what}", en="malformed problem at {where}: {what}")


class ProblemError(Refusal):
    """The problem is malformed; `where` names the field."""

    def __init__(self, *, where: str, what: Phrase, **facts: object) -> None:
        super().__init__("problem_malformed", _MALFORMED, **facts)
        self.where = where
        self.what = what

    def say(self, language: str) -> str:
        """Return where and what, in the reader's language."""
        what = self.what.say(language, **self.facts)
        return self.phrase.say(language, where=self.where, what=what)


class SolverError(RuntimeError):
    """The solver broke, or its answer failed our own check."""
