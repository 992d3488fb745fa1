/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_REMARK_H
#define AGENCY_CLIENT_COMMANDS_REMARK_H

/* What a step says in a few words, out of its coded part, for a line of a timeline. */

#include "common/documents/document.h"
#include "common/documents/labels.h"

/* "start by 2026-11-27", "Full", "proposes harbour-womens-aid"; to g_free(). */
char *remark_of(const struct labels *labels, const struct document *document);

#endif
