#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the hostile CMS messages of this folder, each named after what it does, and
refusals.txt, which says what each must get.  Its keys are made here and thrown away;
the signer's certificate is kept (signer.pem), so that a reader can verify the message
that is acceptable and knows that the others fail by their fault alone.

Run it in this folder after a change; the files are part of the repository.
`generate.py OUT CERTIFICATE KEY CONTENT` writes the same messages into another folder,
signed now by a member over a document of its own, for the exchange's door."""

import datetime
import hashlib
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

ARGUMENTS = [Path(argument) for argument in sys.argv[1:]]
HERE = ARGUMENTS[0] if ARGUMENTS else Path(__file__).resolve().parent
CONTENT = ARGUMENTS[3].read_bytes() if ARGUMENTS else b"<document/>"
REFUSALS = []


# --- DER by hand, so that it can be wrong on purpose -------------------------

def length(size):
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def tlv(tag, *parts):
    body = b"".join(parts)
    return bytes([tag]) + length(len(body)) + body


def sequence(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def octets(data):
    return tlv(0x04, data)


def small(value):
    return tlv(0x02, bytes([value]))


def explicit(number, *parts):
    return tlv(0xa0 | number, *parts)


def oid(dotted):
    numbers = [int(word) for word in dotted.split(".")]
    out = bytearray([numbers[0] * 40 + numbers[1]])
    for number in numbers[2:]:
        part = [number & 0x7f]
        while number := number >> 7:
            part.append(0x80 | number & 0x7f)
        out += bytes(reversed(part))
    return tlv(0x06, bytes(out))


NULL = tlv(0x05)
DATA = oid("1.2.840.113549.1.7.1")
SIGNED_DATA = oid("1.2.840.113549.1.7.2")
ENVELOPED_DATA = oid("1.2.840.113549.1.7.3")
COMPRESSED_DATA = oid("1.2.840.113549.1.9.16.1.9")
AUTH_ENVELOPED_DATA = oid("1.2.840.113549.1.9.16.1.23")
TIME_STAMP_INFO = oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
SIGNING_TIME = oid("1.2.840.113549.1.9.5")
SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"))
SHA1 = sequence(oid("1.3.14.3.2.26"))
MD5 = sequence(oid("1.2.840.113549.2.5"))
ECDSA_SHA256 = sequence(oid("1.2.840.10045.4.3.2"))
ECDSA_SHA1 = sequence(oid("1.2.840.10045.4.1"))
RSA_SHA256 = sequence(oid("1.2.840.113549.1.1.11"), NULL)
RSA_PSS_SHA1 = sequence(oid("1.2.840.113549.1.1.10"), sequence())
ED25519 = sequence(oid("1.3.101.112"))


# --- signers -----------------------------------------------------------------

def certificate_of(key, name, uri=None):
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(datetime.datetime(2026, 1, 1))
               .not_valid_after(datetime.datetime(2099, 1, 1)))
    if uri:
        usage = dict.fromkeys(("content_commitment", "key_encipherment",
                               "data_encipherment", "key_agreement", "key_cert_sign",
                               "crl_sign", "encipher_only", "decipher_only"), False)
        builder = (builder
                   .add_extension(x509.KeyUsage(digital_signature=True, **usage), True)
                   .add_extension(x509.ExtendedKeyUsage(
                       [x509.oid.ExtendedKeyUsageOID.CLIENT_AUTH,
                        x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
                   .add_extension(x509.SubjectAlternativeName(
                       [x509.UniformResourceIdentifier(uri)]), False))
    return builder.sign(key, hashes.SHA256())


def der_of(thing):
    return thing.public_bytes(serialization.Encoding.DER)


if ARGUMENTS:
    KEY = serialization.load_pem_private_key(ARGUMENTS[2].read_bytes(), None)
    SIGNER = x509.load_pem_x509_certificate(ARGUMENTS[1].read_bytes())
else:
    KEY = ec.generate_private_key(ec.SECP256R1())
    SIGNER = certificate_of(KEY, "signer", "urn:referral-exchange:agency:northgate-homes")
ATTACKER_KEY = ec.generate_private_key(ec.SECP256R1())
ATTACKER = certificate_of(ATTACKER_KEY, "attacker's authority")


def issuer_serial(certificate=SIGNER):
    return sequence(certificate.issuer.public_bytes(),
                    tlv(0x02, certificate.serial_number.to_bytes(
                        certificate.serial_number.bit_length() // 8 + 1, "big")))


def attribute(kind, *values):
    return sequence(kind, set_of(*values))


NOW = (datetime.datetime.utcnow().strftime("%y%m%d%H%M%SZ").encode() if ARGUMENTS
       else b"261121093000Z")


def utc_time(text=NOW):
    return tlv(0x17, text)


ATTRIBUTES = (
    attribute(CONTENT_TYPE, DATA),
    attribute(MESSAGE_DIGEST, octets(hashlib.sha256(CONTENT).digest())),
    attribute(SIGNING_TIME, utc_time()),
)


def ecdsa(signed, key=KEY):
    return key.sign(signed, ec.ECDSA(hashes.SHA256()))


def signer_info(attributes=ATTRIBUTES, identifier=None, version=1, digest=SHA256,
                algorithm=ECDSA_SHA256, sign=ecdsa, after=b""):
    signed = b"".join(sorted(attributes))
    covered = tlv(0x31, signed) if attributes else CONTENT
    return sequence(small(version), identifier or issuer_serial(), digest,
                    explicit(0, signed) if attributes else b"", algorithm,
                    octets(sign(covered)), after)


def signed_data(signers=None, content=None, digests=SHA256, version=1, baggage=b"",
                after=b""):
    return sequence(small(version), set_of(digests) if digests else set_of(),
                    content or sequence(DATA, explicit(0, octets(CONTENT))), baggage,
                    set_of(*([signer_info()] if signers is None else signers)), after)


def message(body=None, kind=SIGNED_DATA, **options):
    return sequence(kind, explicit(0, body or signed_data(**options)))


def attributes_but(index, *others):
    return [one for i, one in enumerate(ATTRIBUTES) if i != index] + list(others)


def with_attributes(*attributes):
    return message(signers=[signer_info(attributes)])


def write(name, refusal, data, why):
    (HERE / f"{name}.der").write_bytes(data)
    REFUSALS.append((name, refusal, why))


# --- signed messages ---------------------------------------------------------

def signed_samples():
    acceptable = message()
    write("acceptable", "accepted", acceptable, "the shape that all others break")
    write("ignored-attacker-certificates", "accepted",
          message(baggage=explicit(0, der_of(ATTACKER), der_of(SIGNER))),
          "embedded certificates are stepped over")
    stale = (x509.CertificateRevocationListBuilder().issuer_name(ATTACKER.issuer)
             .last_update(datetime.datetime(2001, 1, 1))
             .next_update(datetime.datetime(2001, 2, 1))
             .sign(ATTACKER_KEY, hashes.SHA256()))
    write("ignored-stale-list", "accepted",
          message(baggage=explicit(1, der_of(stale))),
          "embedded revocation lists are stepped over")
    write("ignored-further-attribute", "accepted",
          with_attributes(*ATTRIBUTES, attribute(oid("1.2.3.4"), octets(b"x"))),
          "further signed attributes are ignored")

    profile = "cms-profile"
    write("signers-two", profile,
          message(signers=[signer_info(), signer_info(
              attributes_but(2, attribute(SIGNING_TIME, utc_time(b"261121093001Z"))))]),
          "exactly one signer")
    write("signers-none", profile, message(signers=[]), "exactly one signer")
    write("content-detached", profile, message(content=sequence(DATA)),
          "the content is attached")
    write("content-type-other", profile,
          message(content=sequence(TIME_STAMP_INFO, explicit(0, octets(CONTENT)))),
          "the content is id-data")
    write("content-type-attribute-other", profile,
          with_attributes(*attributes_but(0, attribute(CONTENT_TYPE, SIGNED_DATA))),
          "the contentType attribute is id-data too")
    write("content-compressed", profile,
          message(content=sequence(COMPRESSED_DATA, explicit(0, octets(CONTENT)))),
          "nothing inside is compressed")
    write("compressed-data", profile,
          message(sequence(small(0), sequence(oid("1.2.840.113549.1.9.16.3.8")),
                           sequence(DATA, explicit(0, octets(b"x\x9c")))),
                  COMPRESSED_DATA), "no CompressedData")
    write("enveloped-data", profile, message(sequence(small(0)), ENVELOPED_DATA),
          "no EnvelopedData where a signature is due")
    write("nested-content-info", profile,
          message(content=sequence(SIGNED_DATA, explicit(0, acceptable))),
          "no message inside the message")
    write("ber-indefinite-outer", profile,
          b"\x30\x80" + SIGNED_DATA + explicit(0, signed_data()) + b"\0\0",
          "definite lengths only")
    write("ber-indefinite-content", profile,
          message(content=sequence(DATA, explicit(
              0, b"\x24\x80" + octets(CONTENT) + b"\0\0"))), "definite lengths only")
    write("ber-content-in-pieces", profile,
          message(content=sequence(DATA, explicit(
              0, tlv(0x24, octets(CONTENT[:4]), octets(CONTENT[4:]))))),
          "the content is one string")
    inner = acceptable[2 + acceptable[1] % 0x80:]
    write("ber-length-not-minimal", profile,
          b"\x30\x84" + len(inner).to_bytes(4, "big") + inner, "shortest lengths only")
    write("ber-length-beyond-the-end", profile, b"\x30\x84\xff\xff\xff\xff" + inner,
          "no length beyond the end")
    write("ber-tag-long-form", profile, b"\x3f\x10" + length(len(inner)) + inner,
          "tags as DER writes them")
    write("trailing-byte", profile, acceptable + b"\0", "nothing after the message")
    write("trailing-message", profile, acceptable + acceptable,
          "nothing after the message")
    write("trailing-in-signed-data", profile, message(signed_data(after=NULL)),
          "nothing after the signers")
    write("truncated", profile, acceptable[:-1], "whole messages only")
    write("empty", profile, b"", "not nothing")
    write("xml", profile, b"<?xml version='1.0'?><document/>", "not unsigned XML")
    write("pem", profile, b"-----BEGIN CMS-----\nMAA=\n-----END CMS-----\n", "not PEM")
    write("nested-sequences", profile,
          bytes.fromhex("3080") * 2000, "no depth that a reader would recurse into")
    for index, name, kind in ((0, "content-type", CONTENT_TYPE),
                              (1, "message-digest", MESSAGE_DIGEST),
                              (2, "signing-time", SIGNING_TIME)):
        write(f"attribute-{name}-missing", profile,
              with_attributes(*attributes_but(index)), "once each")
        write(f"attribute-{name}-twice", profile,
              with_attributes(*ATTRIBUTES, ATTRIBUTES[index]), "once each")
        write(f"attribute-{name}-without-value", profile,
              with_attributes(*attributes_but(index, attribute(kind))), "one value")
    write("attribute-signing-time-two-values", profile,
          with_attributes(*attributes_but(2, attribute(
              SIGNING_TIME, utc_time(), utc_time(b"261121093001Z")))), "one value")
    write("attributes-none", profile, with_attributes(), "attributes are signed")
    write("attributes-unsigned", profile,
          message(signers=[signer_info(after=explicit(1, attribute(
              oid("1.2.3.4"), octets(b"x"))))]), "no unsigned attributes")
    write("message-digest-short", profile,
          with_attributes(*attributes_but(1, attribute(MESSAGE_DIGEST, octets(b"x")))),
          "a SHA-256 has 32 bytes")
    for name, value in (("offset", utc_time(b"261121093000+0000")),
                        ("without-seconds", utc_time(b"2611210930Z")),
                        ("february-31", utc_time(b"260231093000Z")),
                        ("second-60", utc_time(b"261121235960Z")),
                        ("fraction", tlv(0x18, b"20601121093000.5Z")),
                        ("generalized-before-2050", tlv(0x18, b"20261121093000Z")),
                        ("text", octets(b"261121093000Z"))):
        write(f"signing-time-{name}", profile,
              with_attributes(*attributes_but(2, attribute(SIGNING_TIME, value))),
              "whole seconds of UTC as RFC 5652 11.3 writes them")
    write("version-of-key-identifier", profile,
          message(signers=[signer_info(version=3)]), "version 1 goes with issuer and "
          "serial number")

    write("version-of-other-contents", profile, message(version=5),
          "the version that the signer's asks for")
    write("digest-algorithms-none", profile, message(digests=b""),
          "the digest is announced")

    weak = "weak-algorithm"
    write("digest-sha1", weak,
          message(signers=[signer_info(digest=SHA1)], digests=SHA1), "SHA-256 only")
    write("digest-md5", weak,
          message(signers=[signer_info(digest=MD5)], digests=MD5), "SHA-256 only")
    write("digest-sha1-of-signer-only", weak,
          message(signers=[signer_info(digest=SHA1)]), "SHA-256 only")
    write("signature-ecdsa-sha1", weak,
          message(signers=[signer_info(algorithm=ECDSA_SHA1)]), "SHA-256 only")
    write("signature-ed25519", weak,
          message(signers=[signer_info(algorithm=ED25519, sign=lambda _: b"s" * 64)]),
          "ECDSA on P-256 or RSA")
    small_key = rsa.generate_private_key(65537, 1024)
    write("rsa-1024", weak,
          message(signers=[signer_info(algorithm=RSA_SHA256, sign=lambda signed:
                                       small_key.sign(signed, padding.PKCS1v15(),
                                                      hashes.SHA256()))]),
          "RSA of 3072 bits and more")
    key = rsa.generate_private_key(65537, 3072)
    write("rsa-pss-odd-parameters", weak,
          message(signers=[signer_info(algorithm=RSA_PSS_SHA1, sign=lambda signed:
                                       key.sign(signed, padding.PSS(
                                           padding.MGF1(hashes.SHA1()), 20),
                                           hashes.SHA1()))]), "no RSASSA-PSS")
    other = ec.generate_private_key(ec.SECP384R1())
    write("curve-unknown", weak,
          message(signers=[signer_info(sign=lambda signed: ecdsa(signed, other))]),
          "P-256 only")


# --- sealed parts; nothing needs to open, the shape is judged without keys ----

GCM_256 = oid("2.16.840.1.101.3.4.1.46")
GCM_128 = oid("2.16.840.1.101.3.4.1.6")
WRAP_256 = sequence(oid("2.16.840.1.101.3.4.1.45"))
WRAP_128 = sequence(oid("2.16.840.1.101.3.4.1.5"))
KDF_SHA256 = oid("1.3.132.1.11.1")
KDF_SHA1 = oid("1.3.133.16.840.63.0.2")
EC_KEY = oid("1.2.840.10045.2.1")
POINT = KEY.public_key().public_bytes(serialization.Encoding.X962,
                                      serialization.PublicFormat.UncompressedPoint)
COMPRESSED_POINT = KEY.public_key().public_bytes(
    serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


def recipient(certificate=SIGNER, kdf=KDF_SHA256, wrap=WRAP_256, curve=b"", point=POINT,
              wrapped=40, material=b"", version=3):
    key = sequence(issuer_serial(certificate), octets(b"w" * wrapped))
    return tlv(0xa1, small(version),
               explicit(0, tlv(0xa1, sequence(EC_KEY, curve), tlv(0x03, b"\0", point))),
               material, sequence(kdf, wrap), sequence(key))


def sealed(recipients=None, cipher=GCM_256, nonce=12, tag=16, said=16, before=b"",
           attributes=b"", after=b"", kind=AUTH_ENVELOPED_DATA, content=DATA, version=0,
           encrypted=None):
    recipients = (recipient(), recipient(ATTACKER)) if recipients is None else recipients
    encrypted = tlv(0x80, b"e" * 64) if encrypted is None else encrypted
    return sequence(kind, explicit(0, sequence(
        small(version), before, tlv(0x31, *recipients),
        sequence(content, sequence(cipher, sequence(octets(b"n" * nonce), small(said))),
                 encrypted), attributes, octets(b"t" * tag), after)))


def sealed_samples():
    refused = "sealing-profile"
    acceptable = sealed()
    write("sealed-acceptable", "accepted", acceptable, "the shape that all others break")
    write("sealed-recipient-one", refused, sealed((recipient(),)), "exactly two")
    write("sealed-recipient-three", refused,
          sealed((recipient(), recipient(ATTACKER), recipient())), "exactly two")
    write("sealed-recipient-none", refused, sealed(()), "exactly two")
    write("sealed-kdf-sha1", refused,
          sealed((recipient(kdf=KDF_SHA1), recipient(ATTACKER, kdf=KDF_SHA1))),
          "the SHA-256 KDF")
    write("sealed-kdf-sha1-for-one", refused,
          sealed((recipient(), recipient(ATTACKER, kdf=KDF_SHA1))), "the SHA-256 KDF")
    write("sealed-wrap-aes128", refused,
          sealed((recipient(wrap=WRAP_128, wrapped=24), recipient(ATTACKER))),
          "aes256-wrap")
    write("sealed-cipher-aes128-gcm", refused, sealed(cipher=GCM_128), "AES-256-GCM")
    write("sealed-cipher-aes256-cbc", refused,
          sealed(cipher=oid("2.16.840.1.101.3.4.1.42")), "AES-256-GCM")
    write("sealed-without-authentication", refused, sealed(kind=ENVELOPED_DATA),
          "AuthEnvelopedData")
    write("sealed-signed-data-instead", refused, message(), "AuthEnvelopedData")
    write("sealed-content-type-other", refused, sealed(content=SIGNED_DATA), "id-data")
    write("sealed-content-detached", refused, sealed(encrypted=b""), "attached")
    write("sealed-content-in-pieces", refused,
          sealed(encrypted=tlv(0xa0, octets(b"e" * 32), octets(b"e" * 32))), "in one")
    write("sealed-nonce-long", refused, sealed(nonce=16), "12 bytes of nonce")
    write("sealed-tag-short", refused, sealed(tag=12, said=12), "16 bytes of tag")
    write("sealed-tag-shorter-than-said", refused, sealed(tag=4), "16 bytes of tag")
    write("sealed-key-transport", refused,
          sealed((sequence(small(0), issuer_serial(), RSA_SHA256, octets(b"k" * 384)),
                  recipient())), "key agreement only")
    write("sealed-password", refused,
          sealed((tlv(0xa3, small(0), WRAP_256, octets(b"k" * 40)), recipient())),
          "key agreement only")
    write("sealed-keying-material", refused,
          sealed((recipient(material=explicit(1, octets(b"u" * 16))),
                  recipient(ATTACKER))), "no user keying material")
    write("sealed-curve-p384", refused,
          sealed((recipient(curve=oid("1.3.132.0.34"), point=b"\x04" + b"p" * 96),
                  recipient(ATTACKER))), "P-256 only")
    write("sealed-curve-explicit", refused,
          sealed((recipient(curve=sequence(small(1))), recipient(ATTACKER))),
          "named curve only")
    write("sealed-point-compressed", refused,
          sealed((recipient(point=COMPRESSED_POINT), recipient(ATTACKER))),
          "points uncompressed")
    write("sealed-originator-certificates", refused,
          sealed(before=explicit(0, explicit(0, der_of(ATTACKER)))), "no originatorInfo")
    write("sealed-authenticated-attributes", refused,
          sealed(attributes=explicit(1, ATTRIBUTES[0])), "no attributes")
    write("sealed-unauthenticated-attributes", refused,
          sealed(after=explicit(2, ATTRIBUTES[0])), "no attributes")
    write("sealed-version-other", refused, sealed(version=2), "version 0")
    write("sealed-trailing-byte", refused, acceptable + b"\0", "nothing after it")
    write("sealed-ber-indefinite", refused,
          b"\x30\x80" + AUTH_ENVELOPED_DATA + b"\0\0", "definite lengths only")
    write("sealed-empty", refused, b"", "not nothing")


for old in HERE.glob("*.der"):
    old.unlink()
signed_samples()
sealed_samples()
(HERE / "signer.pem").write_bytes(SIGNER.public_bytes(serialization.Encoding.PEM))
(HERE / "refusals.txt").write_text(
    "# Written by generate.py: the message, what it must get, and the rule it breaks.\n"
    + "".join(f"{name:40} {refusal:16} {why}\n" for name, refusal, why in REFUSALS))
