/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/audit.h"

#include "common/documents/receipt.h"
#include "common/trust/evidence.h"

#define AUDIT_ENTRIES 500 /* read together */

G_DEFINE_QUARK(audit - error - quark, audit_error)

struct auditing {
    const struct registry *registry;
    struct log_head head; /* of what is good so far */
};

static bool
audit_set(GError **error, const char *words)
{
    g_set_error_literal(error, AUDIT_ERROR, AUDIT_ERROR_BAD_ENTRY, words);
    return false;
}

/* Whether the certificate that the entry names has signed the document. */
static bool
signature_audit(const struct auditing *auditing, const struct log_entry *entry,
                GError **error)
{
    const struct registry_certificate *certificate;
    g_autoptr(GBytes) content = NULL;
    g_autoptr(credential) signer = NULL;

    if (entry->sender == LOG_AGENCY_EXCHANGE) {
        content =
            evidence_read(entry->signed_bytes, registry_authority(auditing->registry),
                          NULL, NULL, &signer, error);
        return content != NULL &&
               (digest_is_equal(credential_sha256(signer), &entry->certificate) ||
                audit_set(error, "was signed with another certificate than it says"));
    }
    certificate = registry_find_sha256(auditing->registry, &entry->certificate);
    if (certificate == NULL || certificate->agency->number != entry->sender)
        return audit_set(error, "its signer's certificate is not one of its sender");
    content = signature_verify(entry->signed_bytes, certificate->credential, error);
    return content != NULL;
}

static bool
receipt_audit(const struct auditing *auditing, const struct log_entry *entry,
              GError **error)
{
    const struct authority *authority = registry_authority(auditing->registry);
    g_autoptr(GBytes) content =
        evidence_read(entry->receipt, authority, NULL, NULL, NULL, error);
    struct receipt receipt;

    if (content == NULL || !receipt_read(content, &receipt, error))
        return false;
    if (!uuid_is_equal(&receipt.document, &entry->id) ||
        receipt.sequence != (uint64_t)entry->sequence ||
        receipt.received_us != entry->received_us ||
        memcmp(receipt.sha256, entry->document.bytes, sizeof(receipt.sha256)) != 0 ||
        memcmp(receipt.chain, entry->chain.bytes, sizeof(receipt.chain)) != 0)
        return audit_set(error, "its receipt says something else than the log");
    return true;
}

static bool
entry_audit(const struct auditing *auditing, const struct log_entry *entry,
            GError **error)
{
    struct digest sha256 = digest_of_bytes(entry->signed_bytes);
    struct digest chain = log_chain(&auditing->head.chain, entry);

    if (entry->sequence != auditing->head.sequence + 1)
        return audit_set(error, "does not follow: entries are missing before it");
    if (entry->received_us < auditing->head.received_us)
        return audit_set(error, "is dated before the entry before it");
    if (!digest_is_equal(&sha256, &entry->document))
        return audit_set(error, "its document no longer has the SHA-256 it had");
    if (!digest_is_equal(&chain, &entry->chain))
        return audit_set(error, "its chain value does not follow from what it says");
    return signature_audit(auditing, entry, error) &&
           receipt_audit(auditing, entry, error);
}

/* The audit's own verdict, whichever layer has found the fault. */
static void
verdict_set(GError **error, const struct log_entry *entry, GError *fault)
{
    g_set_error(error, AUDIT_ERROR, AUDIT_ERROR_BAD_ENTRY,
                "entry %" G_GINT64_FORMAT ": %s", entry->sequence, fault->message);
    g_error_free(fault);
}

static bool
log_audit(struct transaction *transaction, void *data, GError **error)
{
    struct auditing *auditing = data;

    auditing->head = (struct log_head){0};
    for (;;) {
        g_autoptr(GPtrArray) entries =
            log_read(transaction, auditing->head.sequence, AUDIT_ENTRIES, error);

        if (entries == NULL)
            return false;
        if (entries->len == 0)
            return true;
        for (unsigned int i = 0; i < entries->len; i++) {
            const struct log_entry *entry = g_ptr_array_index(entries, i);
            GError *fault = NULL;

            if (!entry_audit(auditing, entry, &fault)) {
                verdict_set(error, entry, fault);
                return false;
            }
            auditing->head.sequence = entry->sequence;
            auditing->head.received_us = entry->received_us;
            auditing->head.chain = entry->chain;
        }
    }
}

bool
audit_log(struct store *store, const struct registry *registry, int64_t *entries,
          GError **error)
{
    struct auditing auditing = {.registry = registry};
    bool is_good = store_transact(store, log_audit, &auditing, error);

    *entries = auditing.head.sequence;
    return is_good;
}
