/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/decide.h"

bool
decide_check(const struct ledger *ledger, const struct proposal *proposal,
             GError **error)
{
    const struct family *family = family_of(proposal->document->kind);

    return family->check == NULL || family->check(ledger, proposal, error);
}

void
decide_concern(const struct ledger *ledger, const struct document *document,
               struct log_entry *entry)
{
    const struct uuid *leg = document_leg(document);
    const struct uuid *matter = document_matter(document);
    const struct log_entry *rejected;

    if (document->kind == KIND_REJECTION) {
        rejected = ledger_find_entry(ledger, &document->rejection.document);
        leg = rejected != NULL && rejected->has_leg ? &rejected->leg : NULL;
        matter = rejected != NULL && rejected->has_matter ? &rejected->matter : NULL;
    }
    entry->has_leg = leg != NULL;
    if (leg != NULL)
        entry->leg = *leg;
    entry->has_matter = matter != NULL;
    if (matter != NULL)
        entry->matter = *matter;
}

void
decide_announcements(const struct ledger *ledger, const struct log_entry *entry,
                     const struct document *document, GArray *announcements)
{
    const struct family *family = family_of(document->kind);

    if (family->announce != NULL)
        family->announce(ledger, entry, document, announcements);
}
