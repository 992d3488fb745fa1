/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_KEYRING_H
#define AGENCY_CLIENT_OFFICE_KEYRING_H

/*
 * The agency's own keys and their certificates, past ones too, because old documents
 * stay sealed to old keys.  Files in the home: identity-key.pem and identity.pem;
 * further ones are identity-2-key.pem and so on; identity.csr.pem is the request for
 * the newest of them.  The same for sealing.  Immutable once read.
 */

#include "common/autoptr.h"
#include "common/trust/authority.h"
#include "common/trust/credential.h"
#include "common/trust/private_key.h"
#include "common/trust/registry.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define KEYRING_MAX 64 /* keys of one usage */

struct ring_key {
    enum credential_usage usage;
    int number; /* from 1 */
    struct private_key *key;
    struct credential *credential; /* NULL: not signed by the authority yet */
};

struct keyring;

/*
 * Reads every key.  passphrase may be NULL; TRUST_ERROR_PASSPHRASE then says that one
 * is needed.  OFFICE_ERROR_NOT_SET_UP when there is no key at all.
 */
G_GNUC_WARN_UNUSED_RESULT
struct keyring *keyring_read(const char *directory, const char *passphrase,
                             GError **error);
void keyring_free(struct keyring *ring);
DEFINE_AUTOPTR(keyring, keyring_free)

/*
 * Makes a further key of a usage and the request for its certificate.
 * request_path receives where the request is; the caller frees it.
 */
G_GNUC_WARN_UNUSED_RESULT
bool keyring_add(const char *directory, enum credential_usage usage, const char *agency,
                 const char *passphrase, char **request_path, GError **error);

/* How many keys of a usage there are in the home, without reading them. */
int keyring_count(const char *directory, enum credential_usage usage);

/*
 * Installs a certificate beside its key, after checking chain, profile and agency.
 * installed_path receives where; the caller frees it.
 */
G_GNUC_WARN_UNUSED_RESULT
bool keyring_install(const struct keyring *ring, const char *directory,
                     const char *agency, const struct authority *authority,
                     const struct credential *credential, int64_t now_us,
                     char **installed_path, GError **error);

/*
 * The identity to act with: the newest valid one that the exchange has registered, or
 * the newest valid one while nobody can say (registry may be NULL).
 * OFFICE_ERROR_NOT_SET_UP when there is none.
 */
G_GNUC_WARN_UNUSED_RESULT
const struct ring_key *keyring_find_identity(const struct keyring *ring,
                                             const struct registry *registry,
                                             int64_t now_us, GError **error);

/* Whether a certificate, whoever issued it, is of one of our keys. */
bool keyring_has_key_of(const struct keyring *ring,
                        const struct credential *credential);

/* The key of exactly this certificate; NULL when it is not ours. */
const struct ring_key *keyring_find_fingerprint(const struct keyring *ring,
                                                const struct digest *sha256);

/* The key that one of these names stands for; NULL when none does. */
const struct ring_key *keyring_find_id(const struct keyring *ring,
                                       enum credential_usage usage,
                                       const struct certificate_id *id);

#endif
