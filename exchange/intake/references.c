/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of matters that name a document besides their matter's. */
#include "common/documents/policy.h"
#include "exchange/intake/matters.h"

/* Schema and reader have seen to it that what stands there is an id. */
static bool
read_reference(const struct document *document, const char *attribute, struct uuid *id)
{
    const char *text = policy_attribute(document, attribute);

    return text != NULL && uuid_read(text, id);
}

/* An enquiry that became a referral: one of the agency that asked. */

static void
reply_ask(struct log_question *question, const struct document *document)
{
    struct uuid referral;

    family_matters.ask(question, document);
    if (read_reference(document, "referral", &referral))
        g_array_append_val(question->referrals, referral);
}

static bool
reply_check(const struct ledger *ledger, const struct proposal *proposal,
            GError **error)
{
    const GPtrArray *legs;
    struct uuid referral;

    if (!matters_check_step(ledger, proposal, error))
        return false;
    if (!read_reference(proposal->document, "referral", &referral))
        return true;
    legs = ledger_list_referral(ledger, &referral);
    for (unsigned int i = 0; legs != NULL && i < legs->len; i++) {
        const struct leg_record *leg = g_ptr_array_index(legs, i);

        if (leg->referrer == proposal->sender)
            return true;
    }
    return refusal_set(
        error, REFUSAL_UNKNOWN_DOCUMENT,
        "/document/enquiry-reply/@referral: this agency has sent no such "
        "referral; send it first");
}

const struct family family_enquiry_replies = {
    .ask = reply_ask,
    .check = reply_check,
    .fold = matters_fold_step,
};
