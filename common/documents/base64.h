/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 as XML Schema has it (xs:base64Binary): RFC 4648 section 4 with white space
 * anywhere, and one text only for the same bytes.  Pure functions.
 */
#ifndef COMMON_DOCUMENTS_BASE64_H
#define COMMON_DOCUMENTS_BASE64_H

#include <glib.h>

/*
 * The bytes of a text; NULL when it is not base64: a character that is not of the
 * alphabet, a padding that is missing or in the middle, bits that say nothing set.
 */
G_GNUC_WARN_UNUSED_RESULT
GBytes *base64_read(const char *text);

#endif
