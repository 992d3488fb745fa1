/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a schema cannot say: one line a rule, each a document that the schema allows.
 */
#include "tests/unit/documents/support.h"
#include <string.h>

#define A "eastborough"
#define B "northgate-homes"
#define X "referral-exchange"

#define BODY(kind, rest)                                                               \
    "<" kind " xmlns='urn:referral-exchange:" kind ":1' " rest "</" kind ">"
#define RESPONSE(rest) BODY("response", "leg='" LEG_ID "' " rest)
#define UPDATE(rest)   BODY("status-update", "leg='" LEG_ID "' " rest ">")
#define NOTICE(rest)   BODY("notice", "leg='" LEG_ID "' " rest ">")

static const struct {
    const char *why;
    const char *from, *to, *body, *sealed, *extra;
    const char *rule; /* NULL: allowed */
    enum refusal refusal;
} cases[] = {
    /* The envelope. */
    {"an agency cannot sign a registration", A, NULL,
     BODY("registration",
          "agency='" A "' name='E' agencyKind='council' status='active'>"),
     NULL, "", "signer-of-kind", REFUSAL_RULE},
    {"the exchange refers nobody", X, B, good_referral, "MIIB", "", "signer-of-kind",
     REFUSAL_RULE},
    {"a referral has a recipient", A, NULL, good_referral, "MIIB", "",
     "recipient-required", REFUSAL_RULE},
    {"a referral goes to a member", A, X, good_referral, "MIIB", "",
     "recipient-of-kind", REFUSAL_RULE},
    {"nobody refers to oneself", A, A, good_referral, "MIIB", "",
     "recipient-is-another", REFUSAL_RULE},
    {"a delivery goes to the exchange", B, A,
     BODY("delivery", "><stored document='" LEG_ID "'/>"), NULL, "",
     "recipient-of-kind", REFUSAL_RULE},
    {"a registration is for all", X, B,
     BODY("registration",
          "agency='" B "' name='N' agencyKind='other' status='active'>"),
     NULL, "", "published", REFUSAL_RULE},
    {"a document answers another", A, B, good_referral, "MIIB",
     "inReplyTo='" DOCUMENT_ID "'", "replies-to-another", REFUSAL_RULE},
    {"a document replaces another", A, B, good_referral, "MIIB",
     "supersedes='" DOCUMENT_ID "'", "supersedes-another", REFUSAL_RULE},
    /* The sealed part. */
    {"a referral is sealed", A, B, good_referral, NULL, "", "sealed-required",
     REFUSAL_SEALED_REQUIRED},
    {"first-accept seals nothing before the award", A, B, good_first_accept, "MIIB", "",
     "sealed-forbidden", REFUSAL_SEALED_FORBIDDEN},
    {"a disclosure is nothing but its sealed part", A, B,
     BODY("disclosure", "leg='" LEG_ID "'>"), NULL, "", "sealed-required",
     REFUSAL_SEALED_REQUIRED},
    {"questions are sealed", B, A,
     BODY("information-request",
          "leg='" LEG_ID "' purpose='assess-risk' basis='e' dueOn='2026-11-28'>"
          "<item category='chronology'/>"),
     NULL, "", "sealed-required", REFUSAL_SEALED_REQUIRED},
    {"a delivery carries nothing", B, X,
     BODY("delivery", "><stored document='" LEG_ID "'/>"), "MIIB", "",
     "sealed-forbidden", REFUSAL_SEALED_FORBIDDEN},
    {"a rejection carries nothing", B, A,
     BODY("rejection", "document='" LEG_ID "' reason='cannot-open'>"), "MIIB", "",
     "sealed-forbidden", REFUSAL_SEALED_FORBIDDEN},
    {"a reason `other` needs words, and words are sealed", B, A,
     RESPONSE("decision='decline'><reason code='other'/>"), NULL, "",
     "comment-required", REFUSAL_SEALED_REQUIRED},
    {"with a sealed part it may be right", B, A,
     RESPONSE("decision='decline'><reason code='other'/>"), "MIIB", "", NULL, 0},
    {"the withdrawal's other too", A, B,
     BODY("withdrawal", "leg='" LEG_ID "' reason='other'>"), NULL, "",
     "comment-required", REFUSAL_SEALED_REQUIRED},
    {"the outcome's other too", B, A,
     BODY("outcome", "leg='" LEG_ID "' ending='ended-early' endReason='other'>"
                     "<result need='housing' result='unknown'/>"),
     NULL, "", "comment-required", REFUSAL_SEALED_REQUIRED},
    /* Responses. */
    {"an acknowledgement needs nothing", B, A, RESPONSE("decision='acknowledge'>"),
     NULL, "", NULL, 0},
    {"an acknowledgement has no reason", B, A,
     RESPONSE("decision='acknowledge'><reason code='capacity.full'/>"), NULL, "",
     "decline-reason", REFUSAL_RULE},
    {"an acceptance has a day to start by", B, A, RESPONSE("decision='accept'>"), NULL,
     "", "accept-start-by", REFUSAL_RULE},
    {"and that is enough", B, A, RESPONSE("decision='accept' startBy='2026-12-01'>"),
     NULL, "", NULL, 0},
    {"only an acceptance has one", B, A,
     RESPONSE("decision='decline' startBy='2026-12-01'><reason code='capacity.full'/>"),
     NULL, "", "accept-start-by", REFUSAL_RULE},
    {"it lies ahead", B, A, RESPONSE("decision='accept' startBy='2026-11-01'>"), NULL,
     "", "date-not-past", REFUSAL_RULE},
    {"yesterday is forgiven, for time zones", B, A,
     RESPONSE("decision='accept' startBy='2026-11-20'>"), NULL, "", NULL, 0},
    {"a waiting list has a review", B, A,
     RESPONSE("decision='waitlist' waitingBand='6-10'>"), NULL, "", "waitlist-review",
     REFUSAL_RULE},
    {"with review and position", B, A,
     RESPONSE("decision='waitlist' waitingBand='6-10' reviewOn='2026-12-19'>"), NULL,
     "", NULL, 0},
    {"only a waiting list has a position", B, A,
     RESPONSE("decision='accept' startBy='2026-12-01' waitingBand='1-5'>"), NULL, "",
     "waitlist-position", REFUSAL_RULE},
    {"a decline has a reason", B, A, RESPONSE("decision='decline'>"), NULL, "",
     "decline-reason", REFUSAL_RULE},
    {"each reason once", B, A,
     RESPONSE("decision='decline'><reason code='capacity.full'/>"
              "<reason code='capacity.full'/>"),
     NULL, "", "reason-once", REFUSAL_RULE},
    {"a redirect proposes somebody", B, A, RESPONSE("decision='redirect'>"), NULL, "",
     "redirect-proposed", REFUSAL_RULE},
    {"an empty proposal is none", B, A, RESPONSE("decision='redirect'><proposed/>"),
     NULL, "", "redirect-proposed", REFUSAL_RULE},
    {"only a redirect proposes", B, A,
     RESPONSE("decision='accept' startBy='2026-12-01'><proposed agency='elsewhere'/>"),
     NULL, "", "redirect-proposed", REFUSAL_RULE},
    /* Status updates. */
    {"a start says when the first contact was", B, A, UPDATE("status='started'"), NULL,
     "", "started-first-contact", REFUSAL_RULE},
    {"the first contact may lie in the past", B, A,
     UPDATE("status='started' firstContactOn='2026-11-01'"), NULL, "", NULL, 0},
    {"a pause has a reason", B, A, UPDATE("status='paused' resumeBy='2026-12-01'"),
     NULL, "", "pause-reason", REFUSAL_RULE},
    {"and a day to resume by", B, A, UPDATE("status='paused' reason='away'"), NULL, "",
     "pause-resume-by", REFUSAL_RULE},
    {"progress is no pause", B, A, UPDATE("status='progress' resumeBy='2026-12-01'"),
     NULL, "", "pause-only", REFUSAL_RULE},
    {"nobody reaches more than was tried", B, A,
     UPDATE("status='progress' contactsAttempted='1' contactsMade='2'"), NULL, "",
     "contacts-made", REFUSAL_RULE},
    {"made alone says nothing of tried", B, A,
     UPDATE("status='progress' contactsMade='2'"), NULL, "", NULL, 0},
    /* Outcomes, information, the rest. */
    {"one result a need", B, A,
     BODY("outcome", "leg='" LEG_ID "' ending='completed' endReason='goals-met'>"
                     "<result need='housing' result='met'/>"
                     "<result need='housing' result='partly'/>"),
     NULL, "", "need-once", REFUSAL_RULE},
    {"a follow-up lies ahead", B, A,
     BODY("outcome", "leg='" LEG_ID "' ending='completed' endReason='goals-met'"
                     " followUpOn='2020-01-01'><result need='housing' result='met'/>"),
     NULL, "", "date-not-past", REFUSAL_RULE},
    {"one item a category", B, A,
     BODY("information-request",
          "leg='" LEG_ID "' purpose='assess-risk' basis='e' dueOn='2026-11-28'>"
          "<item category='arrears'/><item category='arrears'/>"),
     "MIIB", "", "item-once", REFUSAL_RULE},
    {"nothing is due in the past", B, A,
     BODY("information-request",
          "leg='" LEG_ID "' purpose='assess-risk' basis='e' dueOn='2026-11-01'>"
          "<item category='arrears'/>"),
     "MIIB", "", "date-not-past", REFUSAL_RULE},
    {"one answer a category", A, B,
     BODY("information-disclosure",
          "leg='" LEG_ID "' request='" OTHER_ID "' onwardUse='no-onward'>"
          "<item category='arrears' answer='refused'/>"
          "<item category='arrears' answer='answered'/>"),
     "MIIB", "", "item-once", REFUSAL_RULE},
    {"each delivered document once", B, X,
     BODY("delivery",
          "><stored document='" LEG_ID "'/><stored document='" LEG_ID "'/>"),
     NULL, "", "document-once", REFUSAL_RULE},
    {"a rejection rejects another", B, A,
     BODY("rejection", "document='" DOCUMENT_ID "' reason='cannot-open'>"), NULL, "",
     "rejects-another", REFUSAL_RULE},
    {"the exchange is no member", X, NULL,
     BODY("registration",
          "agency='" X "' name='X' agencyKind='other' status='active'>"),
     NULL, "", "agency-is-a-member", REFUSAL_RULE},
    {"a certificate is first registered, then revoked", X, NULL,
     BODY("registration",
          "agency='" B "' name='N' agencyKind='other' status='active'>"
          "<certificate usage='identity' registeredFrom='2026-11-20T09:00:00Z'"
          " revokedAt='2026-11-19T09:00:00Z'>MIIB</certificate>"),
     NULL, "", "revoked-after-registered", REFUSAL_RULE},
    {"a rejected notice names the rejection", X, A, NOTICE("kind='rejected'"), NULL, "",
     "rejected-document", REFUSAL_RULE},
    {"a superseded one names no winner", X, A, NOTICE("kind='superseded'"), NULL, "",
     NULL, 0},
};

