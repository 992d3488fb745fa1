/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A certificate signing request (PKCS#10): proof that the sender holds the key.
 * The authority takes nothing else from it.  Pure; safe to call from any thread.
 */
#ifndef COMMON_TRUST_REQUEST_H
#define COMMON_TRUST_REQUEST_H

#include "common/trust/private_key.h"

/*
 * A request for this key as PEM text, to be freed by the caller.  name (the agency's
 * id) becomes its common name, for people to recognise the file by.
 */
G_GNUC_WARN_UNUSED_RESULT
char *request_new(const struct private_key *key, const char *name, GError **error);

#endif
