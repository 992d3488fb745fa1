/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/web/answer.h"

#include "agency-client/local_store/activity.h"
#include "common/documents/refusal.h"

#include <string.h>

void
answer_bytes(struct response *response, GBytes *xml)
{
    response_bytes(response, 200, MEDIA_XML, xml);
    response_header(response, "Cache-Control", "no-store");
}

void
answer_xml(struct response *response, GString *xml, const char *root)
{
    g_autoptr(GBytes) bytes = xml_finish(xml, root);

    answer_bytes(response, bytes);
}

GHashTable *
form_read(const struct call *call, GError **error)
{
    size_t size = 0;
    const char *text =
        call->request->body != NULL ? g_bytes_get_data(call->request->body, &size) : "";
    GHashTable *form = g_uri_parse_params(size > 0 ? text : "", (gssize)size, "&",
                                          G_URI_PARAMS_WWW_FORM, NULL);

    if (form == NULL)
        refusal_set(error, REFUSAL_BAD_REQUEST, "the body is not a form");
    return form;
}

const char *
form_find(GHashTable *form, const char *name, size_t bytes, GError **error)
{
    const char *value = g_hash_table_lookup(form, name);

    if (value == NULL || value[0] == '\0') {
        refusal_set(error, REFUSAL_RULE, "%s: fill this in", name);
        return NULL;
    }
    if (strlen(value) > bytes || !g_utf8_validate(value, -1, NULL)) {
        refusal_set(error, REFUSAL_RULE, "%s: this is too long", name);
        return NULL;
    }
    return value;
}

bool
note_activity(const struct call *call, const char *actor, const char *action,
              const char *record, GError **error)
{
    const struct activity activity = {.at_us = office_now(call->office),
                                      .actor = (char *)actor,
                                      .action = (char *)action,
                                      .record = (char *)record};

    return activity_insert(call->office->store, &activity, error);
}
