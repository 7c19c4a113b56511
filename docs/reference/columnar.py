#!/usr/bin/env python3
"""Reads batches in the columnar format of wire-format.md; needs Python 3.8 or later and nothing else.

    python3 columnar.py [FILE] [--max-events N] [--max-bytes N]

FILE, or standard input, holds the body of one request, compressed with gzip or not. Its events are printed in their
order, each as one line of JSON with the members device, topic, symbol, time, data and, where they have them, quantity,
unit and alarm. A body that is refused prints nothing; the reason goes to standard error, and the status is 1.

From a program: `decode(body)` returns the events as dictionaries, or raises Refused.
"""

import argparse
import json
import re
import sys
import zlib

VERSION = 1
MAX_EVENTS = 5_000
MAX_BYTES = 4 * 1024 * 1024
MAX_VALUES = 250_000
MAX_KEYS = 50_000
MAX_EVENT_VALUES = 50_000
MAX_EVENT_KEYS = 10_000
MAX_DEPTH = 64
MIN_SCALE, MAX_SCALE = -15, 22
MAX_INTEGER = 2**53 - 1
MAX_TIME = 8_640_000_000_000_000
# Bytes that are decompressed at once. Behind each stream the rest of a piece is copied, so it is small.
PIECE = 4096


class Refused(Exception):
    """A body that is refused. `code` is one of the words that wire-format.md lists, or `gzip` or `body`."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def decode(body, max_events=MAX_EVENTS, max_bytes=MAX_BYTES):
    """The events of a request body (bytes, gzip or not), in their order. Raises Refused."""
    text = text_of(body, max_bytes)
    in_texts = Tally("The body holds", MAX_VALUES, MAX_KEYS)
    in_texts.add(*held(text))
    content = parse(text, "body")
    if type(content) is not dict or "columnar" not in content:
        raise Refused("body", "The body is no columnar batch.")
    return Decoder(content, max_events, max_bytes, in_texts).events()


class Tally:
    """Counts values and keys up to a limit."""

    def __init__(self, subject, max_values, max_keys):
        self.subject = subject
        self.max_values = max_values
        self.max_keys = max_keys
        self.values = 0
        self.keys = 0

    def add(self, values, keys):
        self.values += values
        self.keys += keys
        if self.values > self.max_values:
            raise Refused("limit", f"{self.subject} more than {self.max_values} values.")
        if self.keys > self.max_keys:
            raise Refused("limit", f"{self.subject} more than {self.max_keys} keys.")


def held(text):
    """Values and keys of JSON, told by its text, before anything is made of it."""
    bare = TEXT.sub("", text)
    return 1 + bare.count(",") + len(FILLED.findall(bare)), bare.count(":")


TEXT = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
FILLED = re.compile(r"[\[{](?!\s*[\]}])")


class Decoder:
    """Reads one body, and counts what it expands to."""

    def __init__(self, content, max_events, max_bytes, in_texts):
        if integer_or_none(content["columnar"]) != VERSION:
            raise Refused("version", "The version of the format is unknown.")
        self.device = member(content, "device_id", str)
        self.count = integer_or_none(content.get("count"))
        if self.count is None or self.count < 0:
            raise Refused("member", "count must be a number of events.")
        if self.count > max_events:
            raise Refused("limit", f"The body holds {self.count} events; at most {max_events} are taken.")
        self.strings = member(content, "strings", list)
        if any(type(text) is not str for text in self.strings):
            raise Refused("member", "strings must hold only text.")
        self.tables = member(content, "tables", list)
        self.series = [within(place, self.tables, "series") for place in member(content, "series", list)]
        self.max_size = max_bytes
        self.size = 0
        self.in_texts = in_texts
        self.expanded = Tally("The body expands to", MAX_VALUES, MAX_KEYS)
        self.event = None
        self.order_node = content.get("order", MISSING)
        self.time_node = content.get("time", MISSING)

    def events(self):
        order = [within(place, self.series, "order") for place in self.cells(self.order_node, self.count, "order")]
        times = self.cells(self.time_node, self.count, "time")
        for time in times:
            if type(time) not in (int, float) or not abs(time) <= MAX_TIME:
                raise Refused("time", "time: a cell is not a time in milliseconds.")
        lengths = [0] * len(self.series)
        for place in order:
            lengths[place] += 1
        if 0 in lengths:
            raise Refused("length", f"Series {lengths.index(0)} has no events.")

        members_of = [[] for _ in self.tables]
        for place, table in enumerate(self.series):
            members_of[table].append(place)
        topics = {}
        kinds = {}
        rows = {}
        for number, table in enumerate(self.tables):
            places = members_of[number]
            own_topics, kind, values = self.table(table, [lengths[place] for place in places], f"Table {number}")
            first = 0
            for place, topic in zip(places, own_topics):
                topics[place] = topic
                kinds[place] = kind
                # In a table, the rows of its first series stand before those of its second.
                rows[place] = iter(values[first : first + lengths[place]])
                first += lengths[place]

        return [
            {"device": self.device, "topic": topics[place], **kinds[place], "time": time, "data": next(rows[place])}
            for place, time in zip(order, times)
        ]

    def table(self, table, lengths, where):
        """Topics of its series, what its events have in common, and its payloads."""
        if type(table) is not dict:
            raise Refused("member", f"{where} is no object.")
        if not lengths:
            raise Refused("length", f"{where} has no series.")
        symbol = table.get("symbol")
        if type(symbol) is not str or not re.fullmatch("0x[0-9a-f]{4}", symbol):
            raise Refused("member", f"{where}: its symbol is not 0x and four hex digits.")
        kind = {"symbol": symbol}
        for name in ("quantity", "unit"):
            if name in table:
                kind[name] = member(table, name, str)
        if "alarm" in table:
            if table["alarm"] is not True:
                raise Refused("member", f"{where}: its alarm is not true.")
            kind["alarm"] = True

        levels = member(table, "topic", list)
        if not levels:
            raise Refused("member", f"{where}: its topic must be a list of levels.")
        columns = [texts(self.cells(level, len(lengths), f"{where}, topic"), f"{where}, topic") for level in levels]
        topics = ["/".join(parts) for parts in zip(*columns)]
        for topic, length in zip(topics, lengths):
            self.grow(len(topic) * length)
        return topics, kind, self.payloads(table.get("data", MISSING), sum(lengths), f"{where}, data")

    def payloads(self, node, rows, where):
        if type(node) is list and node[:1] == ["json"]:
            if len(node) != 2:
                raise Refused("node", f'{where}: "json" has one node behind it.')
            values = []
            for text in texts(self.cells(node[1], rows, where), where):
                counts = held(text)
                self.in_texts.add(*counts)
                value = parse(text, "json")
                event_tally(where).add(*counts)
                check_depth(value, where)
                values.append(value)
            return values
        return self.node(node, rows, where)

    def node(self, node, rows, where):
        self.event = event_tally(where)
        return self.values(node, rows, where, 0)

    def values(self, node, rows, where, depth):
        """The values that a node stands for, one a row."""
        self.expanded.add(rows, 0)
        self.event.add(1, 0)
        if is_scalar(node):
            self.grow(rows * size_of(node))
            return [plain(node)] * rows
        is_list = type(node) is list and node[:1] == ["list"]
        if type(node) is list and not is_list:
            return self.column(node, rows, where)
        if node is MISSING:
            raise Refused("node", f"{where} is missing.")
        if depth >= MAX_DEPTH:
            raise Refused("limit", f"{where}: nested more than {MAX_DEPTH} levels deep.")
        self.grow(rows * 8)
        if is_list:
            items = [self.values(item, rows, where, depth + 1) for item in node[1:]]
            return [[item[row] for item in items] for row in range(rows)]
        members = []
        for key, value in node.items():
            self.grow(rows * size_of(key))
            self.expanded.add(0, rows)
            self.event.add(0, 1)
            members.append((key, self.values(value, rows, where, depth + 1)))
        return [{key: value[row] for key, value in members} for row in range(rows)]

    def cells(self, node, rows, where):
        """The scalars that a constant or a column stands for, one a row."""
        if type(node) is dict or (type(node) is list and node[:1] == ["list"]):
            raise Refused("node", f"{where}: must be a value or a column.")
        return self.node(node, rows, where)

    def column(self, node, rows, where):
        tag = node[0] if node else None
        if type(tag) is not str or tag not in ("each", "text", "fixed", "delta"):
            raise Refused("node", f"{where}: no kind of column.")
        cells = node[1:] if tag in ("each", "text") else node[2:]
        if len(cells) != rows:
            raise Refused("length", f"{where}: {len(cells)} cells instead of {rows}.")
        if tag == "each":
            values = [scalar(cell, where) for cell in cells]
        elif tag == "text":
            values = [bracketed(cell, where) if type(cell) is list else self.string(cell, where) for cell in cells]
        else:
            values = numbers(cells, node[1] if len(node) > 1 else None, tag == "delta", where)
        self.grow(sum(size_of(value) for value in values))
        return values

    def string(self, cell, where):
        return self.strings[within(cell, self.strings, where)]

    def grow(self, size):
        self.size += size
        if self.size > self.max_size:
            raise Refused("limit", f"The body expands to more than {self.max_size} characters.")


MISSING = object()


def event_tally(where):
    return Tally(f"{where}: an event has", MAX_EVENT_VALUES, MAX_EVENT_KEYS)


def numbers(cells, scale, is_delta, where):
    scale = integer(scale, where)
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise Refused("number", f"{where}: the scale {scale} is not from {MIN_SCALE} to {MAX_SCALE}.")
    before = 0
    values = []
    for cell in cells:
        if type(cell) is list:
            values.append(bracketed(cell, where))
            continue
        value = integer(cell, where)
        if is_delta:
            value = before = integer(before + value, where)
        values.append(scaled(value, scale))
    return values


def scaled(value, scale):
    """The double nearest to value ÷ 10^scale, as an integer where it is one. Python's division of integers is exact."""
    return plain(float(value * 10**-scale)) if scale < 0 else plain(value / 10**scale)