static void
judge_case(size_t index)
{
    g_autoptr(GBytes) bytes =
        support_document(cases[index].from, cases[index].to, cases[index].body,
                         cases[index].sealed, cases[index].extra);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(document) document = support_judge(bytes, violations, &error);
    g_autofree char *description = support_describe(violations);

    g_test_message("%s: %s", cases[index].why, description);
    if (cases[index].rule == NULL) {
        g_assert_no_error(error);
        g_assert_nonnull(document);
        return;
    }
    g_assert_null(document);
    g_assert_error(error, REFUSAL_ERROR, (int)cases[index].refusal);
    g_assert_true(support_has_rule(violations, cases[index].rule));
}

static void
every_rule_refuses_what_it_is_for(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(cases); index++)
        judge_case(index);
}

/* Edits of the good referral: what is replaced, by what, and the rule it then breaks.
 */
static const struct {
    const char *why;
    const char *old, *new;
    const char *rule;
} edits[] = {
    {"each need once", "<need code='parenting'", "<need code='housing'", "need-once"},
    {"each age band once", "ageBand='5-11'", "ageBand='0-4'", "age-band-once"},
    {"each area once", "<wanted code='E08000003'/>",
     "<wanted code='E08000003'/><wanted code='E08000003'/>", "area-once"},
    {"each direction once", "<direction code='from-others'/>",
     "<direction code='from-others'/><direction code='from-others'/>",
     "direction-once"},
    {"no known risk has no direction", "level='high'><direction",
     "level='none-known'><direction", "risk-none-known"},
    {"consent given cannot be done without",
     "<basis lawful='e'><consent on='2026-11-20'/>",
     "<basis lawful='a'><override ground='safeguarding-child' on='2026-11-20'/>",
     "basis-consent"},
    {"consent comes before the referral", "<consent on='2026-11-20'/>",
     "<consent on='2026-11-23'/>", "basis-not-later"},
    {"support ends after it starts", "endOn='2027-02-28'", "endOn='2026-11-30'",
     "dates-in-order"},
    {"support is reviewed before it ends", "reviewOn='2027-01-15'",
     "reviewOn='2027-03-15'", "dates-in-order"},
    {"the earlier referral is another", "</referral>",
     "<previous referral='" OTHER_ID "' reason='new-needs'/></referral>",
     "previous-is-another"},
};

