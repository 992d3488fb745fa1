/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents as people read them: terse, aligned text with the labels of the schemas.
 * Pure; any thread.
 */
#ifndef DOCUMENTS_RENDER_H
#define DOCUMENTS_RENDER_H

#include "common/documents/labels.h"

/*
 * Renders a document.  What another agency wrote cannot steer a terminal: control and
 * direction characters are shown as a question mark.
 *
 * document  a <document>; judged before
 * details   its opened <details>, or NULL: then it says that a sealed part is not shown
 *
 * Returns UTF-8 lines of at most 88 columns, to g_free(); NULL with a REFUSAL_ERROR
 * when the bytes cannot be parsed.
 */
G_GNUC_WARN_UNUSED_RESULT
char *render_document(const struct labels *labels, GBytes *document, GBytes *details,
                      GError **error);

/*
 * Renders opened details alone.
 *
 * element, value  only the elements of that name of which an attribute has that value;
 *                 NULL: all of them
 *
 * Returns lines as above, to g_free(); NULL when there are none.
 */
G_GNUC_WARN_UNUSED_RESULT
char *render_details(const struct labels *labels, GBytes *details, const char *element,
                     const char *value);

#endif