def plain(value):
    """The same number, as an integer where that says the same: JSON does not tell 21 from 21.0."""
    if type(value) is float and value.is_integer() and abs(value) <= MAX_INTEGER and str(value) != "-0.0":
        return int(value)
    return value


def bracketed(cell, where):
    if len(cell) != 1:
        raise Refused("node", f"{where}: brackets must hold exactly one value.")
    return scalar(cell[0], where)


def scalar(value, where):
    if not is_scalar(value):
        raise Refused("node", f"{where}: a cell must be text, a number, true, false or null.")
    return plain(value)


def is_scalar(value):
    return value is None or type(value) in (str, int, float, bool)


def integer(value, where):
    whole = integer_or_none(value)
    if whole is None:
        raise Refused("number", f"{where}: a cell is not an integer that a double can hold.")
    return whole


def integer_or_none(value):
    # A bool is an int to Python, but no number to JSON.
    if type(value) is float and value.is_integer():
        value = int(value)
    return value if type(value) is int and abs(value) <= MAX_INTEGER else None


def within(place, places, where):
    place = integer(place, where)
    if not 0 <= place < len(places):
        raise Refused("reference", f"{where}: {place} is not below {len(places)}.")
    return place


def texts(values, where):
    if any(type(value) is not str for value in values):
        raise Refused("node", f"{where}: a cell is no text.")
    return values


