/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/import.h"

#include "agency-client/local_store/kept_details.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/office/dispatch.h"
#include "agency-client/office/draft.h"
#include "agency-client/office/export.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/parcel.h"
#include "agency-client/office/parcel_drafts.h"
#include "agency-client/office/sealing.h"

#include <string.h>

/* A reason to reject a part is in *reason; error is our own side's alone. */
struct importing {
    struct office *office;
    const char *directory;
    struct manifest *result;
};

static bool
distrust(GError **error, const char *words)
{
    g_set_error_literal(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED, words);
    return false;
}

static char *
id_text(const struct uuid *uuid)
{
    char text[UUID_TEXT_BYTES];

    uuid_write(uuid, text);
    return g_strdup(text);
}

static void
reject(const struct importing *importing, const struct manifest_part *part,
       const char *reason)
{
    g_autofree char *id = id_text(&part->document);

    manifest_add_rejected(importing->result, part->line, id, reason);
}

/* Signed by our own agency, with an identity that stood when it was. */
static bool
check_signature(struct office *office, GBytes *signature, GBytes *manifest,
                GError **error)
{
    const struct address_book *book = office_book(office, error);
    const struct registry_certificate *signer = NULL;
    struct digest digest = digest_of_bytes(manifest);
    struct signature_claim claim;
    g_autofree char *text = NULL;
    g_autoptr(GBytes) expected = NULL;
    g_autoptr(GBytes) content = NULL;
    char hex[DIGEST_HEX_CHARS];

    if (book == NULL || !signature_peek(signature, &claim, error))
        return false;
    content = registry_verify(book->registry, signature, claim.signing_time_us, &signer,
                              NULL, error);
    if (content == NULL)
        return false;
    if (!g_str_equal(signer->agency->id, office_agency(office)))
        return distrust(error, "the export is signed by another agency");
    digest_hex(&digest, hex);
    text = g_strconcat(EXPORT_STATEMENT, hex, "\n", NULL);
    expected = g_bytes_new(text, strlen(text));
    return g_bytes_equal(content, expected) ||
           distrust(error, PARCEL_MANIFEST " is not the one that was signed");
}

static struct manifest *
read_manifest(const struct importing *importing, GError **error)
{
    struct office *office = importing->office;
    g_autoptr(GBytes) bytes =
        parcel_read(importing->directory, NULL, PARCEL_MANIFEST, VIEW_MAX_BYTES, error);
    g_autoptr(GBytes) signature = NULL;
    g_autoptr(manifest) manifest = NULL;
    struct digest digest;

    if (bytes == NULL)
        return NULL;
    signature = parcel_read(importing->directory, NULL, PARCEL_SIGNATURE,
                            SIGNATURE_MAX_BYTES, error);
    if (signature == NULL || !check_signature(office, signature, bytes, error))
        return NULL;
    manifest = manifest_read(office_validator(office, SCHEMA_MANIFEST), bytes, error);
    if (manifest == NULL)
        return NULL;
    if (!g_str_equal(manifest->agency, office_agency(office))) {
        distrust(error, "this is the export of another agency");
        return NULL;
    }
    digest = digest_of_bytes(bytes);
    importing->result->has_source = true;
    memcpy(importing->result->source, digest.bytes, SHA256_BYTES);
    return g_steal_pointer(&manifest);
}

/* The part's document, proved; NULL with *reason set when it is to be rejected. */
static struct letter *
read_letter(const struct importing *importing, const struct manifest_part *part,
            GBytes *bytes, int64_t at_us, GError **reason)
{
    g_autoptr(letter) letter = letter_read(importing->office, bytes, at_us, reason);

    if (letter == NULL)
        return NULL;
    if (!uuid_is_equal(&letter->document->id, &part->document)) {
        distrust(reason, "the document has another id than the manifest says");
        return NULL;
    }
    if (part->is_sent &&
        !g_str_equal(letter->signer, office_agency(importing->office))) {
        distrust(reason, "the document is not signed by this agency");
        return NULL;
    }
    return g_steal_pointer(&letter);
}

static enum outbox_state
state_of(const struct manifest_part *part)
{
    for (int state = OUTBOX_QUEUED; state <= OUTBOX_SUPERSEDED; state++)
        if (g_str_equal(outbox_state_text((enum outbox_state)state), part->state))
            return (enum outbox_state)state;
    return OUTBOX_PARKED; /* the schema knows no other */
}

