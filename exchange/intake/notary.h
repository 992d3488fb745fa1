/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The notary: everything that the exchange signs with its evidence key: receipts, and
 * its own documents in the log (notices, registrations).  Immutable; any thread.
 */
#ifndef INTAKE_NOTARY_H
#define INTAKE_NOTARY_H

#include "common/trust/evidence.h"
#include "exchange/intake/decide.h"

struct notary;

/*
 * Reads the evidence certificate and its key, and checks that they belong together and
 * that the authority issued the certificate as evidence.  TRUST_ERROR.
 */
G_GNUC_WARN_UNUSED_RESULT
struct notary *notary_new(const char *certificate_path, const char *key_path,
                          const struct authority *authority, int64_t now_us,
                          GError **error);
void notary_free(struct notary *notary);
DEFINE_AUTOPTR(notary, notary_free)

/* The evidence certificate. */
const struct credential *notary_credential(const struct notary *notary);

/*
 * Signs the receipt of an entry, whose other fields are all set, and puts it there.
 *
 * sender  the agency's id
 */
G_GNUC_WARN_UNUSED_RESULT
bool notary_sign_receipt(const struct notary *notary, struct log_entry *entry,
                         const char *sender, GError **error);

/* Signs a document of the exchange's own; returns what then travels. */
G_GNUC_WARN_UNUSED_RESULT
GBytes *notary_sign_document(const struct notary *notary, GBytes *xml, int64_t at_us,
                             GError **error);

#endif
