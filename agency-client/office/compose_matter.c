/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/compose_matter.h"

#include "agency-client/office/draft.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/matter_progress.h"

/* What an opening document takes from what it is about. */
struct origin {
    struct uuid case_id;
    char *partner; /* the other agency of that; NULL: it is about nothing */
};

static char *
other_of(const struct office *office, const char *one, const char *other)
{
    return g_strdup(g_str_equal(one, office_agency(office)) ? other : one);
}

static bool
find_leg_origin(struct office *office, const struct uuid *leg, struct origin *origin,
                GError **error)
{
    g_autofree char *id = uuid_text(leg);
    g_autoptr(known_leg) known = legs_find(office->store, id, error);

    if (known == NULL || !uuid_read(known->case_id, &origin->case_id))
        return false;
    origin->partner = other_of(office, known->referrer, known->recipient);
    return true;
}

static bool
find_parent_origin(struct office *office, const struct uuid *parent,
                   struct origin *origin, GError **error)
{
    g_autofree char *id = uuid_text(parent);
    g_autoptr(known_matter) known = matters_find(office->store, id, error);

    if (known == NULL || !uuid_read(known->case_id, &origin->case_id))
        return false;
    origin->partner = other_of(office, known->opener, known->other);
    return true;
}

/* What is about a leg, or under another matter, belongs to its case and its parties. */
static bool
find_origin(struct office *office, const struct authoring *authoring,
            const struct authoring_peek *peek, struct origin *origin, GError **error)
{
    if (peek->has_leg)
        return find_leg_origin(office, &peek->leg, origin, error);
    if (peek->has_parent)
        return find_parent_origin(office, &peek->parent, origin, error);
    if (authoring->has_case)
        origin->case_id = authoring->case_id;
    else
        uuid_new(&origin->case_id);
    return true;
}

static struct known_matter *
make_matter(struct office *office, const struct document *document,
            const struct outbox_item *item)
{
    struct known_matter *matter = g_new0(struct known_matter, 1);

    matter->matter = g_strdup(item->document);
    matter->kind = g_strdup(item->kind);
    if (document->matter.has_group)
        matter->group = uuid_text(&document->matter.group);
    if (document->matter.has_leg)
        matter->leg = uuid_text(&document->matter.leg);
    matter->case_id = g_strdup(item->case_id);
    matter->opener = g_strdup(office_agency(office));
    matter->other = g_strdup(item->recipient);
    matter->state = g_strdup("");
    matter->opened_us = item->queued_us;
    matter->changed_us = item->queued_us;
    return matter;
}

/* Signs one document, and judges it as a step or takes it as an opening. */
static bool
compose_one(struct office *office, struct composed *composed, const struct draft *draft,
            const struct matter_progress *progress, GPtrArray *violations,
            GError **error)
{
    struct outbox_item *item = draft_sign(office, draft, violations, error);
    g_autoptr(letter) letter = NULL;

    if (item == NULL)
        return false;
    g_ptr_array_add(composed->items, item);
    letter = letter_read(office, item->bytes, item->queued_us, error);
    if (letter == NULL)
        return false;
    if (progress != NULL)
        return matter_progress_check(progress, letter->document, error);
    if (matter_life_of(letter->document->kind) != NULL)
        g_ptr_array_add(composed->matters, make_matter(office, letter->document, item));
    return true;
}

static bool
compose_opening(struct office *office, struct composed *composed,
                const struct authoring *authoring, const struct authoring_peek *peek,
                GPtrArray *violations, GError **error)
{
    g_autofree char *partner = NULL;
    struct origin origin = {0};

    if (!find_origin(office, authoring, peek, &origin, error))
        return false;
    partner = origin.partner;
    for (size_t i = 0; i < authoring->document_count; i++) {
        const struct authored *authored = &authoring->documents[i];
        struct draft draft =
            compose_draft(office, authoring, authored, &origin.case_id,
                          authored->recipient != NULL ? authored->recipient : partner);

        if (kinds[authoring->kind].is_own_case)
            draft.case_id = draft.id;
        if (!compose_one(office, composed, &draft, NULL, violations, error))
            return false;
    }
    return true;
}

/* To the other agency of the matter; in what was published the file may say to whom. */
static bool
compose_matter_step(struct office *office, struct composed *composed,
                    const struct authoring *authoring,
                    const struct matter_progress *progress,
                    const struct known_matter *known, GPtrArray *violations,
                    GError **error)
{
    const struct authored *authored = &authoring->documents[0];
    bool is_published = kinds[authoring->kind].addressing == PUBLISHED;
    struct uuid matter;
    struct uuid case_id;
    struct draft draft;

    g_assert(uuid_read(known->matter, &matter) && uuid_read(known->case_id, &case_id));
    draft = compose_draft(office, authoring, authored, &case_id,
                          is_published                ? NULL
                          : progress->partner != NULL ? progress->partner
                                                      : authored->recipient);
    draft.in_reply_to = &matter;
    return compose_one(office, composed, &draft, progress, violations, error);
}

/* Adds what a file makes of one matter, or opens. */
static bool
compose_into(struct office *office, struct composed *composed,
             const struct known_matter *known, const char *const *partners,
             GBytes *file, const struct authoring_peek *peek, GPtrArray *violations,
             GError **error)
{
    g_auto(matter_progress_auto) progress = {0};
    g_autoptr(authoring) authoring = NULL;
    struct authoring_context context = {.created_us = office_now(office),
                                        .us = office_agency(office),
                                        .partners = partners};
    struct uuid group;
    struct uuid matter;

    uuid_new(&group);
    context.group = &group;
    context.leg = peek->has_leg ? &peek->leg : NULL;
    if (known != NULL) {
        if (!matter_progress_read(office, known, &progress, error))
            return false;
        g_assert(uuid_read(known->matter, &matter));
        context.matter = &matter;
        context.partner = progress.partner;
    }
    authoring = authoring_read(office_validator(office, SCHEMA_AUTHORING), file,
                               &context, violations, error);
    if (authoring == NULL)
        return false;
    return known != NULL
               ? compose_matter_step(office, composed, authoring, &progress, known,
                                     violations, error)
               : compose_opening(office, composed, authoring, peek, violations, error);
}

