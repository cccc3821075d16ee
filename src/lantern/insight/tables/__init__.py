"""What the pages of insight draw as tables, and what leaves as files."""

from lantern.insight.tables.barriers import answer_groups, barriers_download, barriers_page
from lantern.insight.tables.demand import download, need_rows, recruit_rows, region_rows
from lantern.insight.tables.ledger import ledger_download, ledger_page, name_of, work_rows
from lantern.insight.tables.reach import reach_download, reach_page

__all__ = [
    "answer_groups",
    "barriers_download",
    "barriers_page",
    "download",
    "ledger_download",
    "ledger_page",
    "name_of",
    "need_rows",
    "reach_download",
    "reach_page",
    "recruit_rows",
    "region_rows",
    "work_rows",
]
