"""The words the console says about plans: levels, opening patterns, hours, money, verbs of the audit."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.places.words import Days, Level

PATTERNS = {
    "office_hours": gettext_lazy("办公时间"),
    "evenings": gettext_lazy("含晚间"),
    "evenings_weekends": gettext_lazy("含晚间和周末"),
    "round_clock": gettext_lazy("24 小时"),
}
DAYS = {
    Days.WORKDAY: gettext_lazy("工作日"),
    Days.WEEKEND: gettext_lazy("周末"),
    Days.HOLIDAY: gettext_lazy("节假日"),
    Days.EVERY_DAY: gettext_lazy("每天"),
}
WEEKDAYS = [
    (0, gettext_lazy("周一")),
    (1, gettext_lazy("周二")),
    (2, gettext_lazy("周三")),
    (3, gettext_lazy("周四")),
    (4, gettext_lazy("周五")),
    (5, gettext_lazy("周六")),
    (6, gettext_lazy("周日")),
]
VERBS = {
    "found_subdistrict": gettext_lazy("建立了街道"),
    "open_account": gettext_lazy("开通了账号"),
    "import_streets": gettext_lazy("导入了路网"),
    "import_study": gettext_lazy("导入了选址研究"),
    "change_assumptions": gettext_lazy("修改了人口假设"),
    "change_site": gettext_lazy("修改了选址档案"),
    "add_scenario": gettext_lazy("新建了情景"),
    "change_scenario": gettext_lazy("修改了情景"),
    "run_scenario": gettext_lazy("计算了情景"),
    "publish_plan": gettext_lazy("发布了方案"),
    "undo_publication": gettext_lazy("撤销了发布"),
    "publish_exception": gettext_lazy("公布了临时调整"),
    "withdraw_exception": gettext_lazy("撤回了临时调整"),
    "set_opening_rules": gettext_lazy("修改了常规时间"),
    "open_station": gettext_lazy("建立了站点"),
    "change_station": gettext_lazy("修改了站点"),
    "fit_out_station": gettext_lazy("修改了设施或服务"),
    "launch_station": gettext_lazy("让站点对公众开放"),
    "shelve_station": gettext_lazy("让站点回到规划中"),
    "close_station": gettext_lazy("停用了站点"),
    "reopen_station": gettext_lazy("重新开放了站点"),
    "copy_setup": gettext_lazy("照样板配置了站点"),
    "add_building": gettext_lazy("登记了楼宇"),
    "add_room": gettext_lazy("登记了房间"),
    "add_entrance": gettext_lazy("登记了出入口"),
    "set_upgrades": gettext_lazy("修改了提档升级事项"),
    "complete_upgrade": gettext_lazy("完成了提档升级事项"),
    "found_alliance": gettext_lazy("成立了楼宇联盟"),
    "join_alliance": gettext_lazy("登记了联盟成员"),
    "lend_room": gettext_lazy("出借了场地"),
    "return_room": gettext_lazy("结束了出借"),
    "plan_sessions": gettext_lazy("排定了场次"),
    "move_session": gettext_lazy("改了场次"),
    "cancel_session": gettext_lazy("取消了场次"),
    "book_room": gettext_lazy("登记了房间预约"),
    "cancel_room_booking": gettext_lazy("取消了房间预约"),
    "place_order": gettext_lazy("登记了点单"),
    "dispatch_order": gettext_lazy("派了单"),
    "accept_order": gettext_lazy("接了单"),
    "decline_order": gettext_lazy("婉拒了派单"),
    "cancel_order": gettext_lazy("取消了点单"),
    "rate_order": gettext_lazy("评了单"),
    "answer_comment": gettext_lazy("答复了评语"),
    "reschedule_sessions": gettext_lazy("按时间表改了场次"),
    "withdraw_session": gettext_lazy("撤下了场次"),
    "restore_session": gettext_lazy("恢复了场次"),
    "place_offering": gettext_lazy("改了班级的地点或教师"),
    "set_room_features": gettext_lazy("修改了房间条件"),
    "draft_timetable": gettext_lazy("新建了时间表"),
    "change_timetable": gettext_lazy("修改了时间表的设置"),
    "set_lesson": gettext_lazy("手动排了课"),
    "lock_lesson": gettext_lazy("锁定了课"),
    "unlock_lesson": gettext_lazy("解锁了课"),
    "take_back_lesson": gettext_lazy("撤回了排课改动"),
    "compute_timetable": gettext_lazy("计算了时间表"),
    "release_timetable": gettext_lazy("发布了时间表"),
    "undo_timetable_release": gettext_lazy("撤销了时间表的发布"),
    "start_series": gettext_lazy("开始了周期"),
    "change_series": gettext_lazy("从某天起改了周期"),
    "extend_series": gettext_lazy("延长了周期"),
    "record_tally": gettext_lazy("记了人次"),
    "mark_held": gettext_lazy("标为已举行"),
    "revoke_calendar": gettext_lazy("换了日历链接"),
    "open_seats": gettext_lazy("开放了名额"),
    "change_seats": gettext_lazy("改了名额"),
    "prepare_round": gettext_lazy("准备了报名轮次"),
    "announce_round": gettext_lazy("公告了报名轮次"),
    "change_round": gettext_lazy("改了报名轮次"),
    "enter_round": gettext_lazy("代填了志愿"),
    "withdraw_entry": gettext_lazy("代为撤回了报名"),
    "freeze_round": gettext_lazy("公布了报名名单"),
    "draw_round": gettext_lazy("完成了摇号"),
    "finish_round": gettext_lazy("结束了报名轮次"),
    "book_seat": gettext_lazy("代报了名额"),
    "confirm_booking": gettext_lazy("代为确认了名额"),
    "give_back_booking": gettext_lazy("代为退还了名额"),
    "offer_seat": gettext_lazy("把名额给了候补"),
    "mark_attendance": gettext_lazy("登记了到场"),
    "add_provider": gettext_lazy("登记了供给方"),
    "change_provider": gettext_lazy("修改了供给方"),
    "let_act_for": gettext_lazy("指定了供给方的经办账号"),
    "add_lecturer": gettext_lazy("登记了教师"),
    "set_availability": gettext_lazy("修改了可授课时间"),
    "add_course": gettext_lazy("录入了课程"),
    "change_course": gettext_lazy("修改了课程归类"),
    "revise_course": gettext_lazy("新建了课程版本"),
    "change_version": gettext_lazy("修改了待审核的课程版本"),
    "review_version": gettext_lazy("审核通过了课程版本"),
    "retire_course": gettext_lazy("停开了课程"),
    "restore_course": gettext_lazy("恢复了课程"),
    "draft_menu": gettext_lazy("新建了季度菜单"),
    "add_item": gettext_lazy("往菜单加了课程"),
    "change_item": gettext_lazy("修改了菜单条目"),
    "remove_item": gettext_lazy("从菜单拿下了课程"),
    "arrange_items": gettext_lazy("调整了菜单顺序"),
    "check_menu": gettext_lazy("审核通过了菜单"),
    "send_back_menu": gettext_lazy("退回了菜单"),
    "publish_menu": gettext_lazy("发布了菜单"),
    "withdraw_menu": gettext_lazy("撤回了菜单修订"),
    "import_courses": gettext_lazy("从 Excel 导入了课程"),
    "open_class": gettext_lazy("开设了班级"),
    "drop_class": gettext_lazy("删除了班级"),
    "add_story": gettext_lazy("录入了故事"),
    "change_story": gettext_lazy("修改了故事"),
    "submit_story": gettext_lazy("送审了故事"),
    "publish_story": gettext_lazy("审核公布了故事"),
    "send_back_story": gettext_lazy("退回了故事"),
    "withdraw_story": gettext_lazy("撤回了故事"),
    "propose_correction": gettext_lazy("提出了更正"),
    "accept_correction": gettext_lazy("接受了更正"),
    "drop_correction": gettext_lazy("放弃了更正"),
    "add_route": gettext_lazy("建立了路线"),
    "change_route": gettext_lazy("修改了路线"),
    "compute_route": gettext_lazy("计算了路线"),
    "publish_route": gettext_lazy("公布了路线"),
    "unpublish_route": gettext_lazy("收回了路线"),
    "walk_route": gettext_lazy("把班级连到路线"),
    "stop_walking": gettext_lazy("把班级与路线分开"),
    "cancel_for_weather": gettext_lazy("因天气取消了行走"),
    "import_calendar": gettext_lazy("导入了节假日安排"),
    "record_consent": gettext_lazy("记录了监护人同意"),
    "change_contact": gettext_lazy("更正了联系人"),
    "erase_contact": gettext_lazy("按本人要求删除了联系人"),
    "forget_participant": gettext_lazy("删除了一位参加人的姓名"),
    "look_up_contact": gettext_lazy("查找了联系人"),
    "note_call": gettext_lazy("电话通知了联系人"),
}


def level_words(name: str) -> str:
    """Return what a level is called; a level of the study's own keeps its name."""
    return str(Level(name).label) if name in Level.values else name


def pattern_words(name: str) -> str:
    """Return what an opening pattern is called; one of the study's own keeps its name."""
    return str(PATTERNS.get(name, name))


def hours_words(hours: Iterable[Mapping[str, Any]]) -> str:
    """Return the hours of a pattern, as "工作日 08:30–20:30;周末 09:00–17:00"."""
    return _("；").join(f"{DAYS.get(part['days'], part['days'])} {_span(part)}" for part in hours)


def money_words(amount: float | None) -> str:
    """Return a yearly amount in units of ten thousand yuan."""
    if amount is None:
        return _("没有上限")
    return _("%(amount)s 万元/年") % {"amount": f"{amount:,.6g}"}


def verb_words(verb: str) -> str:
    """Return what somebody did; a verb without words is shown as it is."""
    return str(VERBS.get(verb, verb))


def _span(part: Mapping[str, Any]) -> str:
    if part["opens"] == part["closes"]:
        return _("全天")
    return f"{part['opens']}–{part['closes']}"
