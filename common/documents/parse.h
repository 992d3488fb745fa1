/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hardened parse: bytes to tree.  Nothing is ever loaded for it: no DTD, no entity,
 * no file, no network; what a document says about schemas is refused or dropped.
 * Pure; any thread.
 */
#ifndef DOCUMENTS_PARSE_H
#define DOCUMENTS_PARSE_H

#include "common/documents/scan.h"
#include "common/documents/tree.h"
#include "common/documents/violation.h"

/*
 * Parses bytes within limits.
 *
 * violations  receives where and why; may be NULL
 *
 * REFUSAL_ERROR: what scan_check() says, XML_MALFORMED, or SCHEMA for an attribute of
 * XML Schema's instance namespace and, on the wire, for a namespace of a stranger.
 */
G_GNUC_WARN_UNUSED_RESULT
struct tree *parse_bytes(GBytes *bytes, const struct scan_limits *limits,
                         GPtrArray *violations, GError **error);

#endif
