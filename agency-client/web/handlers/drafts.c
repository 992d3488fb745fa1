/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody has begun to write: kept sealed, opened in memory alone. */
#include "agency-client/web/handlers/drafts.h"

#include "agency-client/local_store/activity.h"
#include "agency-client/office/conversion.h"
#include "agency-client/office/sealing.h"
#include "agency-client/web/answer.h"
#include "agency-client/web/handlers/handlers.h"
#include "common/documents/advice.h"
#include "common/documents/authoring.h"
#include "common/documents/kinds.h"
#include "common/documents/referral_draft.h"
#include "common/documents/refusal.h"

#define DRAFTS_MAX 500

/* The name of whoever saved it last; NULL when they work here no more. */
static char *
name_of(const struct call *call, const char *actor)
{
    g_autoptr(member) member = staff_find(call->office->store, actor, NULL);

    return member != NULL ? g_steal_pointer(&member->name) : NULL;
}

static void
append_draft(GString *xml, const struct call *call, const struct stored_draft *draft)
{
    g_autofree char *name = name_of(call, draft->actor);

    g_string_append(xml, "<draft");
    xml_attribute(xml, "draft", draft->draft);
    xml_attribute(xml, "kind", draft->kind);
    xml_number(xml, "version", draft->version);
    xml_time(xml, "changed", draft->changed_us);
    xml_attribute(xml, "name", name);
    xml_boolean(xml, "ours", g_str_equal(draft->actor, call->session->actor));
}

void
append_violations(GString *xml, const GPtrArray *violations,
                  const struct labels *labels)
{
    for (unsigned i = 0; i < violations->len; i++) {
        const struct violation *violation = violations->pdata[i];
        g_autofree char *path = advice_path(labels, violation);
        g_autofree char *words = advice_words(labels, violation);

        g_string_append(xml, "<wrong");
        xml_attribute(xml, "path", path);
        xml_attribute(xml, "rule", violation->rule);
        xml_attribute(xml, "words", words);
        g_string_append(xml, "/>\n");
    }
}

/* GET /api/drafts: all of them, each under its client's name. */
bool
drafts_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GPtrArray) drafts = drafts_list(call->office->store, error);
    GString *xml;

    if (drafts == NULL)
        return false;
    xml = xml_begin("drafts");
    for (unsigned i = 0; i < drafts->len && i < DRAFTS_MAX; i++) {
        const struct stored_draft *draft = drafts->pdata[i];
        g_autoptr(GError) reason = NULL;
        g_autoptr(GBytes) file = sealing_open(call->office, draft->sealed, &reason);
        g_autofree char *title = file != NULL ? referral_draft_title(file) : NULL;

        append_draft(xml, call, draft);
        xml_attribute(xml, "title", title);
        xml_attribute(xml, "problem", reason != NULL ? reason->message : NULL);
        g_string_append(xml, "/>\n");
    }
    answer_xml(response, xml, "drafts");
    return true;
}

/* Anything of a kind may be kept, however incomplete; it has to be XML to be read. */
static GBytes *
seal_file(const struct call *call, GBytes *file, enum kind *kind, GError **error)
{
    g_autoptr(GPtrArray) violations = violations_new();
    struct authoring_peek peek;

    if (!authoring_look(file, &peek, violations, error))
        return NULL;
    *kind = peek.kind;
    return sealing_keep(call->office, file, error);
}

static void
answer_saved(const struct call *call, const struct stored_draft *draft,
             struct response *response)
{
    GString *xml = xml_begin("saved");

    append_draft(xml, call, draft);
    g_string_append(xml, "/>\n");
    answer_xml(response, xml, "saved");
}

static bool
begin(const struct call *call, GBytes *file, struct response *response, GError **error)
{
    g_autoptr(stored_draft) draft = g_new0(struct stored_draft, 1);
    struct uuid id;
    enum kind kind;

    uuid_new(&id);
    draft->draft = uuid_text(&id);
    draft->actor = g_strdup(call->session->actor);
    draft->changed_us = office_now(call->office);
    draft->sealed = seal_file(call, file, &kind, error);
    if (draft->sealed == NULL)
        return false;
    draft->kind = g_strdup(kinds[kind].name);
    if (!drafts_insert(call->office->store, draft, error) ||
        !note_activity(call, call->session->actor, "began a draft", draft->draft,
                       error))
        return false;
    answer_saved(call, draft, response);
    return true;
}

