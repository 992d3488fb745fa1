/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/reseal.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/matters.h"
#include "agency-client/office/draft.h"
#include "agency-client/office/letter.h"
#include "common/documents/matter.h"

struct replacing {
    const struct outbox_item *old;
    struct outbox_item *replacement;
    const struct known_leg *leg; /* of a referral: the leg that now has another id */
    const struct known_matter *matter; /* of what opens one: the same */
};

static bool
replace(struct local_store *store, void *data, GError **error)
{
    const struct replacing *replacing = data;
    const char *document = replacing->replacement->document;

    if (!outbox_replace(store, replacing->old, replacing->replacement, error))
        return false;
    if (replacing->leg != NULL) {
        struct known_leg moved = *replacing->leg;

        moved.leg = (char *)document;
        return legs_write(store, &moved, error) &&
               legs_delete(store, replacing->leg->leg, error);
    }
    if (replacing->matter != NULL) {
        struct known_matter moved = *replacing->matter;

        moved.matter = (char *)document;
        moved.case_id = replacing->replacement->case_id;
        return matters_write(store, &moved, error) &&
               matters_delete(store, replacing->matter->matter, error);
    }
    /* A disclosure that was signed again is the one that released the details. */
    if (g_str_equal(replacing->old->kind, kinds[KIND_DISCLOSURE].name))
        return withheld_mark_released(store, replacing->old->thread, document, error);
    return true;
}

/* What an opening document opened has another id once it is signed again. */
static bool
find_moved(struct office *office, const struct document *document,
           const struct outbox_item *item, struct known_leg **leg,
           struct known_matter **matter, GError **error)
{
    if (document->kind == KIND_REFERRAL) {
        *leg = legs_find(office->store, item->document, error);
        return *leg != NULL;
    }
    if (matter_life_of(document->kind) != NULL) {
        *matter = matters_find(office->store, item->document, error);
        return *matter != NULL;
    }
    return true;
}

bool
reseal(struct office *office, const struct outbox_item *item, GError **error)
{
    g_autoptr(letter) letter = NULL;
    g_autoptr(outbox_item) replacement = NULL;
    g_autoptr(known_leg) leg = NULL;
    g_autoptr(known_matter) matter = NULL;
    g_autofree char *body = NULL;
    struct replacing replacing = {.old = item};
    struct draft draft;

    if (office_keys(office, error) == NULL)
        return false;
    letter = letter_read(office, item->bytes, item->queued_us, error);
    if (letter == NULL || !letter_open(office, letter, error) ||
        !find_moved(office, letter->document, item, &leg, &matter, error))
        return false;
    body = document_write_body(letter->document);
    draft = (struct draft){.case_id = letter->document->case_id,
                           .in_reply_to = letter->document->has_in_reply_to
                                              ? &letter->document->in_reply_to
                                              : NULL,
                           .supersedes = &letter->document->id,
                           .marking = letter->document->marking,
                           .retention = letter->document->retention,
                           .is_test = letter->document->is_test,
                           .role = letter->document->from_role,
                           .actor = letter->document->from_actor,
                           .to = letter->document->to_agency,
                           .body = body,
                           .details = letter->details_xml};
    office_new_id(office, &draft.id);
    if (kinds[letter->document->kind].is_own_case)
        draft.case_id = draft.id;
    replacement = draft_sign(office, &draft, NULL, error);
    replacing.replacement = replacement;
    replacing.leg = leg;
    replacing.matter = matter;
    return replacement != NULL &&
           local_store_transact(office->store, replace, &replacing, error);
}
