"""What the planner's map says, ours and MapLibre's."""

from django.utils.translation import gettext as _


def map_words() -> dict[str, str]:
    """Return the words by name."""
    return {
        "people": _("人"),
        "nearest": _("最近站点步行"),
        "minutes": _("分钟"),
        "unreached": _("15 分钟内没有当时开放的站点"),
        "reached": _("15 分钟内有当时开放的站点"),
        "none": _("没有"),
        "candidate": _("候选站址"),
        "existing": _("今天的站点"),
        "loading": _("正在读取…"),
        "failed": _("没有读到，请稍后再试。下面的表格是完整的。"),
        "total": _("本时段共 {people} 人，其中 {left} 人在 15 分钟内没有当时开放的站点"),
        "totalUnknown": _("本时段共 {people} 人"),
        "AttributionControl.ToggleAttribution": _("显示或隐藏地图来源"),
        "Map.Title": _("地图"),
        "Marker.Title": _("站点"),
        "NavigationControl.ZoomIn": _("放大"),
        "NavigationControl.ZoomOut": _("缩小"),
        "Popup.Close": _("关闭"),
        "ScaleControl.Feet": _("英尺"),
        "ScaleControl.Meters": _("米"),
        "ScaleControl.Kilometers": _("公里"),
        "ScaleControl.Miles": _("英里"),
        "ScaleControl.NauticalMiles": _("海里"),
        "CooperativeGesturesHandler.WindowsHelpText": _("按住 Ctrl 并滚动来缩放地图"),
        "CooperativeGesturesHandler.MacHelpText": _("按住 ⌘ 并滚动来缩放地图"),
        "CooperativeGesturesHandler.MobileHelpText": _("用两根手指移动地图"),
    }
