/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/draft.h"

#include "agency-client/office/sealing.h"
#include "common/documents/details.h"
#include "common/documents/document.h"
#include "common/documents/kinds.h"
#include "common/documents/lifecycle.h"
#include "common/documents/matter.h"
#include "common/trust/signature.h"

/* Of a leg's, it predicts where the leg will stand. */
char *
draft_step_name(const struct document *document)
{
    enum leg_event event;

    if (matter_has_kind(document->kind))
        return matter_step_name(document->kind, document->matter.word);
    return g_strdup(lifecycle_event_of(document, &event) ? leg_event_names[event]
                                                         : kinds[document->kind].name);
}

struct outbox_item *
draft_item(const struct document *document, GBytes *bytes, int64_t now_us)
{
    struct outbox_item *item = g_new0(struct outbox_item, 1);
    const struct uuid *leg = document_leg(document);
    const struct uuid *thread = leg != NULL ? leg : document_matter(document);
    char text[UUID_TEXT_BYTES];

    uuid_write(&document->id, text);
    item->document = g_strdup(text);
    uuid_write(&document->case_id, text);
    item->case_id = g_strdup(text);
    if (thread != NULL) {
        uuid_write(thread, text);
        item->thread = g_strdup(text);
    }
    if (document->has_supersedes) {
        uuid_write(&document->supersedes, text);
        item->replaces = g_strdup(text);
    }
    item->kind = g_strdup(kinds[document->kind].name);
    item->step = draft_step_name(document);
    item->recipient = g_strdup(document->to_agency);
    item->bytes = g_bytes_ref(bytes);
    item->queued_us = now_us;
    return item;
}

/* Seals what was written, or only who wrote; neither leaves both NULL. */
static bool
seal_details(struct office *office, const struct draft *draft, GBytes **bound,
             GBytes **sealed, GError **error)
{
    g_autoptr(GBytes) details = NULL;

    if (draft->details != NULL)
        details = g_bytes_ref(draft->details);
    else if (draft->by != NULL)
        details = details_without_words();
    else
        return true;
    *bound = details_bind(details, &draft->id, &draft->case_id, office_agency(office),
                          draft->by, error);
    if (*bound != NULL)
        *sealed = sealing_close(office, draft->to, *bound, error);
    return *sealed != NULL;
}

static bool
judge_details(struct office *office, GBytes *bound, const struct document *document,
              GPtrArray *violations, GError **error)
{
    g_autoptr(details) details = NULL;

    if (bound == NULL)
        return true;
    details = details_judge(office_validator(office, SCHEMA_DETAILS), bound, document,
                            violations, error);
    return details != NULL;
}

struct outbox_item *
draft_sign(struct office *office, const struct draft *draft, GPtrArray *violations,
           GError **error)
{
    int64_t now_us = office_now(office);
    const struct envelope envelope = {.id = draft->id,
                                      .case_id = draft->case_id,
                                      .created_us = now_us - now_us % SECOND_US,
                                      .in_reply_to = draft->in_reply_to,
                                      .supersedes = draft->supersedes,
                                      .marking = draft->marking,
                                      .retention = draft->retention,
                                      .is_test = draft->is_test,
                                      .from_agency = office_agency(office),
                                      .from_role = draft->role,
                                      .from_actor = draft->actor,
                                      .to_agency = draft->to};
    const struct ring_key *identity = office_identity(office, error);
    g_autoptr(GBytes) bound = NULL;
    g_autoptr(GBytes) sealed = NULL;
    g_autoptr(GBytes) content = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(document) document = NULL;

    if (identity == NULL || !seal_details(office, draft, &bound, &sealed, error))
        return NULL;
    content = document_write(&envelope, draft->body, sealed);
    document = document_judge(office_validator(office, SCHEMA_WIRE), content,
                              violations, error);
    if (document == NULL || !judge_details(office, bound, document, violations, error))
        return NULL;
    bytes = signature_write(content, identity->credential, identity->key, now_us,
                            SIGNATURE_WITHOUT_CERTIFICATE, error);
    return bytes != NULL ? draft_item(document, bytes, now_us) : NULL;
}