static void
a_referral_must_make_sense(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(edits); index++) {
        g_autoptr(GString) body = g_string_new(good_referral);
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GBytes) bytes = NULL;
        g_autofree char *description = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", edits[index].why);
        g_assert_cmpuint(g_string_replace(body, edits[index].old, edits[index].new, 1),
                         ==, 1);
        bytes = support_usual(body->str);
        g_assert_null(support_judge(bytes, violations, &error));
        description = support_describe(violations);
        g_test_message("%s", description);
        g_assert_error(error, REFUSAL_ERROR, REFUSAL_RULE);
        g_assert_true(support_has_rule(violations, edits[index].rule));
    }
}

static void
one_verdict_names_everything_that_is_wrong(void)
{
    g_autoptr(GBytes) bytes = support_document(
        A, A, RESPONSE("decision='decline' startBy='2020-01-01'>"), NULL, "");
    g_autoptr(GPtrArray) violations = violations_new();

    g_assert_null(support_judge(bytes, violations, NULL));
    g_assert_true(support_has_rule(violations, "recipient-is-another"));
    g_assert_true(support_has_rule(violations, "decline-reason"));
    g_assert_true(support_has_rule(violations, "accept-start-by"));
    g_assert_true(support_has_rule(violations, "date-not-past"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rules/every-rule-refuses-what-it-is-for",
                    every_rule_refuses_what_it_is_for);
    g_test_add_func("/rules/a-referral-must-make-sense", a_referral_must_make_sense);
    g_test_add_func("/rules/one-verdict-names-everything-that-is-wrong",
                    one_verdict_names_everything_that_is_wrong);
    return g_test_run();
}
