/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/compose.h"

#include "agency-client/office/draft.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/matter_progress.h"
#include "agency-client/office/sealing.h"
#include "common/documents/details.h"

void
composed_free(struct composed *composed)
{
    if (composed == NULL)
        return;
    g_free(composed->referral);
    g_free(composed->leg);
    g_clear_pointer(&composed->items, g_ptr_array_unref);
    g_clear_pointer(&composed->legs, g_ptr_array_unref);
    g_clear_pointer(&composed->matters, g_ptr_array_unref);
    g_clear_pointer(&composed->withheld, g_ptr_array_unref);
    g_free(composed);
}

struct composed *
composed_new(enum kind kind)
{
    struct composed *composed = g_new0(struct composed, 1);

    composed->kind = kind;
    composed->items = g_ptr_array_new_with_free_func((GDestroyNotify)outbox_item_free);
    composed->legs = g_ptr_array_new_with_free_func((GDestroyNotify)known_leg_free);
    composed->matters =
        g_ptr_array_new_with_free_func((GDestroyNotify)known_matter_free);
    composed->withheld = g_ptr_array_new_with_free_func((GDestroyNotify)withheld_free);
    return composed;
}

struct draft
compose_draft(struct office *office, const struct authoring *authoring,
              const struct authored *authored, const struct uuid *case_id,
              const char *to)
{
    /* Without words too, unless what must carry no sealed part then had one. */
    bool is_named =
        authored->details != NULL || kinds[authoring->kind].sealed == SEALED_OPTIONAL;
    struct draft draft = {.case_id = *case_id,
                          .marking = authoring->marking,
                          .retention = authoring->retention,
                          .is_test = authoring->is_test,
                          .role = office->role ? office->role : authoring->role,
                          .actor = office->actor ? office->actor : authoring->actor,
                          .by = is_named ? office->name : NULL,
                          .to = to,
                          .body = authored->body,
                          .details = authored->details};

    office_new_id(office, &draft.id);
    return draft;
}

static struct known_leg *
make_leg(struct office *office, const struct composed *composed,
         const struct outbox_item *item)
{
    struct known_leg *leg = g_new0(struct known_leg, 1);

    leg->leg = g_strdup(item->document);
    leg->referral = g_strdup(composed->referral);
    leg->case_id = g_strdup(item->case_id);
    leg->referrer = g_strdup(office_agency(office));
    leg->recipient = g_strdup(item->recipient);
    leg->mode = g_strdup(referral_mode_names[composed->mode]);
    leg->urgency = g_strdup(urgency_names[composed->urgency]);
    leg->state = g_strdup("");
    leg->offered_us = item->queued_us;
    leg->changed_us = item->queued_us;
    return leg;
}

/* First-accept: the candidates see the coded summary, and nobody the details yet. */
static bool
withhold(struct office *office, struct composed *composed, const struct draft *draft,
         const struct outbox_item *item, GError **error)
{
    struct withheld *withheld;
    /* Who wrote them is not who is there when they are released. */
    g_autoptr(GBytes) details =
        details_bind(draft->details, &draft->id, &draft->case_id, office_agency(office),
                     draft->by, error);
    GBytes *sealed = details != NULL ? sealing_keep(office, details, error) : NULL;

    if (sealed == NULL)
        return false;
    withheld = g_new0(struct withheld, 1);
    withheld->leg = g_strdup(item->document);
    withheld->referral = g_strdup(composed->referral);
    withheld->case_id = g_strdup(item->case_id);
    withheld->recipient = g_strdup(item->recipient);
    withheld->sealed = sealed;
    g_ptr_array_add(composed->withheld, withheld);
    return true;
}

static bool
compose_leg(struct office *office, struct composed *composed,
            const struct authoring *authoring, const struct authored *authored,
            const struct uuid *case_id, GPtrArray *violations, GError **error)
{
    const struct draft whole =
        compose_draft(office, authoring, authored, case_id, authored->recipient);
    bool is_withheld = composed->mode == MODE_FIRST_ACCEPT;
    struct draft draft = whole;
    struct outbox_item *item;

    if (is_withheld) {
        draft.details = NULL;
        draft.by = NULL;
    }
    item = draft_sign(office, &draft, violations, error);
    if (item == NULL) {
        g_prefix_error(error, "to %s: ", authored->recipient);
        return false;
    }
    g_ptr_array_add(composed->items, item);
    g_ptr_array_add(composed->legs, make_leg(office, composed, item));
    return !is_withheld || withhold(office, composed, &whole, item, error);
}

bool
compose_refuse_kind(enum kind kind, enum kind wanted, GError **error)
{
    return refusal_set(error, REFUSAL_RULE, "this file is a %s, where a %s is needed",
                       kinds[kind].name, kinds[wanted].name);
}

