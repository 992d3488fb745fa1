/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory as agencies read it: every agency with its certificates, past ones
 * too.  Immutable once made; any thread.
 */
#ifndef EXCHANGE_DIRECTORY_H
#define EXCHANGE_DIRECTORY_H

#include "common/autoptr.h"
#include "common/trust/registry.h"

struct directory {
    GBytes *xml;
    char etag[DIGEST_HEX_CHARS];
};

/*
 * Writes the view; the caller unreferences it.
 *
 * agencies  struct agency, as the store lists them
 * registry  says since when a certificate is revoked, be it by a registration or by
 *           the revocation list
 */
struct directory *directory_new(const GPtrArray *agencies,
                                const struct registry *registry);
struct directory *directory_ref(struct directory *directory);
void directory_unref(struct directory *directory);
DEFINE_AUTOPTR(directory, directory_unref)

#endif