/* The receipt of a part, if it proves itself; else NULL, and one there is rejected. */
static GBytes *
read_receipt(const struct importing *importing, const struct manifest_part *part,
             GBytes *bytes, int64_t *sequence, int64_t *received_us)
{
    g_autofree char *id = id_text(&part->document);
    const struct outbox_item item = {.document = id, .bytes = bytes};
    g_autoptr(GBytes) receipt = NULL;
    g_autoptr(GError) reason = NULL;

    if (!part->has_receipt)
        return NULL;
    receipt = parcel_read_part(importing->directory, PARCEL_RECEIPTS, &part->document,
                               part->receipt, &reason);
    if (receipt != NULL && dispatch_check_receipt(importing->office, &item, receipt,
                                                  sequence, received_us, &reason))
        return g_steal_pointer(&receipt);
    reject(importing, part, reason->message);
    return NULL;
}

/* What is sent without a proof is sent once more: the exchange answers with one. */
static struct outbox_item *
make_item(const struct manifest_part *part, const struct document *document,
          GBytes *bytes, bool has_receipt)
{
    struct outbox_item *item = draft_item(document, bytes, part->at_us);

    item->state = state_of(part);
    if (item->state == OUTBOX_SENT && !has_receipt)
        item->state = OUTBOX_QUEUED;
    item->is_tried = part->is_tried;
    item->problem = g_strdup(part->problem);
    return item;
}

struct restoring {
    struct outbox_item *item;
    GBytes *receipt; /* NULL: none */
    int64_t sequence;
    int64_t received_us;
};

static bool
restore(struct local_store *store, void *data, GError **error)
{
    const struct restoring *restoring = data;
    struct outbox_item *item = restoring->item;
    g_autoptr(outbox_item) old =
        item->replaces != NULL ? outbox_find(store, item->replaces, NULL) : NULL;

    /* Its predecessor may have been rejected, and need not have been ours to hold. */
    if (old == NULL)
        g_clear_pointer(&item->replaces, g_free);
    return outbox_restore(store, item, error) &&
           (restoring->receipt == NULL ||
            outbox_settle(store, item, restoring->sequence, restoring->received_us,
                          restoring->receipt, error));
}

static bool
import_sent(const struct importing *importing, const struct manifest_part *part,
            GBytes *bytes, GError **error)
{
    g_autofree char *id = id_text(&part->document);
    g_autoptr(outbox_item) held = outbox_find(importing->office->store, id, NULL);
    g_autoptr(outbox_item) item = NULL;
    g_autoptr(letter) letter = NULL;
    g_autoptr(GBytes) receipt = NULL;
    g_autoptr(GError) reason = NULL;
    struct restoring restoring = {.received_us = part->at_us};

    if (held != NULL) {
        importing->result->present++;
        return true;
    }
    receipt = read_receipt(importing, part, bytes, &restoring.sequence,
                           &restoring.received_us);
    letter = read_letter(importing, part, bytes, restoring.received_us, &reason);
    if (letter == NULL) {
        reject(importing, part, reason->message);
        return true;
    }
    restoring.receipt = receipt;
    restoring.item = item = make_item(part, letter->document, bytes, receipt != NULL);
    if (!local_store_transact(importing->office->store, restore, &restoring, error))
        return false;
    importing->result->taken++;
    return true;
}

static struct stored_entry *
make_entry(const struct manifest_part *part, const struct document *document,
           GBytes *bytes)
{
    g_autoptr(outbox_item) item = draft_item(document, bytes, part->at_us);
    struct stored_entry *entry = g_new0(struct stored_entry, 1);

    entry->sequence = (int64_t)part->sequence;
    entry->document = g_steal_pointer(&item->document);
    entry->case_id = g_steal_pointer(&item->case_id);
    entry->kind = g_steal_pointer(&item->kind);
    entry->sender = g_strdup(document->from_agency);
    entry->recipient = g_steal_pointer(&item->recipient);
    entry->thread = g_steal_pointer(&item->thread);
    entry->received_us = part->at_us;
    entry->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    entry->bytes = g_bytes_ref(bytes);
    entry->state = g_str_equal(part->state, "stored") ? ENTRY_STORED : ENTRY_REJECTED;
    entry->reason = g_strdup(part->reason);
    entry->is_new = part->is_new;
    entry->is_due = part->is_due;
    return entry;
}

static bool
is_held(struct office *office, const struct stored_entry *entry)
{
    g_autoptr(stored_entry) held = mailbox_find(office->store, entry->document, NULL);

    return held != NULL && held->bytes != NULL &&
           (held->state == ENTRY_STORED || entry->state != ENTRY_STORED);
}

