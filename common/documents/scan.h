/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first look at bytes that claim to be XML: one linear pass that applies every
 * bound before libxml2 sees a byte.  libxml2 2.9 compares the attributes of an element
 * pairwise and collects a text whole, so its own limits come too late.
 *
 * The scan does not decide well-formedness; it refuses what it cannot follow.  Pure;
 * any thread.
 */
#ifndef DOCUMENTS_SCAN_H
#define DOCUMENTS_SCAN_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct scan_limits {
    size_t max_bytes;
    int max_elements;
    int max_attributes; /* of one element, declarations included */
    /* A signed document in the clear has no room for remarks to whom it may concern. */
    bool allows_comments; /* and processing instructions */
    /* Editors write where they find the schema; that is dropped, never followed. */
    bool drops_schema_hints; /* else refused */
};

extern const struct scan_limits scan_wire;      /* documents and details */
extern const struct scan_limits scan_authoring; /* what a person writes */
extern const struct scan_limits scan_view;      /* what the exchange answers */

/*
 * Checks bytes: UTF-8 (a leading byte order mark is passed over), no NUL, no other
 * encoding declared, no DOCTYPE or other declaration, and the limits of limits.h.
 *
 * line  set when refused: where, from 1
 *
 * REFUSAL_ENCODING, DOCTYPE_FORBIDDEN, DOCUMENT_LIMITS, or XML_MALFORMED when markup
 * has no end.
 */
G_GNUC_WARN_UNUSED_RESULT
bool scan_check(const char *bytes, size_t size, const struct scan_limits *limits,
                int *line, GError **error);

#endif
