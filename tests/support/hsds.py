# SPDX-License-Identifier: Apache-2.0
"""Open Referral HSDS 3.1 as a JSON Schema, written from the facts of the specification
(docs.openreferral.org/en/3.1): the members of each object that the exchange may serve,
their types and formats, and which of them an object must have."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

TEXT = {"type": "string"}
NUMBER = {"type": "number"}
TIME = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
                                     "(Z|[+-][0-9]{2}:[0-9]{2})?$"}
DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def formatted(name):
    return {"type": "string", "format": name}


def one_of(*values):
    return {"enum": list(values)}


def one(thing):
    return {"$ref": f"#/$defs/{thing}"}


def many(thing):
    return {"type": "array", "items": one(thing)}


# What each object needs besides its id, and what it may have.
OBJECTS = {
    "service": (["name", "status"], {
        "name": TEXT, "alternate_name": TEXT, "description": TEXT, "url": formatted("uri"),
        "email": formatted("email"),
        "status": one_of("active", "inactive", "defunct", "temporarily closed"),
        "interpretation_services": TEXT, "application_process": TEXT,
        "fees_description": TEXT, "accreditations": TEXT, "eligibility_description": TEXT,
        "minimum_age": NUMBER, "maximum_age": NUMBER, "assured_date": DATE,
        "assurer_email": formatted("email"), "alert": TEXT,
        "last_modified": formatted("date-time"), "phones": many("phone"),
        "schedules": many("schedule"), "service_areas": many("service_area"),
        "service_at_locations": many("service_at_location"), "languages": many("language"),
        "organization": one("organization"), "contacts": many("contact"),
        "attributes": many("attribute"), "capacities": many("service_capacity")}),
    "organization": (["name", "description"], {
        "name": TEXT, "alternate_name": TEXT, "description": TEXT,
        "email": formatted("email"), "website": formatted("uri"),
        "uri": formatted("uri"), "phones": many("phone"), "locations": many("location"),
        "contacts": many("contact"), "attributes": many("attribute")}),
    "phone": (["number"], {
        "number": TEXT, "extension": NUMBER, "description": TEXT,
        "type": one_of("text", "voice", "fax", "cell", "video", "pager", "textphone"),
        "languages": many("language")}),
    "schedule": ([], {
        "valid_from": DATE, "valid_to": DATE, "dtstart": DATE, "until": DATE,
        "freq": one_of("WEEKLY", "MONTHLY"), "interval": NUMBER, "byday": {
            "type": "string", "pattern": "^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"},
        "opens_at": TIME, "closes_at": TIME, "description": TEXT, "notes": TEXT}),
    "service_area": ([], {"name": TEXT, "description": TEXT, "extent": TEXT,
                          "extent_type": TEXT, "uri": formatted("uri")}),
    "service_at_location": ([], {
        "service_id": formatted("uuid"), "location_id": formatted("uuid"),
        "description": TEXT, "service_areas": many("service_area"),
        "contacts": many("contact"), "phones": many("phone"),
        "schedules": many("schedule"), "location": one("location")}),
    "location": (["location_type"], {
        "location_type": one_of("physical", "postal", "virtual"), "url": formatted("uri"),
        "name": TEXT, "description": TEXT, "transportation": TEXT, "latitude": NUMBER,
        "longitude": NUMBER, "languages": many("language"), "addresses": many("address"),
        "contacts": many("contact"), "accessibility": many("accessibility"),
        "phones": many("phone"), "schedules": many("schedule")}),
    "address": (["address_1", "city", "state_province", "postal_code", "country",
                 "address_type"], {
        "attention": TEXT, "address_1": TEXT, "address_2": TEXT, "city": TEXT,
        "region": TEXT, "state_province": TEXT, "postal_code": TEXT,
        "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "address_type": one_of("physical", "postal", "virtual")}),
    "accessibility": ([], {"description": TEXT, "details": TEXT, "url": formatted("uri")}),
    "contact": ([], {"name": TEXT, "title": TEXT, "department": TEXT,
                     "email": formatted("email"), "phones": many("phone")}),
    "language": ([], {"name": TEXT, "note": TEXT,
                      "code": {"type": "string", "pattern": "^[a-z]{2,3}$"}}),
    "attribute": (["link_entity"], {
        "link_id": formatted("uuid"), "link_type": TEXT, "link_entity": TEXT, "value": TEXT,
        "label": TEXT, "taxonomy_term": one("taxonomy_term")}),
    "taxonomy_term": (["name", "description"], {
        "code": TEXT, "name": TEXT, "description": TEXT, "taxonomy": TEXT,
        "term_uri": formatted("uri"),
        "language": {"type": "string", "pattern": "^[a-z]{2,3}$"}}),
    "service_capacity": (["unit", "available", "updated"], {
        "unit": one("unit"), "available": NUMBER, "maximum": NUMBER, "description": TEXT,
        "updated": formatted("date-time")}),
    "unit": (["name"], {"name": TEXT, "scheme": TEXT, "identifier": TEXT,
                        "uri": formatted("uri")}),
}

# The page of a list, as the API reference has it.
PAGE = {
    "type": "object", "additionalProperties": False,
    "properties": {
        "total_items": {"type": "integer"}, "total_pages": {"type": "integer"},
        "page_number": {"type": "integer"}, "size": {"type": "integer"},
        "first_page": {"type": "boolean"}, "last_page": {"type": "boolean"},
        "empty": {"type": "boolean"}, "contents": many("service")},
    "required": ["total_items", "total_pages", "page_number", "size", "first_page",
                 "last_page", "empty", "contents"],
}

formats = FormatChecker(formats=())


@formats.checks("uuid")
def is_uuid(text):
    return bool(re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))


@formats.checks("uri")
def is_uri(text):
    parts = urlsplit(text)
    return bool(parts.scheme and parts.netloc) and " " not in text


@formats.checks("email")
def is_email(text):
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+", text))


@formats.checks("date-time", raises=ValueError)
def is_date_time(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None


def described(needed, members):
    return {"type": "object", "additionalProperties": False,
            "properties": {"id": formatted("uuid"), **members}, "required": ["id", *needed]}


DEFINITIONS = {name: described(*facts) for name, facts in OBJECTS.items()}


def faults(answer, schema):
    """What is wrong with an answer, in words; empty when it is HSDS."""
    validator = Draft202012Validator({**schema, "$defs": DEFINITIONS}, format_checker=formats)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


SERVICE = one("service")


def check_service(answer):
    assert not faults(answer, SERVICE)


def check_page(answer):
    assert not faults(answer, PAGE)
