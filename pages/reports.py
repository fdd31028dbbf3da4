"""Reports: what was coded from each, and what only it says."""

from onrecord import ui
from onrecord.views.reports import Reports

view = ui.open_page(Reports)
ui.top(view, Reports.reports)
ui.body(
    view,
    ui.where(Reports.is_comparing, Reports.comparison),
    ui.settings("report_id"),
    ui.reader,
    Reports.dates_told,
    Reports.only_here,
    ui.downloads,
    beside_evidence=(ui.attachment,),
)
