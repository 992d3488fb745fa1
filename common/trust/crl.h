/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The revocation list of an authority.  Immutable and reference counted; safe to share
 * between threads.
 */
#ifndef COMMON_TRUST_CRL_H
#define COMMON_TRUST_CRL_H

#include "common/trust/authority.h"

#define CRL_MAX_BYTES (16 * 1024 * 1024)

struct crl;

/*
 * Reads PEM text with one list for each certificate of the authority, and checks
 * issuer, signature, number and dates.  TRUST_ERROR_CRL_INVALID, TRUST_ERROR_TOO_LARGE.
 */
G_GNUC_WARN_UNUSED_RESULT
struct crl *crl_read(const char *pem, size_t size, const struct authority *authority,
                     GError **error);

/* The same from a file.  Also TRUST_ERROR_FILE. */
G_GNUC_WARN_UNUSED_RESULT
struct crl *crl_read_file(const char *path, const struct authority *authority,
                          GError **error);

struct crl *crl_ref(const struct crl *crl);
void crl_unref(struct crl *crl);
DEFINE_AUTOPTR(crl, crl_unref)

/*
 * Checks that fresh may take the place of held: no list has a lower number, none has
 * the same number and another content.  On TRUST_ERROR_CRL_ROLLBACK keep held.
 */
G_GNUC_WARN_UNUSED_RESULT
bool crl_check_successor(const struct crl *held, const struct crl *fresh,
                         GError **error);

/*
 * Checks that every list is in date, or not longer past its next update than the grace.
 * TRUST_ERROR_CRL_STALE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool crl_check_fresh(const struct crl *crl, int64_t now_us, int64_t grace_seconds,
                     GError **error);

/*
 * Checks that the certificate was not revoked by a time, so that what was signed before
 * its revocation still verifies then.  TRUST_ERROR_REVOKED.
 */
G_GNUC_WARN_UNUSED_RESULT
bool crl_check(const struct crl *crl, const struct credential *credential,
               int64_t at_us, GError **error);

/* Whether, and since when, the certificate is revoked. */
G_GNUC_WARN_UNUSED_RESULT
bool crl_find(const struct crl *crl, const struct credential *credential,
              int64_t *revoked_at_us);

/* The earliest next update of its lists. */
int64_t crl_next_update_us(const struct crl *crl);

/* The number of the first list, as decimal text; for logs. */
const char *crl_number(const struct crl *crl);

/* The PEM text it was read from. */
GBytes *crl_pem(const struct crl *crl);

#endif