struct composed *
compose_referral(struct office *office, GBytes *file, const GArray *vacancies,
                 GPtrArray *violations, GError **error)
{
    struct uuid referral;
    struct uuid new_case;
    struct authoring_context context = {.referral = &referral,
                                        .created_us = office_now(office)};
    g_autoptr(composed) composed = composed_new(KIND_REFERRAL);
    g_autoptr(authoring) authoring = NULL;

    if (vacancies != NULL) {
        context.vacancies = (const struct authoring_vacancy *)(void *)vacancies->data;
        context.vacancy_count = vacancies->len;
    }
    uuid_new(&referral);
    uuid_new(&new_case);
    authoring = authoring_read(office_validator(office, SCHEMA_AUTHORING), file,
                               &context, violations, error);
    if (authoring == NULL)
        return NULL;
    if (authoring->kind != KIND_REFERRAL) {
        compose_refuse_kind(authoring->kind, KIND_REFERRAL, error);
        return NULL;
    }
    composed->mode = authoring->mode;
    composed->urgency = authoring->urgency;
    composed->referral = uuid_text(&referral);
    for (size_t i = 0; i < authoring->document_count; i++)
        if (!compose_leg(office, composed, authoring, &authoring->documents[i],
                         authoring->has_case ? &authoring->case_id : &new_case,
                         violations, error))
            return NULL;
    return g_steal_pointer(&composed);
}

/*
 * The step is judged by what was written, so that a file and options are judged alike.
 * Whether a decline's reasons may follow an acceptance is in the document itself.
 */
static bool
check_step(struct office *office, const struct progress *progress,
           const struct outbox_item *item, GError **error)
{
    g_autoptr(letter) letter = letter_read(office, item->bytes, item->queued_us, error);
    enum leg_event event;

    if (letter == NULL)
        return false;
    if (!lifecycle_event_of(letter->document, &event))
        return true;
    return progress_check(progress, event,
                          letter->document->kind == KIND_RESPONSE &&
                              letter->document->response.is_post_accept,
                          error);
}

struct composed *
compose_step(struct office *office, const struct known_leg *known, GBytes *file,
             enum kind kind, const struct uuid *request, GPtrArray *violations,
             GError **error)
{
    struct uuid leg;
    struct uuid case_id;
    const struct authoring_context context = {
        .leg = &leg, .request = request, .created_us = office_now(office)};
    g_autoptr(composed) composed = composed_new(kind);
    g_autoptr(authoring) authoring = NULL;
    struct progress progress;
    struct draft draft;
    struct outbox_item *item;

    g_assert(uuid_read(known->leg, &leg) && uuid_read(known->case_id, &case_id));
    if (!progress_read(office, known, &progress, error))
        return NULL;
    authoring = authoring_read(office_validator(office, SCHEMA_AUTHORING), file,
                               &context, violations, error);
    if (authoring == NULL)
        return NULL;
    if (authoring->kind != kind) {
        compose_refuse_kind(authoring->kind, kind, error);
        return NULL;
    }
    draft = compose_draft(office, authoring, &authoring->documents[0], &case_id,
                          progress.partner);
    draft.in_reply_to = request != NULL ? request : &leg;
    item = draft_sign(office, &draft, violations, error);
    if (item == NULL)
        return NULL;
    g_ptr_array_add(composed->items, item);
    composed->leg = g_strdup(known->leg);
    if (!check_step(office, &progress, item, error))
        return NULL;
    return g_steal_pointer(&composed);
}

struct queueing {
    struct office *office;
    const struct composed *composed;
};

static bool
check_leg_again(struct office *office, const struct composed *composed, GError **error)
{
    g_autoptr(known_leg) known = legs_find(office->store, composed->leg, error);
    struct progress progress;

    return known != NULL && progress_read(office, known, &progress, error) &&
           check_step(office, &progress, composed->items->pdata[0], error);
}

/* A step in a matter that is there; what opens one has nobody before it. */
static bool
check_matter_again(struct office *office, const struct outbox_item *item,
                   GError **error)
{
    g_auto(matter_progress_auto) progress = {0};
    g_autoptr(known_matter) known =
        item->thread != NULL ? matters_find(office->store, item->thread, NULL) : NULL;
    g_autoptr(letter) letter = NULL;

    if (known == NULL)
        return true;
    letter = letter_read(office, item->bytes, item->queued_us, error);
    return letter != NULL && matter_progress_read(office, known, &progress, error) &&
           matter_progress_check(&progress, letter->document, error);
}

/* Since it was written a colleague may have taken a step. */
static bool
check_again(const struct queueing *queueing, GError **error)
{
    const struct composed *composed = queueing->composed;

    if (composed->leg != NULL)
        return check_leg_again(queueing->office, composed, error);
    for (unsigned i = 0; i < composed->items->len; i++)
        if (!check_matter_again(queueing->office, composed->items->pdata[i], error))
            return false;
    return true;
}

static bool
queue(struct local_store *store, void *data, GError **error)
{
    const struct queueing *queueing = data;
    const struct composed *composed = queueing->composed;

    if (!check_again(queueing, error))
        return false;
    for (unsigned i = 0; i < composed->items->len; i++)
        if (!outbox_insert(store, composed->items->pdata[i], error))
            return false;
    for (unsigned i = 0; i < composed->legs->len; i++)
        if (!legs_write(store, composed->legs->pdata[i], error))
            return false;
    for (unsigned i = 0; i < composed->matters->len; i++)
        if (!matters_write(store, composed->matters->pdata[i], error))
            return false;
    for (unsigned i = 0; i < composed->withheld->len; i++)
        if (!withheld_insert(store, composed->withheld->pdata[i], error))
            return false;
    return true;
}

bool
compose_queue(struct office *office, const struct composed *composed, GError **error)
{
    struct queueing queueing = {office, composed};

    return local_store_transact(office->store, queue, &queueing, error);
}
