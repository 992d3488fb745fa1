/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory as agencies read it: every agency with its certificates, past ones
 * too.  Pure; any thread.
 */
#ifndef EXCHANGE_DIRECTORY_H
#define EXCHANGE_DIRECTORY_H

#include "common/trust/registry.h"

/*
 * Writes the view.
 *
 * agencies  struct agency, as the store lists them
 * registry  says since when a certificate is revoked, be it by a registration or by
 *           the revocation list
 */
GBytes *directory_write(const GPtrArray *agencies, const struct registry *registry);

#endif
