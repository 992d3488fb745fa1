/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/export.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/lapse.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/parcel.h"
#include "agency-client/office/parcel_drafts.h"
#include "agency-client/office/sealing.h"
#include "common/trust/seal.h"

#include <string.h>

#define ENTRIES_AT_ONCE 100

static const char *const folders[] = {PARCEL_DOCUMENTS, PARCEL_RECEIPTS, PARCEL_DETAILS,
                                      PARCEL_WITHHELD,  PARCEL_DRAFTS,   NULL};

struct exporting {
    struct office *office;
    const char *directory;
    struct credential *sealing;
    struct manifest *manifest;
    GHashTable *done; /* ids of documents that are written */
};

static bool
refuse(GError **error, const char *words)
{
    g_set_error_literal(error, OFFICE_ERROR, OFFICE_ERROR_INVALID, words);
    return false;
}

/* Whoever holds this key will read everything: it must be ours, and in force. */
static bool
check_sealing(struct office *office, const struct credential *sealing, GError **error)
{
    const struct address_book *book = office_book(office, error);
    const struct registry_certificate *listed;
    int64_t now_us = office_now(office);

    if (book == NULL || !registry_check_crl(book->registry, now_us, error) ||
        !authority_check(office->home->authority, sealing, CREDENTIAL_SEALING, now_us,
                         error) ||
        !crl_check(book->crl, sealing, now_us, error))
        return false;
    if (g_strcmp0(credential_agency(sealing), office_agency(office)) != 0)
        return refuse(error, "this sealing certificate is another agency's");
    listed = registry_find_sha256(book->registry, credential_sha256(sealing));
    return listed == NULL ||
           registry_judge_certificate(listed, CREDENTIAL_SEALING, now_us, error);
}

/* The profile has two recipients: here both of them are the one key. */
static bool
write_sealed(const struct exporting *exporting, const char *folder, const char *name,
             GBytes *details, uint8_t sha256[SHA256_BYTES], GError **error)
{
    g_autoptr(GBytes) sealed =
        seal_close(details, exporting->sealing, exporting->sealing, error);

    return sealed != NULL &&
           parcel_write(exporting->directory, folder, name, sealed, sha256, error);
}

/* A view of cases that is over goes nowhere. */
static bool
write_details(const struct exporting *exporting, const char *name, GBytes *bytes,
              int64_t at_us, struct manifest_part *part, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(letter) letter = letter_read(exporting->office, bytes, at_us, &reason);

    if (letter != NULL && lapse_is_over(exporting->office, letter))
        return true;
    if (letter == NULL || !letter_open(exporting->office, letter, &reason)) {
        g_autofree char *id = g_strndup(name, UUID_TEXT_BYTES - 1);

        manifest_add_rejected(exporting->manifest, 0, id, reason->message);
        return true;
    }
    if (letter->details_xml == NULL)
        return true;
    part->has_details = write_sealed(exporting, PARCEL_DETAILS, name,
                                     letter->details_xml, part->details, error);
    return part->has_details;
}

static bool
write_receipt(const struct exporting *exporting, const char *document, const char *name,
              struct manifest_part *part, GError **error)
{
    g_autoptr(GBytes) receipt = receipt_find(exporting->office->store, document, NULL);

    if (receipt == NULL)
        return true;
    part->has_receipt = parcel_write(exporting->directory, PARCEL_RECEIPTS, name,
                                     receipt, part->receipt, error);
    return part->has_receipt;
}

static bool
write_withheld(const struct exporting *exporting, const char *document,
               const char *name, struct manifest_part *part, GError **error)
{
    g_autoptr(withheld) withheld =
        withheld_find(exporting->office->store, document, NULL);
    g_autoptr(GBytes) details = NULL;
    g_autoptr(GError) reason = NULL;

    if (withheld == NULL)
        return true;
    details = sealing_open(exporting->office, withheld->sealed, &reason);
    if (details == NULL) {
        manifest_add_rejected(exporting->manifest, 0, document, reason->message);
        return true;
    }
    part->has_released =
        withheld->released != NULL && uuid_read(withheld->released, &part->released);
    part->has_withheld =
        write_sealed(exporting, PARCEL_WITHHELD, name, details, part->withheld, error);
    return part->has_withheld;
}

/* Reads the id and notes it; false for one that is written already. */
static bool
begin_part(const struct exporting *exporting, const char *document,
           struct manifest_part *part, char **name)
{
    if (!uuid_read(document, &part->document) ||
        !g_hash_table_add(exporting->done, g_strdup(document)))
        return false;
    *name = parcel_name(&part->document);
    return true;
}

