"""What contacts and providers are told at each step of an order; never who the contact is."""

from yizhan.foundation.phrases import Phrase

PLACED = Phrase(
    "点单 {number} 已收到：《{course}》，{n} 人。中心会尽快派单，请留意短信。",
    "Order {number} received: “{course}”, {n} people. The centre will dispatch it soon.",
)
DISPATCHED = Phrase(
    "点单 {number} 已派单：{when}，{where}，{provider}。时间和场地已为您留好，等供给方确认。",
    "Order {number} dispatched: {when}, {where}, {provider}. Time and place are held for you.",
)
ACCEPTED = Phrase(
    "点单 {number} 已接单：《{course}》，{when}，{where}。",
    "Order {number} accepted: “{course}”, {when}, {where}.",
)
DECLINED = Phrase(
    "点单 {number}：供给方这次来不了（{reason}）。中心会另行安排，您不用再点一次。",
    "Order {number}: the provider cannot come ({reason}). The centre will arrange anew.",
)
CANCELLED = Phrase(
    "点单 {number} 已取消：{reason}。留出的时间和场地已经释放。",
    "Order {number} is cancelled: {reason}. The time and place held for it are free again.",
)
FOR_PROVIDER = Phrase(
    "新派单 {number}：《{course}》，{when}，{where}，{n} 人。请登录工作台接单或说明原因婉拒。",
    "New order {number}: “{course}”, {when}, {where}, {n} people. Please sign in to accept or decline.",
)
PROVIDER_FREE = Phrase(
    "点单 {number} 不再需要您：{reason}。", "Order {number} no longer needs you: {reason}."
)
BY_CONTACT = Phrase("联系人取消", "cancelled by the contact")
ANOTHER_DISPATCH = Phrase("中心改派", "dispatched anew")
TO_BE_AGREED = Phrase("集合地点另行通知", "the meeting place will be told")
