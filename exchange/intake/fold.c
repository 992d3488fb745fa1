/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/fold.h"

#include "exchange/intake/family.h"
#include "exchange/intake/matters.h"
#include "exchange/intake/registrations.h"

static bool
is_sent_again(const struct log_entry *former, const struct log_entry *entry)
{
    return former->sender == entry->sender && former->kind == entry->kind &&
           ((former->has_leg && entry->has_leg &&
             uuid_is_equal(&former->leg, &entry->leg)) ||
            (former->has_matter && entry->has_matter &&
             uuid_is_equal(&former->matter, &entry->matter)));
}

/*
 * What was rejected and is now sent again is no longer flagged.  Only within its
 * leg or matter, where the entry is a step too: a document is no change of another.
 */
static void
supersedes_fold(struct ledger *ledger, const struct log_entry *entry,
                const struct document *document)
{
    const struct log_entry *former;
    struct leg_record *leg;

    if (!document->has_supersedes)
        return;
    former = ledger_find_entry(ledger, &document->supersedes);
    if (former == NULL || !is_sent_again(former, entry))
        return;
    ledger_flag_document(ledger, entry, &former->id, false);
    if (former->has_matter) {
        matters_fold_repeat(ledger, former);
        return;
    }
    leg = ledger_change_leg(ledger, &former->leg, entry);
    if (leg != NULL && leg->has_flagged && uuid_is_equal(&leg->flagged, &former->id))
        leg->has_flagged = false;
}

void
fold_entry(struct ledger *ledger, struct log_entry *entry,
           const struct document *document, int registered)
{
    const struct family *family = family_of(document->kind);

    ledger_insert_entry(ledger, entry);
    supersedes_fold(ledger, entry, document);
    if (family->fold != NULL)
        family->fold(ledger, entry, document);
    else if (document->kind == KIND_REGISTRATION)
        registration_fold(ledger, entry, &document->registration, registered);
}
