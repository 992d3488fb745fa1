/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A private key, in memory and in its file.  Immutable and reference counted; safe to
 * share between threads.
 */
#ifndef COMMON_TRUST_PRIVATE_KEY_H
#define COMMON_TRUST_PRIVATE_KEY_H

#include "common/trust/credential.h"

struct private_key;

/* Generates a P-256 key. */
G_GNUC_WARN_UNUSED_RESULT
struct private_key *private_key_new(GError **error);

/*
 * Reads a PEM file.  passphrase may be NULL.  Logs a warning when others may read the
 * file.  TRUST_ERROR_FILE, TRUST_ERROR_KEY, TRUST_ERROR_PASSPHRASE.
 */
G_GNUC_WARN_UNUSED_RESULT
struct private_key *private_key_read(const char *path, const char *passphrase,
                                     GError **error);

/*
 * Writes a new PKCS#8 file, mode 0600, durably; encrypted (scrypt, AES-256) when
 * passphrase is not NULL.  A file that exists is never replaced: TRUST_ERROR_FILE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool private_key_write(const struct private_key *key, const char *path,
                       const char *passphrase, GError **error);

/*
 * The key as unencrypted PEM text, for a TLS library; wiped and freed by
 * private_key_pem_free().
 */
char *private_key_pem(const struct private_key *key);
void private_key_pem_free(char *pem);

/* Checks that the certificate is this key's.  TRUST_ERROR_KEY. */
G_GNUC_WARN_UNUSED_RESULT
bool private_key_check(const struct private_key *key,
                       const struct credential *credential, GError **error);

struct private_key *private_key_ref(const struct private_key *key);
void private_key_unref(struct private_key *key);
DEFINE_AUTOPTR(private_key, private_key_unref)

#endif
