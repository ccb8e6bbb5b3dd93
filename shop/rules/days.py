"""Business days, Monday to Friday; public holidays are not known here, so a promise counts them in."""

from __future__ import annotations

from datetime import date, timedelta


def after_business_days(day: date, how_many: int) -> date:
    """The day that comes so many business days after `day`; 0 is `day` itself."""
    while how_many > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            how_many -= 1
    return day
