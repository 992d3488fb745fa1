/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A credential: one certificate, decoded once and judged against the profiles.
 * Immutable and reference counted; safe to share between threads.
 */
#ifndef COMMON_TRUST_CREDENTIAL_H
#define COMMON_TRUST_CREDENTIAL_H

#include "common/autoptr.h"
#include "common/trust/digest.h"
#include "common/trust/trust_error.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CREDENTIAL_MAX_BYTES    (16 * 1024)
#define CREDENTIAL_AGENCY_CHARS 64 /* [a-z][a-z0-9-]{1,62} and a NUL */
#define CREDENTIAL_AGENCY_URI   "urn:referral-exchange:agency:"
#define CREDENTIAL_EXCHANGE_URI "urn:referral-exchange:exchange"

/* What a certificate is for.  A certificate fits exactly one profile or is OTHER. */
enum credential_usage {
    CREDENTIAL_OTHER,     /* none of the profiles: believed for nothing */
    CREDENTIAL_AUTHORITY, /* the partnership's certificate authority */
    CREDENTIAL_IDENTITY,  /* an agency: TLS client and document signatures */
    CREDENTIAL_SEALING,   /* an agency: documents are encrypted to it */
    CREDENTIAL_EVIDENCE,  /* the exchange: receipts, notices, registrations */
    CREDENTIAL_SERVER,    /* the exchange: TLS server */
};

/* How CMS names a certificate.  The bytes belong to whatever it was read from. */
struct certificate_id {
    bool is_key_identifier; /* else the DER of IssuerAndSerialNumber */
    const unsigned char *bytes;
    size_t size;
};

struct credential;

/*
 * Decodes one certificate in DER, exactly: no byte may follow.  Any well-formed X.509
 * certificate can be read; what it may be used for is credential_usage().
 * TRUST_ERROR_CERTIFICATE, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
struct credential *credential_read(const void *der, size_t size, GError **error);

/* The same from PEM text that holds exactly one certificate. */
G_GNUC_WARN_UNUSED_RESULT
struct credential *credential_read_pem(const char *pem, size_t size, GError **error);

/* The same from a file with either.  Also TRUST_ERROR_FILE. */
G_GNUC_WARN_UNUSED_RESULT
struct credential *credential_read_file(const char *path, GError **error);

struct credential *credential_ref(const struct credential *credential);
void credential_unref(struct credential *credential);
DEFINE_AUTOPTR(credential, credential_unref)

enum credential_usage credential_usage(const struct credential *credential);

/* "identity", "sealing", ...; the names exchange-ca and the directory use. */
const char *credential_usage_name(enum credential_usage usage);

/* The usage of that name; false if there is none. */
G_GNUC_WARN_UNUSED_RESULT
bool credential_usage_find(const char *name, enum credential_usage *usage);

/*
 * Checks that the certificate fits the profile of usage: key, KeyUsage, extended key
 * usage, subject alternative name.  TRUST_ERROR_WEAK_ALGORITHM for its key,
 * TRUST_ERROR_WRONG_USAGE with the clause that is broken.
 */
G_GNUC_WARN_UNUSED_RESULT
bool credential_check_usage(const struct credential *credential,
                            enum credential_usage usage, GError **error);

/* Checks validity at a time.  TRUST_ERROR_EXPIRED, TRUST_ERROR_NOT_YET_VALID. */
G_GNUC_WARN_UNUSED_RESULT
bool credential_check_validity(const struct credential *credential, int64_t at_us,
                               GError **error);

/* The agency of an identity or sealing certificate; NULL for every other usage. */
const char *credential_agency(const struct credential *credential);

GBytes *credential_der(const struct credential *credential);
const struct digest *credential_sha256(const struct credential *credential);

/* The same as 64 lower-case hexadecimal digits: the id a key has in our messages. */
const char *credential_fingerprint(const struct credential *credential);

int64_t credential_not_before_us(const struct credential *credential);

/* The first microsecond at which it is no longer valid. */
int64_t credential_not_after_us(const struct credential *credential);

/* The serial number as upper-case hexadecimal, the way `openssl x509 -serial` shows it.
 */
const char *credential_serial(const struct credential *credential);

/* The two ways CMS may name it.  A missing key identifier has size 0. */
struct certificate_id credential_issuer_serial(const struct credential *credential);
struct certificate_id credential_key_identifier(const struct credential *credential);

/* Whether id names this certificate. */
bool credential_has_id(const struct credential *credential,
                       const struct certificate_id *id);

/* The certificate as PEM text; the caller frees it. */
char *credential_pem(const struct credential *credential);

#endif