def member(container, name, kind):
    value = container.get(name)
    if type(value) is not kind:
        raise Refused("member", f"{name} is missing, or of another type.")
    return value


def size_of(value):
    """Characters of a scalar when it is written out, about."""
    return len(value) + 3 if type(value) is str else 8


def check_depth(value, where):
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for container in level for child in children(container)]
    if any(type(value) in (dict, list) for value in level):
        raise Refused("limit", f"{where}: nested more than {MAX_DEPTH} levels deep.")


def children(value):
    if type(value) is dict:
        return value.values()
    return value if type(value) is list else ()


def text_of(body, max_bytes):
    if len(body) > max_bytes:
        raise Refused("limit", f"The body is larger than {max_bytes} bytes.")
    if body[:2] == b"\x1f\x8b":
        body = gunzip(body, max_bytes)
    if len(body) > max_bytes:
        raise Refused("limit", f"The body is larger than {max_bytes} bytes.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("body", "The body is not valid UTF-8.") from error


def gunzip(body, max_bytes):
    """What is compressed, as long as that is not too much: a small body may expand to gigabytes."""
    plain_body = bytearray()
    at = 0
    # Several streams may follow each other, and zeros behind the last.
    while at == 0 or body[at : at + 1] not in (b"", b"\0"):
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            piece = body[at : at + PIECE]
            if not piece:
                raise Refused("gzip", "The body ends too early.")
            try:
                plain_body += stream.decompress(piece, max_bytes + 1 - len(plain_body))
            except zlib.error as error:
                raise Refused("gzip", "The body cannot be decompressed.") from error
            if len(plain_body) > max_bytes:
                raise Refused("limit", f"The body is larger than {max_bytes} bytes.")
            at += len(piece) - len(stream.unused_data)
    return bytes(plain_body)


def parse(text, code):
    try:
        return json.loads(text, parse_int=parse_int, parse_constant=refuse_constant)
    except RecursionError as error:
        raise Refused("limit", "Nested too deeply.") from error
    except ValueError as error:
        raise Refused(code, f"No JSON: {error}") from error


def parse_int(digits):
    # -0 is a number of its own, and Python refuses to read integers of thousands of digits.
    return float(digits) if digits == "-0" or len(digits) > 400 else int(digits)


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def to_json(value):
    """One line of JSON, with escapes for what is not ASCII. Beyond the range of a double: 1e999."""
    if type(value) is dict:
        return "{" + ",".join(f"{json.dumps(key)}:{to_json(item)}" for key, item in value.items()) + "}"
    if type(value) is list:
        return "[" + ",".join(map(to_json, value)) + "]"
    if type(value) is float and abs(value) == float("inf"):
        return "1e999" if value > 0 else "-1e999"
    return json.dumps(value)


def main():
    arguments = argparse.ArgumentParser(description="Prints the events of a columnar batch as lines of JSON.")
    arguments.add_argument("file", nargs="?", help="a request body, gzip or not; standard input without it")
    arguments.add_argument("--max-events", type=int, default=MAX_EVENTS, metavar="N")
    arguments.add_argument("--max-bytes", type=int, default=MAX_BYTES, metavar="N")
    options = arguments.parse_args()
    if options.file is None:
        body = sys.stdin.buffer.read()
    else:
        with open(options.file, "rb") as file:
            body = file.read()
    try:
        events = decode(body, options.max_events, options.max_bytes)
    except Refused as refusal:
        print(f"refused ({refusal.code}): {refusal}", file=sys.stderr)
        return 1
    for event in events:
        print(to_json(event))
    return 0


if __name__ == "__main__":
    sys.exit(main())
