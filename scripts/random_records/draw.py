"""What records and their corrections share."""

import datetime
import random

UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
QUARTER_HOUR = datetime.timedelta(minutes=15)
KINDS = ["emotional", "informational", "instrumental", "appraisal", None]
SEPARATIONS = ["voluntary", "involuntary", "retirement", "end_of_contract", "other", None]


class Draw(random.Random):
    def happens(self, probability):
        return self.random() < probability

    def maybe(self, probability, value):
        return value if self.happens(probability) else None
