# SPDX-License-Identifier: Apache-2.0
"""Author's files made from the examples, and what in them nobody else may read."""

import re

from lxml import etree

from documents import DETAILS, ENVELOPE, body_namespace
from programs import ROOT

# A capital letter, a space or an at sign: a name, a number or a sentence, not a code.
TELLING = re.compile(r"[A-Z @]")
AGENCIES = "eastborough-social-services northgate-homes harbour-womens-aid"
EXAMPLES = ROOT / "schemas/examples"
MOTHER_OF_FIVE = EXAMPLES / "mother-of-five-parallel.xml"


def write(out, *recipients, example=MOTHER_OF_FIVE, needs=None, **coded):
    """An author's file like the example, to these agencies.

    needs: {agency: "codes"}; coded: attributes of <referral>, such as mode or urgency.
    """
    authoring = etree.parse(str(example)).getroot()
    for to in authoring.findall(f"{{{ENVELOPE}}}to"):
        authoring.remove(to)
    place = list(authoring).index(authoring.find(f"{{{ENVELOPE}}}from")) + 1
    for offset, recipient in enumerate(recipients):
        to = etree.Element(f"{{{ENVELOPE}}}to", agency=recipient.id)
        if needs and recipient.id in needs:
            to.set("needs", needs[recipient.id])
        authoring.insert(place + offset, to)
    referral = authoring.find(f"{{{body_namespace('referral')}}}referral")
    coded.setdefault("mode", "parallel" if len(recipients) > 1 else "single")
    for name, value in coded.items():
        referral.set(name, value)
    out.write_bytes(etree.tostring(authoring, xml_declaration=True, encoding="UTF-8"))
    return out


def private_values(file):
    """The readable pieces of an author's <details>, names to narrative, as far as codes
    and agencies do not say the same: what must appear nowhere else."""
    root = etree.parse(str(file)).getroot()
    details = root.find(f"{{{DETAILS}}}details")
    coded = etree.tostring(root.find(f"{{{body_namespace('referral')}}}referral")).decode()
    pieces = [" ".join(text.split()) for text in details.itertext()]
    pieces += [value for element in details.iter() for value in element.attrib.values()]
    known = (AGENCIES + coded).lower()
    values = {piece[:24].encode() for piece in pieces
              if len(piece) >= 6 and TELLING.search(piece)
              and piece.lower() not in known}
    assert len(values) >= 20, "the example has too little to look for"
    return values


def needs_of(file):
    root = etree.parse(str(file)).getroot()
    return [need.get("code") for need in root.iter(f"{{{body_namespace('referral')}}}need")]
