/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Warnings: what must not be missed in the details of a referral, taken out of them:
 * how the client may safely be contacted, who must not know, where it is not safe, and
 * every risk.  Pure; any thread.
 */
#ifndef DOCUMENTS_WARNINGS_H
#define DOCUMENTS_WARNINGS_H

#include "common/documents/labels.h"

/*
 * Lists the warnings of opened details, the gravest kind first, one line each.  They
 * hold what another agency wrote: whoever shows them makes them harmless to a terminal.
 *
 * details  judged before
 *
 * Returns a NULL-terminated array to g_strfreev(), empty for details that carry no
 * referral.
 */
char **warnings_list(const struct labels *labels, GBytes *details);

#endif
