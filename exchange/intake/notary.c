/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/notary.h"

#include "common/documents/receipt.h"

struct notary {
    struct credential *credential;
    struct private_key *key;
};

struct notary *
notary_new(const char *certificate_path, const char *key_path,
           const struct authority *authority, int64_t now_us, GError **error)
{
    g_autoptr(credential) credential = NULL;
    g_autoptr(private_key) key = NULL;
    struct notary *notary;

    credential = credential_read_file(certificate_path, error);
    if (credential == NULL ||
        !authority_check(authority, credential, CREDENTIAL_EVIDENCE, now_us, error)) {
        g_prefix_error(error, "[evidence] certificate: ");
        return NULL;
    }
    key = private_key_read(key_path, NULL, error);
    if (key == NULL || !private_key_check(key, credential, error)) {
        g_prefix_error(error, "[evidence] key: ");
        return NULL;
    }
    notary = g_new0(struct notary, 1);
    notary->credential = g_steal_pointer(&credential);
    notary->key = g_steal_pointer(&key);
    return notary;
}

void
notary_free(struct notary *notary)
{
    private_key_unref(notary->key);
    credential_unref(notary->credential);
    g_free(notary);
}

const struct credential *
notary_credential(const struct notary *notary)
{
    return notary->credential;
}

bool
notary_sign_receipt(const struct notary *notary, struct log_entry *entry,
                    const char *sender, GError **error)
{
    g_autoptr(GBytes) xml = NULL;
    struct receipt receipt = {
        .document = entry->id,
        .sequence = (uint64_t)entry->sequence,
        .received_us = entry->received_us,
    };

    g_strlcpy(receipt.sender, sender, sizeof(receipt.sender));
    memcpy(receipt.sha256, entry->document.bytes, sizeof(receipt.sha256));
    memcpy(receipt.chain, entry->chain.bytes, sizeof(receipt.chain));
    xml = receipt_write(&receipt);
    entry->receipt = notary_sign_document(notary, xml, entry->received_us, error);
    return entry->receipt != NULL;
}

GBytes *
notary_sign_document(const struct notary *notary, GBytes *xml, int64_t at_us,
                     GError **error)
{
    return evidence_write(xml, notary->credential, notary->key, at_us, error);
}
