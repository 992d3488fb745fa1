/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_ANSWER_H
#define AGENCY_CLIENT_WEB_ANSWER_H

/* What the handlers share: forms in, XML out, and the list of what was done. */

#include "agency-client/office/xml.h"
#include "agency-client/web/desk.h"

#define MEDIA_XML "application/xml"

/* Answers with XML, which is kept nowhere on the way. */
void answer_bytes(struct response *response, GBytes *xml);

/* The same, after ending the root element. */
void answer_xml(struct response *response, GString *xml, const char *root);

/* A form's fields; REFUSAL_BAD_REQUEST. */
G_GNUC_WARN_UNUSED_RESULT
GHashTable *form_read(const struct call *call, GError **error);

/* A field that has to be there and not longer than bytes; REFUSAL_RULE names it. */
G_GNUC_WARN_UNUSED_RESULT
const char *form_find(GHashTable *form, const char *name, size_t bytes, GError **error);

/* Notes that somebody did something with a record (NULL: none). */
G_GNUC_WARN_UNUSED_RESULT
bool note_activity(const struct call *call, const char *actor, const char *action,
                   const char *record, GError **error);

#endif
