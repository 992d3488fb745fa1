/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/received.h"

#include "common/documents/kinds.h"

static bool
has_id(const struct uuid *id, const char *text)
{
    char written[UUID_TEXT_BYTES];

    uuid_write(id, written);
    return g_strcmp0(written, text) == 0;
}

/* The mailbox's words about a document are unsigned; the document's own are not. */
static bool
check_entry(const struct stored_entry *entry, const struct document *document,
            GError **error)
{
    if (has_id(&document->id, entry->document) &&
        has_id(&document->case_id, entry->case_id) &&
        g_str_equal(kinds[document->kind].name, entry->kind) &&
        g_str_equal(document->from_agency, entry->sender) &&
        g_strcmp0(document->to_agency, entry->recipient) == 0)
        return true;
    return refusal_set(error, REFUSAL_IDENTITY_MISMATCH,
                       "the mailbox lists another id, case, kind or party than the "
                       "document was signed with");
}

static bool
check_bytes(const struct stored_entry *entry, GError **error)
{
    g_autofree char *sha256 =
        g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, entry->bytes);

    if (g_str_equal(sha256, entry->sha256))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                "the bytes are not those that the mailbox lists");
    return false;
}

/* Of a genuine document, what the sender has to know to send it again rightly. */
static enum rejection_reason
reason_of(const GError *error)
{
    if (error->domain != REFUSAL_ERROR)
        return REJECTION_CANNOT_OPEN;
    return g_error_matches(error, REFUSAL_ERROR, REFUSAL_IDENTITY_MISMATCH)
               ? REJECTION_BINDING_MISMATCH
               : REJECTION_INVALID_DETAILS;
}

/* A schema that this program does not know is no reason to doubt who wrote. */
static bool
is_unreadable(const GError *error)
{
    return error->domain == REFUSAL_ERROR &&
           !g_error_matches(error, REFUSAL_ERROR, REFUSAL_IDENTITY_MISMATCH);
}

enum received
received_judge(struct office *office, const struct stored_entry *entry,
               struct letter **letter, enum rejection_reason *reason, char **words)
{
    g_autoptr(letter) read = NULL;
    g_autoptr(GError) error = NULL;
    enum received result = RECEIVED_DISTRUST;

    *letter = NULL;
    *words = NULL;
    if (check_bytes(entry, &error)) {
        read = letter_read(office, entry->bytes, entry->received_us, &error);
        if (read == NULL && is_unreadable(error))
            result = RECEIVED_REJECT;
    }
    if (read != NULL && check_entry(entry, read->document, &error))
        result = letter_open(office, read, &error) ? RECEIVED_GOOD : RECEIVED_REJECT;
    if (result == RECEIVED_REJECT)
        *reason = reason_of(error);
    if (result != RECEIVED_GOOD)
        *words = g_strdup(error->message);
    *letter = g_steal_pointer(&read);
    return result;
}
