"""The language of the reader: pages and records speak it; papers are Chinese first."""

from django.utils.translation import get_language


def reads_chinese() -> bool:
    """Whether the reader of this request reads Chinese, which is also the answer without one."""
    return (get_language() or "zh").startswith("zh")
