"""Pure policy of plans: publishing, undoing, timetables."""

from yizhan.plans.rules.publishing import has_plan, refuse_publication, refuse_undo

__all__ = ["has_plan", "refuse_publication", "refuse_undo"]