/* POST /api/drafts: begins one. */
bool
draft_post(const struct call *call, struct response *response, GError **error)
{
    return begin(call, call->request->body, response, error);
}

/* POST /api/enquiries/{id}/convert: begins one with what an enquiry said. */
bool
enquiry_convert(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(GBytes) file =
        office_keys(call->office, error) != NULL
            ? conversion_draft(call->office, call->request->values[0], NULL, error)
            : NULL;

    return file != NULL && begin(call, file, response, error);
}

bool
draft_version(const struct call *call, int64_t *version, GError **error)
{
    return request_query_number(call->request, "version", 0, 1, INT64_MAX, version,
                                error);
}

/* Two who write at once are told by words of their own. */
static bool
refuse_if_changed(const struct call *call, const char *id, GError **error)
{
    g_autoptr(stored_draft) now = NULL;
    g_autofree char *name = NULL;

    if (!g_error_matches(*error, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_STATE))
        return false;
    g_clear_error(error);
    now = drafts_find(call->office->store, id, error);
    if (now == NULL)
        return false;
    name = name_of(call, now->actor);
    return refusal_set(error, REFUSAL_CHANGED,
                       "%s saved this draft while you were writing",
                       name != NULL ? name : "somebody");
}

/* POST /api/drafts/{id}?version=N: saves what was made of that version. */
bool
draft_save(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(stored_draft) draft =
        drafts_find(call->office->store, call->request->values[0], error);
    enum kind kind;

    if (draft == NULL || !draft_version(call, &draft->version, error))
        return false;
    g_free(draft->actor);
    draft->actor = g_strdup(call->session->actor);
    draft->changed_us = office_now(call->office);
    g_clear_pointer(&draft->sealed, g_bytes_unref);
    draft->sealed = seal_file(call, call->request->body, &kind, error);
    if (draft->sealed == NULL)
        return false;
    if (!g_str_equal(kinds[kind].name, draft->kind))
        return refusal_set(error, REFUSAL_RULE, "a draft keeps its kind");
    if (!drafts_write(call->office->store, draft, error))
        return refuse_if_changed(call, draft->draft, error);
    answer_saved(call, draft, response);
    return true;
}

/* POST /api/drafts/{id}/delete?version=N */
bool
draft_delete(const struct call *call, struct response *response, GError **error)
{
    const char *id = call->request->values[0];
    int64_t version;

    if (!draft_version(call, &version, error))
        return false;
    if (!drafts_delete(call->office->store, id, version, error))
        return refuse_if_changed(call, id, error);
    answer_xml(response, xml_begin("deleted"), "deleted");
    return note_activity(call, call->session->actor, "deleted a draft", id, error);
}

/* What is still missing or wrong, as far as the file alone can say. */
static void
append_judgement(GString *xml, const struct call *call, GBytes *file)
{
    g_autoptr(GPtrArray) violations = violations_new();
    struct uuid referral;
    const struct authoring_context context = {.referral = &referral,
                                              .created_us = office_now(call->office)};
    g_autoptr(authoring) authoring = NULL;

    uuid_new(&referral);
    authoring = authoring_read(office_validator(call->office, SCHEMA_AUTHORING), file,
                               &context, violations, NULL);
    append_violations(xml, violations, call->web->labels);
}

static void
append_file(GString *xml, GBytes *file)
{
    size_t size = 0;
    const char *text = g_bytes_get_data(file, &size);
    g_autofree char *escaped = g_markup_escape_text(text, (gssize)size);

    g_string_append_printf(xml, "<file>%s</file>\n", escaped);
}

/* GET /api/drafts/{id}: the author's file, and what is still wrong with it. */
bool
draft_get(const struct call *call, struct response *response, GError **error)
{
    g_autoptr(stored_draft) draft =
        drafts_find(call->office->store, call->request->values[0], error);
    g_autoptr(GBytes) file =
        draft != NULL ? sealing_open(call->office, draft->sealed, error) : NULL;
    GString *xml;

    if (file == NULL || !note_activity(call, call->session->actor, ACTIVITY_OPENED,
                                       draft->draft, error))
        return false;
    xml = xml_begin("opened");
    append_draft(xml, call, draft);
    g_string_append(xml, "/>\n");
    append_file(xml, file);
    append_judgement(xml, call, file);
    answer_xml(response, xml, "opened");
    return true;
}
