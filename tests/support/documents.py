# SPDX-License-Identifier: Apache-2.0
"""Documents made by hand, without any code of ours: XML as text, sealing and signing
by stock `openssl cms`.  What the tests send this way, the real client never would."""

import base64
import hashlib
import uuid
from datetime import datetime, timedelta, timezone

from lxml import etree

from programs import run

ENVELOPE = "urn:referral-exchange:document:1"
DETAILS = "urn:referral-exchange:details:1"
VIEW = "urn:referral-exchange:view:1"
RECEIPT = "urn:referral-exchange:receipt:1"
PROBLEM = "urn:ietf:rfc:7807"
PROBLEM_TYPE = "urn:referral-exchange:problem:"


def body_namespace(kind):
    return f"urn:referral-exchange:{kind}:1"


def new_id():
    return str(uuid.uuid4())


def timestamp(offset_seconds=0):
    moment = datetime.now(timezone.utc) + timedelta(seconds=offset_seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(offset_days=0):
    return (datetime.now(timezone.utc) + timedelta(days=offset_days)).strftime("%Y-%m-%d")


def attributes(**values):
    return "".join(f' {name}="{value}"' for name, value in values.items()
                   if value is not None)


# --- envelope and bodies ----------------------------------------------------

def envelope(body, sender, recipient, id, case, sealed=b"", created=None, **more):
    """The document of `id`; sealed: DER bytes of the sealed part, if it has one."""
    to = f'<to agency="{recipient}"/>' if recipient else ""
    seal = (f'<sealed media="application/pkcs7-mime">{base64.b64encode(sealed).decode()}'
            "</sealed>" if sealed else "")
    return (f'<document xmlns="{ENVELOPE}"'
            f'{attributes(id=id, case=case, created=created or timestamp(), **more)}>'
            f'<from agency="{sender}" role="social-worker"/>{to}{body}{seal}</document>'
            ).encode()


def with_attribute(content, name, value):
    """The same document with an attribute of the xsi: namespace on its root."""
    return content.replace(
        b"<document ", f'<document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
                       f' {name}="{value}" '.encode(), 1)


def referral_body(referral, mode="single", urgency="priority",
                  needs=(("domestic-abuse", "high"),), origin="E07000123",
                  wanted=("E08000003",), extra=""):
    listed = "".join(f'<need code="{code}" level="{level}"/>' for code, level in needs)
    areas = "".join(f'<wanted code="{code}"/>' for code in wanted)
    return (f'<referral xmlns="{body_namespace("referral")}" referral="{referral}"'
            f' mode="{mode}" urgency="{urgency}" type="accommodation" receivedVia="agency">'
            f'{listed}<client sex="female" ageBand="25-34"/>'
            f'<household adults="1" bedrooms="4"><children ageBand="5-11" count="2"/></household>'
            f'<area origin="{origin}" locationWithheld="true">{areas}</area>'
            f'<access womenOnly="true"/><risk level="high"><direction code="to-self"/></risk>'
            f'<housing homelessness="homeless-tonight" accommodation="28" reasonForLeaving="49"/>'
            f'<basis lawful="e"><consent on="{day(-60)}"/></basis>{extra}</referral>')


def response_body(leg, decision, reasons=(), more="", **values):
    listed = "".join(f'<reason code="{code}"/>' for code in reasons)
    return (f'<response xmlns="{body_namespace("response")}" leg="{leg}"'
            f' decision="{decision}"{attributes(**values)}>{listed}{more}</response>')


def step_body(element, content="", **values):
    return f'<{element} xmlns="{body_namespace(element)}"{attributes(**values)}>{content}</{element}>'


def delivery_body(*ids):
    return step_body("delivery", "".join(f'<stored document="{id}"/>' for id in ids))


# --- sealing and signing ----------------------------------------------------

def seal(plain, *certificates, kdf="sha256", cipher="aes-256-gcm"):
    """CMS AuthEnvelopedData to these certificate files."""
    recipients = [word for certificate in certificates
                  for word in ("-recip", certificate, "-keyopt", f"ecdh_kdf_md:{kdf}")]
    return run("openssl", "cms", "-encrypt", f"-{cipher}", "-aes256-wrap", "-binary",
               "-outform", "DER", *recipients, input=plain, text=False).stdout


def open_seal(sealed, certificate, key):
    return run("openssl", "cms", "-decrypt", "-inform", "DER", "-recip", certificate,
               "-inkey", key, input=sealed, text=False).stdout


def sign(content, certificate, key, *options, digest="sha256"):
    """CMS SignedData with attached content, as the contract asks."""
    return run("openssl", "cms", "-sign", "-binary", "-nodetach", "-nosmimecap",
               "-outform", "DER", "-md", digest, "-signer", certificate, "-inkey", key,
               *options, input=content, text=False).stdout


def read_der(data):
    """The first element of DER bytes: (tag, content, what follows it)."""
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    return data[0], data[start:start + length], data[start + length:]


def content_of(signed):
    """What is signed, without judging the signature, which openssl does not offer for a
    message without certificates: ContentInfo, SignedData, encapContentInfo."""
    _, content_info, _ = read_der(signed)
    _, _, explicit = read_der(content_info)
    _, signed_data, _ = read_der(read_der(explicit)[1])
    _, _, rest = read_der(signed_data)
    _, _, rest = read_der(rest)
    _, encapsulated, _ = read_der(rest)
    _, _, content = read_der(encapsulated)
    return read_der(read_der(content)[1])[1]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def parse(data):
    return etree.fromstring(data)


def sealed_of(content):
    """The sealed part of a document's XML, as DER; None if it has none."""
    text = parse(content).findtext(f"{{{ENVELOPE}}}sealed")
    return None if text is None else base64.b64decode(text)
