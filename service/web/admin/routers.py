"""All pages of administrators."""

from service.web.admin import (
    call_pages,
    engine_pages,
    figure_pages,
    key_pages,
    log_pages,
    overview,
    retention_pages,
    strategy_pages,
    trial_pages,
    work_pages,
)

ROUTERS = (
    overview.router,
    call_pages.router,
    key_pages.router,
    retention_pages.router,
    strategy_pages.router,
    trial_pages.router,
    work_pages.router,
    figure_pages.router,
    log_pages.router,
    engine_pages.router,
)
