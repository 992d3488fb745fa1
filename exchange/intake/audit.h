/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Audit: proves the log entry by entry.  Changes nothing; servers may run meanwhile.
 */
#ifndef INTAKE_AUDIT_H
#define INTAKE_AUDIT_H

#include "common/trust/registry.h"
#include "exchange/store/log.h"

/*
 * Checks every entry from the first on: numbers without a gap, times that do not go
 * back, the document's SHA-256 and signature, the chain, the receipt and all it says.
 *
 * registry  with every certificate ever registered
 * entries   receives how many entries are good; on an error of AUDIT_ERROR, too
 *
 * AUDIT_ERROR names the first bad entry and what is wrong with it.
 */
G_GNUC_WARN_UNUSED_RESULT
bool audit_log(struct store *store, const struct registry *registry, int64_t *entries,
               GError **error);

#define AUDIT_ERROR (audit_error_quark())
enum audit_error { AUDIT_ERROR_BAD_ENTRY };
GQuark audit_error_quark(void);

#endif
