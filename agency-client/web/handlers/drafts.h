/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_HANDLERS_DRAFTS_H
#define AGENCY_CLIENT_WEB_HANDLERS_DRAFTS_H

/* What the handlers of drafts share. */

#include "agency-client/local_store/drafts.h"
#include "agency-client/web/desk.h"

/* Appends what is wrong with an author's file, said to whoever fills in the form. */
void append_violations(GString *xml, const GPtrArray *violations,
                       const struct labels *labels);

/* The version that the page was made of; REFUSAL_BAD_REQUEST when it is not said. */
G_GNUC_WARN_UNUSED_RESULT
bool draft_version(const struct call *call, int64_t *version, GError **error);

#endif
