/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/family.h"

#include "common/documents/matter.h"

/* The exchange's own; fold_entry() takes it, with its agency's number. */
static const struct family family_registrations = {0};

static bool
check_untaken(const struct ledger *ledger, const struct proposal *proposal,
              GError **error)
{
    (void)ledger;
    return refusal_set(error, REFUSAL_KIND_FORBIDDEN,
                       "this exchange takes no document of the kind %s",
                       kinds[proposal->document->kind].name);
}

/* Of kinds that the schemas have and no family takes. */
static const struct family family_untaken = {.check = check_untaken};

/* A kind of matter that is not named here is a matter and nothing more. */
static const struct family *const families[KIND_COUNT] = {
    [KIND_REFERRAL] = &family_referrals,
    [KIND_DELIVERY] = &family_deliveries,
    [KIND_RESPONSE] = &family_leg_steps,
    [KIND_STATUS_UPDATE] = &family_leg_steps,
    [KIND_OUTCOME] = &family_leg_steps,
    [KIND_WITHDRAWAL] = &family_leg_steps,
    [KIND_INFORMATION_REQUEST] = &family_leg_steps,
    [KIND_INFORMATION_DISCLOSURE] = &family_leg_steps,
    [KIND_DISCLOSURE] = &family_leg_steps,
    [KIND_REJECTION] = &family_rejections,
    [KIND_REGISTRATION] = &family_registrations,
    [KIND_NOTICE] = &family_notices,
    [KIND_HOURS_ORDER] = &family_hours_orders,
    [KIND_HOURS_STATEMENT] = &family_hours_statements,
    [KIND_CONSULTATION_COMMENT] = &family_comments,
    [KIND_CONSULTATION_ANSWER] = &family_comment_answers,
    [KIND_CONSULTATION_FINAL] = &family_final_policies,
    [KIND_ENQUIRY_REPLY] = &family_enquiry_replies,
    [KIND_SERVICE] = &family_services,
    [KIND_CAPACITY] = &family_capacity,
    [KIND_INDUCTION_SESSION] = &family_induction_sessions,
    [KIND_INDUCTION_STARTER] = &family_induction_starters,
    [KIND_INDUCTION_BOOKING] = &family_induction_bookings,
    [KIND_INDUCTION_CANCELLATION] = &family_induction_cancellations,
    [KIND_INDUCTION_ATTENDANCE] = &family_induction_attendances,
    [KIND_INDUCTION_FEEDBACK] = &family_induction_feedback,
};

const struct family *
family_of(enum kind kind)
{
    if (families[kind] != NULL)
        return families[kind];
    return matter_has_kind(kind) ? &family_matters : &family_untaken;
}

void
family_ask(struct log_question *question, const struct document *document)
{
    const struct family *family = family_of(document->kind);

    g_array_append_val(question->documents, document->id);
    if (document->has_supersedes)
        g_array_append_val(question->documents, document->supersedes);
    if (family->ask != NULL)
        family->ask(question, document);
}

bool
refuse_unknown_leg(GError **error)
{
    return refusal_set(error, REFUSAL_UNKNOWN_LEG,
                       "there is no such leg, or this agency is no party to it");
}

bool
refuse_unknown_document(GError **error)
{
    return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                       "there is no such document, or it is not one that this agency "
                       "received");
}

bool
check_test(bool is_of_test, const struct document *document, GError **error)
{
    if (!document->is_test || is_of_test)
        return true;
    return refusal_set(error, REFUSAL_RULE,
                       "/document/@test: a test is no step of what is none");
}
