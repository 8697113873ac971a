"""What people answered in surveys, as figures count it: each answer in steps of its scale, from 0 up."""
import collections

ITEMS_OF_READINESS = ["one_to_one", "conflict_free", "strengths", "scope", "free_hours", "trust"]
TURNED = {"edmondson/e1", "edmondson/e3", "edmondson/e5", "cbi/w7"}


def numbered(stem, count):
    return [f"{stem}{i}" for i in range(1, count + 1)]


class Figure:
    """A figure of answers: which items it is of, how many steps the scale has, and from where to where it is printed."""

    def __init__(self, kpi, measure, statistic, items, steps, printed, grid, of_one, least=1, part=""):
        self.name = (kpi, measure, statistic, part)
        self.items, self.steps, self.least, self.of_one = items, steps, least, of_one
        self.low, self.high = printed
        self.grid = grid
        self.tells_at_low_end = kpi != "time_lost_to_conflict"

    @property
    def is_share(self):
        """Whether there are but two answers."""
        return self.steps == 1

    def half_step(self, parts):
        """How far, in steps of the scale, a value may lie from what is printed of it, where a share has so many parts."""
        of_range = {"tenths": 0.05 / (self.high - self.low), "parts": 0.5 / parts}[self.grid]
        # From -100 to 100 the grid is of a hundred and not of the range.
        return self.steps * of_range / (2 if self.low == -100 else 1)

    def in_steps(self, value):
        return (value - self.low) / (self.high - self.low) * self.steps


def place(item, answer):
    """From 0 to 1 on its own scale, turned where the item is."""
    score, least, most = (float(answer[name]) for name in ("score", "scale_min", "scale_max"))
    share = (score - least) / (most - least)
    return 1 - share if item in TURNED else share


def is_highest(_, answer):
    return float(answer["score"] == answer["scale_max"])


def agrees(_, answer):
    return float(float(answer["score"]) >= float(answer["scale_max"]) - 1)


def side(_, answer):
    score = float(answer["score"])
    return 1.0 if score >= 9 else 0.0 if score <= 6 else 0.5


BURNOUT = [
    Figure("burnout_inventory", measure, "mean", numbered(f"cbi/{letter}", count), 4 * count, (0, 100), "parts", place, least)
    for measure, letter, count, least in [("personal", "p", 6, 3), ("work", "w", 7, 4), ("client", "c", 6, 3)]]
SAFETY = Figure(
    "psychological_safety", "default", "mean", numbered("edmondson/e", 7), 42, (1, 7), "tenths", place)
FIGURES = [
    *BURNOUT, SAFETY,
    Figure("psychological_safety", "item_5", "mean", ["edmondson/e5"], 6, (1, 7), "tenths", place),
    Figure("comfort_asking", "default", "mean", ["comfort_asking/comfort_asking"], 9, (1, 10), "tenths", place),
    Figure(
        "support_readiness", "default", "mean", [f"readiness/{i}" for i in ITEMS_OF_READINESS], 6, (0, 1), "parts",
        is_highest),
    Figure("time_lost_to_conflict", "default", "mean", ["conflict/share"], 100, (0, 1), "parts", place),
    Figure("felt_supported", "default", "ratio", ["felt_supported/felt_supported"], 1, (0, 1), "parts", agrees),
    Figure("employee_net_promoter_score", "default", "score", ["enps/recommend"], 2, (-100, 100), "parts", side)]
NAMED = {item for figure in FIGURES for item in figure.items}
RESPONSE = Figure("survey_quality", "response", "ratio", [], 1, (0, 1), "parts", None)


class Answer(collections.namedtuple("Answer", "person survey day given team department steps")):
    """What one person, who answered on a day, has in one figure of a survey that ended on a day."""


class Answers:
    """By figure what everybody answered."""

    def __init__(self, rows, invitations, departments):
        ends, newest, last = {}, {}, {}
        for row in rows:
            survey, sheet = row["survey_id"], (row["survey_id"], row["response_token"])
            ends[survey] = max(ends.get(survey, ""), row["submitted_at"])
            if sheet not in newest or newest[sheet]["submitted_at"] <= row["submitted_at"]:
                newest[sheet] = row
            key = (sheet, f"{row['instrument']}/{row['item']}")
            if key not in last or last[key]["submitted_at"] <= row["submitted_at"]:
                last[key] = row
        of_sheets = collections.defaultdict(dict)
        for (sheet, item), row in last.items():
            of_sheets[sheet][item] = row

        def answer(sheet, steps):
            team = newest[sheet]["team_id"]
            return Answer(
                sheet, sheet[0], ends[sheet[0]][:10], newest[sheet]["submitted_at"][:10], team,
                departments.get(team) or newest[sheet]["department_id"], steps)

        def has_scale(item, row):
            return (row["scale_min"], row["scale_max"]) == ("1", "5") and item not in NAMED

        others = sorted({item for item, row in ((key[1], row) for key, row in last.items()) if has_scale(item, row)})
        self.of = {}
        for figure in FIGURES + [
                Figure("satisfaction_score", "default", "mean", [item], 4, (1, 5), "tenths", place, part=item)
                for item in others]:
            found = self.of[figure] = []
            for sheet, given in of_sheets.items():
                own = [figure.of_one(item, given[item]) for item in figure.items if item in given]
                if len(own) >= figure.least:
                    # Of the arithmetic's noise nothing, so that equal answers are.
                    found.append(answer(sheet, round(sum(own) / len(own) * figure.steps, 9)))
        # Everybody who was invited either answered or did not.
        self.of[RESPONSE] = [answer(sheet, 1.0) for sheet in of_sheets]
        answered = collections.Counter((a.survey, a.team, a.department) for a in self.of[RESPONSE])
        for row in invitations:
            place_of = (row["survey_id"], row["team_id"], departments.get(row["team_id"]) or row["department_id"])
            for number in range(int(row["invited"]) - answered[place_of]):
                if row["survey_id"] in ends:
                    self.of[RESPONSE].append(Answer(
                        (row["survey_id"], row["team_id"], number), row["survey_id"], *[ends[row["survey_id"]][:10]] * 2,
                        *place_of[1:], 0.0))