static bool
import_received(const struct importing *importing, const struct manifest_part *part,
                GBytes *bytes, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(letter) letter =
        read_letter(importing, part, bytes, part->at_us, &reason);
    g_autoptr(stored_entry) entry = NULL;

    if (letter == NULL) {
        reject(importing, part, reason->message);
        return true;
    }
    entry = make_entry(part, letter->document, bytes);
    if (is_held(importing->office, entry)) {
        importing->result->present++;
        return true;
    }
    if (!mailbox_restore(importing->office->store, entry, error))
        return false;
    importing->result->taken++;
    return true;
}

/* Sealed details of a part that a key of this home opens; NULL: rejected. */
static GBytes *
read_sealed(const struct importing *importing, const struct manifest_part *part,
            const char *folder, const uint8_t sha256[SHA256_BYTES])
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(GBytes) sealed = parcel_read_part(importing->directory, folder,
                                                &part->document, sha256, &reason);
    g_autoptr(GBytes) opened =
        sealed != NULL ? sealing_open(importing->office, sealed, &reason) : NULL;

    if (opened != NULL)
        return g_steal_pointer(&sealed);
    reject(importing, part, reason->message);
    return NULL;
}

static bool
import_details(const struct importing *importing, const struct manifest_part *part,
               GError **error)
{
    g_autofree char *id = id_text(&part->document);
    g_autoptr(GBytes) sealed = NULL;

    if (!part->has_details)
        return true;
    sealed = read_sealed(importing, part, PARCEL_DETAILS, part->details);
    return sealed == NULL ||
           kept_details_insert(importing->office->store, id, sealed, error);
}

/* All but the sealed part is in the document that is in the outbox by now. */
static bool
import_withheld(const struct importing *importing, const struct manifest_part *part,
                GBytes *bytes, GError **error)
{
    struct local_store *store = importing->office->store;
    g_autofree char *id = id_text(&part->document);
    g_autofree char *released = part->has_released ? id_text(&part->released) : NULL;
    g_autoptr(withheld) held = withheld_find(store, id, NULL);
    g_autoptr(outbox_item) item = outbox_find(store, id, NULL);
    g_autoptr(withheld) withheld = g_new0(struct withheld, 1);
    g_autoptr(letter) letter = NULL;

    if (!part->has_withheld || held != NULL || item == NULL)
        return true;
    letter = read_letter(importing, part, bytes,
                         item->received_us > 0 ? item->received_us : part->at_us, NULL);
    if (letter == NULL || letter->document->kind != KIND_REFERRAL)
        return true;
    withheld->sealed = read_sealed(importing, part, PARCEL_WITHHELD, part->withheld);
    if (withheld->sealed == NULL)
        return true;
    withheld->leg = g_strdup(id);
    withheld->referral = id_text(&letter->document->referral.referral);
    withheld->case_id = g_strdup(item->case_id);
    withheld->recipient = g_strdup(item->recipient);
    return withheld_insert(store, withheld, error) &&
           (released == NULL || withheld_mark_released(store, id, released, error));
}

static bool
import_part(const struct importing *importing, const struct manifest_part *part,
            GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(GBytes) bytes = parcel_read_part(importing->directory, PARCEL_DOCUMENTS,
                                               &part->document, part->sha256, &reason);

    if (bytes == NULL)
        reject(importing, part, reason->message);
    else if (!(part->is_sent ? import_sent : import_received)(importing, part, bytes,
                                                              error) ||
             !import_withheld(importing, part, bytes, error))
        return false;
    /* Its document may still come from the exchange. */
    return import_details(importing, part, error);
}

static bool
must_have_book(struct office *office, GError **error)
{
    if (office_book_if_any(office) != NULL)
        return true;
    if (office_refresh_book(office, error))
        return true;
    g_prefix_error(error, "the directory is needed to check signatures: ");
    return false;
}

struct manifest *
import_run(struct office *office, const char *directory, GError **error)
{
    g_autoptr(manifest) result =
        manifest_new(MANIFEST_IMPORT, office_agency(office), office_now(office));
    const struct importing importing = {office, directory, result};
    g_autoptr(manifest) manifest = NULL;

    if (office_keys(office, error) == NULL || !must_have_book(office, error))
        return NULL;
    manifest = read_manifest(&importing, error);
    if (manifest == NULL)
        return NULL;
    for (unsigned i = 0; i < manifest->parts->len; i++)
        if (!import_part(&importing,
                         &g_array_index(manifest->parts, struct manifest_part, i),
                         error))
            return NULL;
    if (!parcel_drafts_read(office, directory, manifest, result, error))
        return NULL;
    return g_steal_pointer(&result);
}
