"""Text gateways that misbehave."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.outside.texts import FileMailbox


class Choosy(FileMailbox):
    """Refuses numbers that end in 1, and breaks at those that end in 9."""

    def send(self, *, phone: str, text: str) -> None:
        if phone.endswith("1"):
            raise Refusal("unreachable", Phrase("空号", "no such number"))
        if phone.endswith("9"):
            raise ConnectionError("the line broke")
        super().send(phone=phone, text=text)
