/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate profiles: what each usage demands of a certificate, in one table.
 * Private to this folder.
 */
#ifndef COMMON_TRUST_PROFILE_H
#define COMMON_TRUST_PROFILE_H

#include "common/trust/openssl.h"

/*
 * Checks a certificate against the profile of a usage.  TRUST_ERROR_WEAK_ALGORITHM,
 * TRUST_ERROR_WRONG_USAGE.
 */
G_GNUC_WARN_UNUSED_RESULT
bool profile_check(X509 *certificate, enum credential_usage usage, GError **error);

/* The usage whose profile the certificate fits, or CREDENTIAL_OTHER. */
enum credential_usage profile_find(X509 *certificate);

/*
 * Writes the agency that the certificate's alternative name says; false if it is not
 * the one name of an agency.
 */
G_GNUC_WARN_UNUSED_RESULT
bool profile_read_agency(X509 *certificate, char agency[CREDENTIAL_AGENCY_CHARS]);

/* The name of a usage. */
const char *profile_name(enum credential_usage usage);

#endif