static bool
export_sent(const struct exporting *exporting, const struct outbox_item *item,
            GError **error)
{
    struct manifest_part part = {.is_sent = true,
                                 .state = outbox_state_text(item->state),
                                 .at_us = item->queued_us,
                                 .is_tried = item->is_tried,
                                 .problem = item->problem};
    g_autofree char *name = NULL;

    if (!begin_part(exporting, item->document, &part, &name))
        return true;
    if (!parcel_write(exporting->directory, PARCEL_DOCUMENTS, name, item->bytes,
                      part.sha256, error) ||
        !write_receipt(exporting, item->document, name, &part, error) ||
        !write_details(exporting, name, item->bytes,
                       item->received_us > 0 ? item->received_us : item->queued_us,
                       &part, error) ||
        !write_withheld(exporting, item->document, name, &part, error))
        return false;
    manifest_add_part(exporting->manifest, &part);
    return true;
}

static bool
export_received(const struct exporting *exporting, const struct stored_entry *entry,
                GError **error)
{
    struct manifest_part part = {.state = entry->state == ENTRY_STORED ? "stored"
                                                                       : "rejected",
                                 .at_us = entry->received_us,
                                 .sequence = (uint64_t)entry->sequence,
                                 .is_new = entry->is_new,
                                 .is_due = entry->is_due,
                                 .reason = entry->reason};
    g_autofree char *name = NULL;

    if (!begin_part(exporting, entry->document, &part, &name))
        return true;
    if (!parcel_write(exporting->directory, PARCEL_DOCUMENTS, name, entry->bytes,
                      part.sha256, error) ||
        !write_details(exporting, name, entry->bytes, entry->received_us, &part, error))
        return false;
    manifest_add_part(exporting->manifest, &part);
    return true;
}

static bool
export_outbox(const struct exporting *exporting, GError **error)
{
    g_autoptr(GPtrArray) items = outbox_list(exporting->office->store, true, error);

    for (unsigned i = 0; items != NULL && i < items->len; i++)
        if (!export_sent(exporting, items->pdata[i], error))
            return false;
    return items != NULL;
}

static bool
export_mailbox(const struct exporting *exporting, GError **error)
{
    int64_t after = 0;

    for (;;) {
        g_autoptr(GPtrArray) entries =
            mailbox_list_held(exporting->office->store, after, ENTRIES_AT_ONCE, error);

        if (entries == NULL)
            return false;
        if (entries->len == 0)
            return true;
        for (unsigned i = 0; i < entries->len; i++) {
            const struct stored_entry *entry = entries->pdata[i];

            if (!export_received(exporting, entry, error))
                return false;
            after = entry->sequence;
        }
    }
}

static bool
sign(const struct exporting *exporting, GBytes *manifest, GError **error)
{
    const struct ring_key *identity = office_identity(exporting->office, error);
    struct digest digest = digest_of_bytes(manifest);
    g_autofree char *text = NULL;
    g_autoptr(GBytes) statement = NULL;
    g_autoptr(GBytes) bytes = NULL;
    char hex[DIGEST_HEX_CHARS];

    if (identity == NULL)
        return false;
    digest_hex(&digest, hex);
    text = g_strconcat(EXPORT_STATEMENT, hex, "\n", NULL);
    statement = g_bytes_new(text, strlen(text));
    bytes = signature_write(statement, identity->credential, identity->key,
                            office_now(exporting->office),
                            SIGNATURE_WITHOUT_CERTIFICATE, error);
    return bytes != NULL && parcel_write(exporting->directory, NULL, PARCEL_SIGNATURE,
                                         bytes, NULL, error);
}

static bool
finish(const struct exporting *exporting, GError **error)
{
    g_autoptr(GBytes) manifest = manifest_write(exporting->manifest);

    if (g_bytes_get_size(manifest) > VIEW_MAX_BYTES)
        return refuse(error, "there is more here than one export can hold");
    return sign(exporting, manifest, error) &&
           parcel_write(exporting->directory, NULL, PARCEL_MANIFEST, manifest, NULL,
                        error);
}

struct manifest *
export_run(struct office *office, const char *directory, const char *sealing,
           GError **error)
{
    g_autoptr(credential) credential = credential_read_file(sealing, error);
    g_autoptr(manifest) manifest =
        manifest_new(MANIFEST_EXPORT, office_agency(office), office_now(office));
    g_autoptr(GHashTable) done =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const struct exporting exporting = {office, directory, credential, manifest, done};

    if (credential == NULL || !check_sealing(office, credential, error) ||
        office_keys(office, error) == NULL || !parcel_make(directory, folders, error))
        return NULL;
    manifest->is_sealed_to = true;
    memcpy(manifest->sealed_to, credential_sha256(credential)->bytes, SHA256_BYTES);
    if (!export_outbox(&exporting, error) || !export_mailbox(&exporting, error) ||
        !parcel_drafts_write(office, directory, credential, manifest, error) ||
        !finish(&exporting, error))
        return NULL;
    return g_steal_pointer(&manifest);
}
