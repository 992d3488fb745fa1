/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/offers.h"

#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/letter.h"

void
doubt_free(struct doubt *doubt)
{
    g_free(doubt->agency);
    g_free(doubt->service);
    g_free(doubt->why);
    g_free(doubt);
}

static char *
digest_take(char *body)
{
    char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, body, -1);

    g_free(body);
    return sha256;
}

struct stored_offer *
offers_of(const struct document *document, int64_t sequence)
{
    struct stored_offer *offer;
    bool is_service = document->kind == KIND_SERVICE;

    if (!is_service && document->kind != KIND_CAPACITY)
        return NULL;
    offer = g_new0(struct stored_offer, 1);
    offer->agency = g_strdup(document->from_agency);
    offer->service =
        g_strdup(is_service ? document->service.slug : document->capacity.service);
    offer->kind = g_strdup(kinds[document->kind].name);
    offer->sequence = sequence;
    offer->document = uuid_text(&document->id);
    offer->sha256 = digest_take(is_service ? service_body_write(&document->service)
                                           : capacity_body_write(&document->capacity));
    return offer;
}

/* One of the two documents that a listing is made of. */
struct part {
    const char *agency;
    const char *service;
    const char *kind;
    char *document;
    char *sha256; /* of the body as it is listed */
    int64_t at_us;
};

static void
part_clear(struct part *part)
{
    g_free(part->document);
    g_free(part->sha256);
}

typedef struct part part_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(part_auto, part_clear)

/* The signed bytes of a part, and where they stand in the log. */
struct source {
    GBytes *bytes;
    int64_t at_us;
    int64_t sequence;
};

static void
source_clear(struct source *source)
{
    g_clear_pointer(&source->bytes, g_bytes_unref);
}

typedef struct source source_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(source_auto, source_clear)

/* Of what came; false when it did not, or is held in the outbox alone. */
static bool
source_of_mailbox(struct office *office, const struct part *part, struct source *source)
{
    g_autoptr(stored_entry) entry = mailbox_find(office->store, part->document, NULL);

    if (entry == NULL || entry->bytes == NULL)
        return false;
    *source =
        (struct source){g_bytes_ref(entry->bytes), entry->received_us, entry->sequence};
    return true;
}

static bool
source_of_outbox(struct office *office, const struct part *part, struct source *source)
{
    g_autoptr(outbox_item) item = outbox_find(office->store, part->document, NULL);

    if (item == NULL)
        return false;
    *source = (struct source){
        g_bytes_ref(item->bytes),
        item->received_us > 0 ? item->received_us : item->queued_us, item->sequence};
    return true;
}

/* What the mailbox has not brought yet stands behind all that it has. */
static bool
source_of_exchange(struct office *office, const struct part *part,
                   struct source *source, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_auto(exchange_answer_auto) answer = {0};
    int64_t cursor;

    if (api == NULL || !mailbox_read_cursor(office->store, &cursor, error) ||
        !exchange_document_read(api, part->document, &answer, error))
        return false;
    *source = (struct source){g_bytes_ref(answer.body), part->at_us, cursor + 1};
    return true;
}

/* A signer that our directory does not know yet is a reason to ask for a newer one. */
static struct letter *
read_letter(struct office *office, const struct source *source, GError **error)
{
    struct letter *letter = letter_read(office, source->bytes, source->at_us, NULL);

    if (letter == NULL && !office_refresh_book(office, error))
        return NULL;
    return letter != NULL ? letter
                          : letter_read(office, source->bytes, source->at_us, error);
}

/* What the listed document offers, once it has proved itself; NULL with the reason. */
static struct stored_offer *
read_offer(struct office *office, const struct part *part, GError **error)
{
    g_auto(source_auto) source = {0};
    g_autoptr(letter) letter = NULL;
    g_autoptr(stored_offer) offer = NULL;

    if (!source_of_mailbox(office, part, &source) &&
        !source_of_outbox(office, part, &source) &&
        !source_of_exchange(office, part, &source, error))
        return NULL;
    letter = read_letter(office, &source, error);
    if (letter == NULL)
        return NULL;
    offer = offers_of(letter->document, source.sequence);
    if (offer == NULL || !g_str_equal(offer->kind, part->kind) ||
        !g_str_equal(offer->document, part->document) ||
        !g_str_equal(offer->agency, part->agency) ||
        !g_str_equal(offer->service, part->service)) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                    "the exchange names a document that is none of this service's");
        return NULL;
    }
    return g_steal_pointer(&offer);
}

/* The offer that was signed, or why it is doubted; false when our own side failed. */
static bool
find_offer(struct office *office, const struct part *part, struct stored_offer **offer,
           char **why, GError **error)
{
    g_autoptr(stored_offer) known = NULL;
    g_autoptr(GError) reason = NULL;

    if (!offers_find(office->store, part->agency, part->service, part->kind, &known,
                     error))
        return false;
    if (known != NULL && g_str_equal(known->document, part->document)) {
        *offer = g_steal_pointer(&known);
        return true;
    }
    *offer = read_offer(office, part, &reason);
    if (*offer == NULL && exchange_is_away(reason)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    if (*offer == NULL) {
        *why = g_strdup(reason->message);
        return true;
    }
    if (known != NULL && (*offer)->sequence < known->sequence) {
        *why = g_strdup_printf("the exchange lists an older %s than was signed last",
                               part->kind);
        return true;
    }
    return offers_write(office->store, *offer, error);
}

static bool
compare_part(struct office *office, const struct part *part, char **why, GError **error)
{
    g_autoptr(stored_offer) offer = NULL;

    if (!find_offer(office, part, &offer, why, error))
        return false;
    if (*why == NULL && !g_str_equal(offer->sha256, part->sha256))
        *why = g_strdup_printf("the %s that the exchange lists is not the one that the "
                               "agency signed",
                               part->kind);
    return true;
}

static bool
compare_listing(struct office *office, const struct listing *listing, char **why,
                GError **error)
{
    g_auto(part_auto) service = {
        .agency = listing->agency,
        .service = listing->service.slug,
        .kind = kinds[KIND_SERVICE].name,
        .document = uuid_text(&listing->document),
        .sha256 = digest_take(service_body_write(&listing->service)),
        .at_us = listing->published_us,
    };
    g_auto(part_auto) room = {
        .agency = listing->agency,
        .service = listing->service.slug,
        .kind = kinds[KIND_CAPACITY].name,
        .document = uuid_text(&listing->notice),
        .at_us = listing->noticed_us,
    };

    if (!compare_part(office, &service, why, error))
        return false;
    if (*why != NULL || !listing->has_capacity)
        return true;
    room.sha256 = digest_take(capacity_body_write(&listing->capacity));
    return compare_part(office, &room, why, error);
}

GPtrArray *
offers_compare(struct office *office, const struct services_view *view, GError **error)
{
    g_autoptr(GPtrArray) doubts =
        g_ptr_array_new_with_free_func((GDestroyNotify)doubt_free);

    for (size_t i = 0; i < view->listing_count; i++) {
        const struct listing *listing = &view->listings[i];
        g_autofree char *why = NULL;
        struct doubt *doubt;

        if (!compare_listing(office, listing, &why, error))
            return NULL;
        if (why == NULL)
            continue;
        doubt = g_new0(struct doubt, 1);
        doubt->agency = g_strdup(listing->agency);
        doubt->service = g_strdup(listing->service.slug);
        doubt->why = g_steal_pointer(&why);
        g_ptr_array_add(doubts, doubt);
    }
    return g_steal_pointer(&doubts);
}
