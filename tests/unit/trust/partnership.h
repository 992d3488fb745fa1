/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A partnership made at test time: an authority, two agencies, the exchange, and
 * whatever certificate or revocation list a test wants made wrong on purpose.
 */
#ifndef TESTS_UNIT_TRUST_PARTNERSHIP_H
#define TESTS_UNIT_TRUST_PARTNERSHIP_H

#include "common/trust/registry.h"
#include "common/trust/request.h"

#define SECOND INT64_C(1000000)
#define DAY    (24 * 60 * 60 * SECOND)
#define NOW    (INT64_C(1795253400) * SECOND) /* 2026-11-21T09:30:00Z */

/* A certificate with its key. */
struct pair {
    struct private_key *key;
    struct credential *credential;
};

struct maker; /* an authority that signs whatever it is told */

/* What to write into a certificate; NULL and 0 mean the extension is absent. */
struct recipe {
    const char *name;
    const char *basic_constraints;
    const char *key_usage;
    const char *extended_key_usage;
    const char *alternative_name;
    const char *further; /* another extension, as "1.2.3.4=critical,DER:0500" */
    int64_t from_us;     /* 0: 1000 days before NOW */
    int64_t until_us;    /* 0: 1000 days after NOW */
    bool has_no_key_identifier;
};

extern const struct recipe recipe_identity, recipe_sealing, recipe_evidence,
    recipe_server;

struct maker *maker_new(const char *name);
void maker_free(struct maker *maker);
DEFINE_AUTOPTR(maker, maker_free)

/* The authority as others see it, and its own certificate. */
struct authority *maker_authority(const struct maker *maker);
const struct credential *maker_certificate(const struct maker *maker);

/* A certificate over a new P-256 key, or over key when that is not NULL. */
struct pair maker_issue(const struct maker *maker, const struct recipe *recipe,
                        const struct private_key *key);

/* The same for an agency: "identity" or "sealing" from the recipes above. */
struct pair maker_issue_agency(const struct maker *maker, const struct recipe *recipe,
                               const char *agency);

void pair_clear(struct pair *pair);

/*
 * A revocation list as PEM.  number < 0 leaves the number out; revoked may be NULL.
 */
char *maker_crl(const struct maker *maker, long number, int64_t last_us,
                int64_t next_us, const struct credential *revoked,
                int64_t revoked_at_us);

/* The same, read. */
struct crl *maker_crl_read(const struct maker *maker, long number, int64_t last_us,
                           int64_t next_us, const struct credential *revoked,
                           int64_t revoked_at_us);

/* A key that private_key_new() does not make: "RSA:1024", "EC:P-384". */
struct private_key *odd_key(const char *kind);

/* A registry with agencies 1 "eastborough" and 2 "northgate", all their certificates.
 */
struct partnership {
    struct maker *maker;
    struct authority *authority;
    struct crl *crl; /* number 1, due in 30 days */
    struct registry *registry;
    struct pair eastborough, eastborough_sealing;
    struct pair northgate, northgate_sealing;
    struct pair evidence;
};

void partnership_open(struct partnership *partnership);
void partnership_close(struct partnership *partnership);

/* Asserts that error has this code of TRUST_ERROR, and clears it. */
#define assert_refused(error, expected)                                                \
    do {                                                                               \
        g_assert_error(error, TRUST_ERROR, (int)(expected));                           \
        g_clear_error(&(error));                                                       \
    } while (false)

#endif
