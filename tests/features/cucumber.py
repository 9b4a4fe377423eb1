"""The form of Cucumber JSON as cucumber-jvm writes it (schemas/cucumber-jvm.json of cucumber/cucumber-json-schema)."""

TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def record(required, **optional):
    """An object with these members and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **optional},
    }


def rows(of):
    return {"type": "array", "items": of}


STATUS = {"enum": ["passed", "failed", "skipped", "undefined", "pending"]}
RESULT = record({"status": STATUS}, duration=NUMBER, error_message={**TEXT, "minLength": 1})
RESULT["if"] = {"properties": {"status": {"const": "failed"}}}
RESULT["then"] = {"required": ["error_message"]}
STEP = record(
    {"keyword": TEXT, "line": NUMBER, "name": TEXT, "result": RESULT},
    match=record({}, location=TEXT),
    rows=rows(record({"cells": rows(TEXT)})),
    doc_string=record({"line": NUMBER, "value": TEXT}, content_type=TEXT),
)
NAME = {"type": "string", "pattern": "^@"}
ELEMENT = record(
    {
        "line": NUMBER,
        "type": {"enum": ["background", "scenario"]},
        "keyword": TEXT,
        "name": TEXT,
        "description": TEXT,
        "steps": rows(STEP),
    },
    id=TEXT,
    tags=rows(record({"name": NAME})),
)
TAG = record({"name": NAME, "type": TEXT, "location": record({"line": NUMBER, "column": NUMBER})})
FEATURE = record(
    {
        "uri": TEXT,
        "id": TEXT,
        "line": NUMBER,
        "keyword": TEXT,
        "name": TEXT,
        "description": TEXT,
        "elements": rows(ELEMENT),
    },
    tags=rows(TAG),
)
SCHEMA = {"type": "array", "minItems": 1, "items": FEATURE}
