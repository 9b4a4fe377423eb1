"""The slow, obvious checker: one line after the other, one field after the other, everything in memory.

The fast one must count the same faults at the same places; the two share the codec, the search for causes and nothing else.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from kontrak.conformance.feeds.head import read_head
from kontrak.conformance.feeds.judge import FORM
from kontrak.conformance.feeds.shapes import SAMPLE, Learner
from kontrak.conformance.feeds.sort import FRAMES, MOST_LENGTHS, SHOWN, Outcome
from kontrak.conformance.feeds.tally import Place, Tally
from kontrak.contracts.pieces import Fault, read


def split(data):
    """(text bytes, end) of each record."""
    head = data[: 1 << 16]
    if b"\n" in head:
        mark = b"\n"
    elif b"\r" in head:
        mark = b"\r"
    else:
        return None
    *lines, last = data.split(mark)
    found = []
    for line in lines:
        if mark == b"\n" and line.endswith(b"\r"):
            found.append((line[:-1], "CRLF"))
        else:
            found.append((line, "LF" if mark == b"\n" else "CR"))
    return found + ([(last, "none")] if last else [])


def text_of(line, feed):
    encoding = feed.form.encoding
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        try:
            return line.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return line.decode("latin-1"), "no utf-8"
    if encoding != "utf-8" and len(text) != feed.width:
        try:
            other = line.decode("utf-8")
        except UnicodeDecodeError:
            return text, ""
        if len(other) == feed.width and other != text:
            return other, "utf-8"
    return text, ""


def rules_of(values, feed):
    for rule in feed.rules:
        found = [values.get(key) for key in rule.fields]
        if rule.kind not in ("codes", "range", "not_above", "net") or None in found:
            continue
        first = found[0]
        if rule.kind == "codes":
            broken = str(first) not in rule.codes
        elif rule.kind == "range":
            broken = (rule.least is not None and first < rule.least) or (rule.most is not None and first > rule.most)
        elif rule.kind == "not_above":
            broken = first > found[1]
        else:
            exact = Decimal(found[1]) * (100 - found[2]) * found[3] / 100
            broken = abs(first - exact.quantize(Decimal(1), ROUND_HALF_UP)) > rule.tolerance
        if broken:
            yield rule, ", ".join(f"{key} {values[key]}" for key in rule.fields)


def faults_of(text, feed, foreign):
    """Faults (rule, key, requirement, got) and values of a text of the right length."""
    faults, values = [], {}
    for field in feed.fields:
        value = read(text[field.start : field.end], field, feed.form)
        if not isinstance(value, Fault):
            values[field.key] = value
        elif not (foreign and value.rule == "characters"):
            faults.append((value.rule, field.key, "", value.got))
    faults += [(rule.kind, rule.fields[0], rule.requirement, got) for rule, got in rules_of(values, feed)]
    return faults, values


def looks_like_frame(text, wanted, feed):
    if wanted != "none" and text.startswith(wanted):
        return True
    names = {name.lower() for field in feed.fields for name in (field.label, field.key, field.column)}
    titles = [name for name in names if len(name) > 3 and name in text.lower()]
    return text.upper().startswith(FRAMES) or len(titles) > 1


class Slow:
    def __init__(self, data, feed, limit):
        self.feed, self.outcome = feed, Outcome(Tally(limit))
        self.tally, self.limit = self.outcome.tally, limit
        self.found = {}
        self.outcome.head = read_head(data)
        if not data or self.outcome.head.fatal:
            return
        self.lines(data[self.outcome.head.skip :])
        for name, places in self.found.items():
            self.tally.add_all(name, len(places), places)

    def note(self, rule, line, key="", requirement="", got=""):
        column = self.feed.field(key).start + 1 if key else 1
        self.found.setdefault((rule, key, requirement), []).append(Place(line, column, got))

    def lines(self, data):
        width = self.feed.width
        lines = split(data)  # the mark of byte order is shorter than what is cut off at the end of the head
        if lines is None:
            lines = [(data[at : at + width], "none") for at in range(0, len(data), width)]
        self.tally.lines = len(lines)
        self.tally.rows = sum(len(line) == width for line, _ in lines)
        for number, (_, end) in enumerate(lines, 1):
            self.tally.end(end, 1, number)
        if lines:
            self.frames(lines)
        sound, broken = [], []
        for number, (line, end) in enumerate(lines, 1):
            self.one(number, line, end, len(lines), sound, broken)
        self.shifts(broken)
        self.again(sound)
        self.sequences(sound)
        self.order(sound)

    def frames(self, lines):
        edges = ("header", 1, lines[0][0]), ("trailer", len(lines), lines[-1][0])
        for rule, number, line in edges:
            wanted = getattr(self.feed.form, rule)
            text = line.decode("latin-1")
            if wanted != "none" and not text.startswith(wanted):
                self.note(rule, number, got=text[:SHOWN])

    def one(self, number, line, end, count, sound, broken):
        feed, width = self.feed, self.feed.width
        kept = line[: max(1024, 8 * width)]
        text, foreign = text_of(kept, feed)
        is_right = len(text) == width and kept == line
        faults, values = faults_of(text, feed, foreign) if is_right else ([], {})
        if is_right and len(line) == width and not foreign:
            sound.append((number, line, values))
        if (is_right and not faults and not foreign) or self.edge(number, text, end, len(line), count):
            return
        if len({key for rule, key, _, _ in faults if rule in FORM}) > 1:
            broken.append((number, text, foreign, faults))
        elif kept != line:
            self.length(number, kept.decode("latin-1"), len(line))
        else:
            self.faults(number, foreign, faults)
            if not is_right:
                self.length(number, text, len(text))

    def edge(self, number, text, end, size, count):
        """Whether an unsound line is a first or last one, or breaks off; told if it is not agreed."""
        for place, rule in ((1, "header"), (count, "trailer")):
            wanted = getattr(self.feed.form, rule)
            if number == place and looks_like_frame(text, wanted, self.feed):
                if wanted == "none":
                    self.note(rule, number, got=text[:SHOWN])
                return True
        if number == count > 1 and end == "none" and 0 < size < self.feed.width:
            self.note("partial", number, got=f"{len(text)} characters")
            return True
        return False

    def faults(self, number, foreign, faults):
        if foreign:
            self.note("encoding", number, got=foreign)
        for rule, key, requirement, got in faults:
            self.note(rule, number, key, requirement, got)

    def length(self, number, text, length):
        if not text.strip():
            self.note("empty", number, got=f"{length} characters")
            return
        self.note("width", number, got=f"{length} characters")
        self.tally.lengths = dict(Counter(self.tally.lengths) + Counter({length: 1}))
        samples = self.outcome.samples
        if length in samples or len(samples) < MOST_LENGTHS:
            samples.setdefault(length, []).append(text)
            samples[length] = samples[length][:SAMPLE]

    def shifts(self, broken):
        learner = Learner(self.feed)
        learner.held = [text for _, text, _, _ in broken[:SAMPLE]]
        learner.decide()
        self.outcome.shape = learner.shape
        for number, text, foreign, faults in broken:
            if learner.explains(text):
                self.note("shift", number, got=text[:SHOWN])
            else:
                self.faults(number, foreign, faults)

    def key_of(self, line):
        fields = [self.feed.field(key) for key in self.feed.key]
        return tuple(line[field.start : field.end] for field in fields)

    def again(self, sound):
        firsts, repeated = {}, []
        for number, line, values in sound:
            if not set(self.feed.key) <= set(values):
                continue
            first, wording = firsts.setdefault(self.key_of(line), (number, line))
            if first != number and wording == line:
                repeated.append((number, first))
            elif first != number:
                self.note("key", number, got=f"line {first}")
        distances = {number - first for number, first in repeated}
        if len(repeated) > 1 and len(distances) == 1 and len(repeated) >= 0.9 * (repeated[-1][0] - repeated[0][0] + 1):
            place = Place(repeated[0][0], 1, f"line {repeated[0][1]}")
            self.tally.add_all(("batch", "", ""), len(repeated), [place])
        else:
            for number, first in repeated:
                self.note("repeated", number, got=f"line {first}")

    def sequences(self, sound):
        for rule in self.feed.rules:
            if rule.kind == "sequence":
                counted, group = rule.fields
                last = {}
                for number, _, values in sound:
                    if {counted, group} <= set(values):
                        before, value = last.get(values[group], 0), values[counted]
                        if value != before + 1:
                            self.note("sequence", number, counted, rule.requirement, f"{value} after {before}")
                        last[values[group]] = value

    def order(self, sound):
        if self.feed.form.order == "key":
            before = b""
            for number, line, values in sound:
                if set(self.feed.key) <= set(values):
                    fields = sorted((self.feed.field(key) for key in self.feed.key), key=lambda field: field.start)
                    key = b"".join(line[field.start : field.end] for field in fields)
                    if key < before:
                        self.note("order", number, got=key.decode("latin-1").strip())
                    before = key