struct composed *
compose_matter(struct office *office, const struct known_matter *known, GBytes *file,
               const struct authoring_peek *peek, GPtrArray *violations, GError **error)
{
    g_autoptr(composed) composed = composed_new(peek->kind);

    return compose_into(office, composed, known, NULL, file, peek, violations, error)
               ? g_steal_pointer(&composed)
               : NULL;
}

/* The other agencies of matters that were opened together. */
static GPtrArray *
list_partners(const GPtrArray *matters)
{
    GPtrArray *partners = g_ptr_array_new();

    for (unsigned i = 0; i < matters->len; i++) {
        const struct known_matter *known = matters->pdata[i];

        if (known->other != NULL)
            g_ptr_array_add(partners, known->other);
    }
    g_ptr_array_add(partners, NULL);
    return partners;
}

/*
 * The same step in each matter of a group, minutes to everybody who was invited.  Where
 * it is not open, because that agency was told or has done it, nothing is sent.
 */
static struct composed *
compose_group(struct office *office, const char *group, const GPtrArray *matters,
              GBytes *file, const struct authoring_peek *peek, GPtrArray *violations,
              GError **error)
{
    g_autoptr(composed) composed = composed_new(peek->kind);
    g_autoptr(GPtrArray) partners = list_partners(matters);
    g_autoptr(GError) closed = NULL;

    for (unsigned i = 0; i < matters->len; i++) {
        const struct known_matter *known = matters->pdata[i];
        unsigned count = composed->items->len;
        g_autoptr(GError) why = NULL;

        if (g_strcmp0(known->group, group) != 0 ||
            compose_into(office, composed, known, (const char *const *)partners->pdata,
                         file, peek, violations, &why))
            continue;
        if (!g_error_matches(why, OFFICE_ERROR, OFFICE_ERROR_STEP)) {
            g_propagate_prefixed_error(error, g_steal_pointer(&why),
                                       "to %s: ", known->other);
            return NULL;
        }
        g_ptr_array_set_size(composed->items, (int)count);
        g_set_error_literal(closed == NULL ? &closed : NULL, OFFICE_ERROR,
                            OFFICE_ERROR_STEP, why->message);
    }
    if (composed->items->len > 0)
        return g_steal_pointer(&composed);
    g_propagate_error(error, g_steal_pointer(&closed));
    return NULL;
}

static bool
is_leg_step(enum kind kind)
{
    return kinds[kind].matter == NULL && kinds[kind].addressing == ADDRESSED_TO_AGENCY;
}

static bool
is_matter_step(enum kind kind)
{
    return kinds[kind].matter != NULL && kinds[kind].matter->life == NULL;
}

/* The thread as the caller or the file names it. */
static char *
find_thread(const char *thread, const struct authoring_peek *peek, GError **error)
{
    if (thread != NULL)
        return g_strdup(thread);
    if (peek->has_leg || peek->has_matter)
        return uuid_text(peek->has_leg ? &peek->leg : &peek->matter);
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "a %s belongs to something: say what, with the id that 'agency-client "
                "inbox' or 'matters' shows",
                kinds[peek->kind].name);
    return NULL;
}

/* One matter by its own id, or all of a group by the group's. */
static struct composed *
compose_threads(struct office *office, const char *id, GBytes *file,
                const struct authoring_peek *peek, GPtrArray *violations,
                GError **error)
{
    g_autoptr(GPtrArray) matters = NULL;
    g_autoptr(GError) unknown = NULL;
    g_autoptr(known_matter) matter = matters_find(office->store, id, &unknown);

    if (matter != NULL)
        return compose_matter(office, matter, file, peek, violations, error);
    matters = matters_list(office->store, id, NULL, error);
    if (matters == NULL)
        return NULL;
    for (unsigned i = 0; i < matters->len; i++) {
        const struct known_matter *known = matters->pdata[i];

        if (g_strcmp0(known->group, id) == 0)
            return compose_group(office, id, matters, file, peek, violations, error);
    }
    g_propagate_error(error, g_steal_pointer(&unknown));
    return NULL;
}

struct composed *
compose_file(struct office *office, GBytes *file, const char *thread,
             const enum kind *kind, GPtrArray *violations, GError **error)
{
    struct authoring_peek peek;
    g_autofree char *id = NULL;
    g_autoptr(known_leg) leg = NULL;

    if (!authoring_look(file, &peek, violations, error))
        return NULL;
    if (kind != NULL && peek.kind != *kind) {
        compose_refuse_kind(peek.kind, *kind, error);
        return NULL;
    }
    if (peek.kind == KIND_REFERRAL)
        return compose_referral(office, file, NULL, violations, error);
    if (!is_leg_step(peek.kind) && !is_matter_step(peek.kind))
        return compose_matter(office, NULL, file, &peek, violations, error);
    id = find_thread(thread, &peek, error);
    if (id == NULL)
        return NULL;
    if (is_leg_step(peek.kind)) {
        leg = legs_find(office->store, id, error);
        return leg == NULL ? NULL
                           : compose_step(office, leg, file, peek.kind, NULL,
                                          violations, error);
    }
    return compose_threads(office, id, file, &peek, violations, error);
}
