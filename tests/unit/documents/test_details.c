/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sealed part, judged with the document that carries it: before sealing and after
 * opening alike.
 */
#include "tests/unit/documents/support.h"
#include <string.h>

#define DETAILS(child)                                                                 \
    "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID          \
    "' case='" CASE_ID "' from='eastborough'>" child "</details>"

#define REFERRAL(client, risks, basis, rest)                                           \
    "<referral reference='E-1' clientReference='E/C/1'>"                               \
    "<referrer><worker name='R A'/></referrer>"                                        \
    "<client ethnicGroup='13' publicFunds='yes' " client "><name given='H'/></client>" \
    "<contact addressConfidential='true'><method by='mobile' safe='safe'"              \
    " value='01632 960000'/><addressWithheld/></contact>" rest risks                   \
    "<basis privacyNotice='true'>" basis "</basis>"                                    \
    "<background><summary>s</summary><whatClientWants>w</whatClientWants></"           \
    "background>"                                                                      \
    "</referral>"

#define BORN "dateOfBirth='1991-05-14'"
#define AT_RISK                                                                        \
    "<risks><risk kind='stalking' direction='from-others' level='high'/>"              \
    "</risks>"
#define NO_RISK "<risks><noKnownRisk askedOn='2026-11-20'/></risks>"
#define CONSENT                                                                        \
    "<consent by='client' form='written' on='2026-11-20'><scope "                      \
    "code='referral'/></consent>"
#define OVERRIDE                                                                       \
    "<withoutConsent authorisedBy='m' on='2026-11-20' clientTold='false'>"             \
    "<rationale>r</rationale></withoutConsent>"
#define RESPONSE_BODY(attributes, children)                                            \
    "<response xmlns='urn:referral-exchange:response:1' leg='" LEG_ID "' " attributes  \
    ">" children "</response>"

static const char decline_other[] =
    RESPONSE_BODY("decision='decline'", "<reason code='other'/>");
static const char acknowledge[] = RESPONSE_BODY("decision='acknowledge'", "");
static const char disclosure[] =
    "<disclosure xmlns='urn:referral-exchange:disclosure:1' leg='" LEG_ID "'/>";
static const char withdrawal[] =
    "<withdrawal xmlns='urn:referral-exchange:withdrawal:1' leg='" LEG_ID
    "' reason='client-request'/>";
static const char withdrawal_other[] =
    "<withdrawal xmlns='urn:referral-exchange:withdrawal:1' leg='" LEG_ID
    "' reason='other'/>";
static const char outcome_other[] =
    "<outcome xmlns='urn:referral-exchange:outcome:1' leg='" LEG_ID
    "' ending='ended-early' endReason='other'><result need='housing' result='unknown'/>"
    "</outcome>";
static const char request[] =
    "<information-request xmlns='urn:referral-exchange:information-request:1' "
    "leg='" LEG_ID
    "' purpose='assess-risk' basis='e' dueOn='2026-11-28'><item category='arrears'/>"
    "<item category='school'/></information-request>";
static const char answer[] =
    "<information-disclosure xmlns='urn:referral-exchange:information-disclosure:1'"
    " leg='" LEG_ID "' request='" OTHER_ID "' onwardUse='no-onward'>"
    "<item category='arrears' answer='partly'/><item category='school' "
    "answer='none-held'/>"
    "</information-disclosure>";

#define QUESTION(category)                                                             \
    "<question category='" category "'><words>w</words><why>y</why></question>"
#define OUTCOME(reason)                                                                \
    "<outcome endedOn='2026-11-20'><narrative>n</narrative>" reason                    \
    "<noFeedback>lost contact</noFeedback></outcome>"

static const struct {
    const char *why;
    const char *body, *details;
    const char *rule; /* NULL: allowed */
    enum refusal refusal;
} cases[] = {
    {"the details of a referral", good_referral,
     DETAILS(REFERRAL(BORN, AT_RISK, CONSENT, "")), NULL, 0},
    {"of a response", acknowledge, DETAILS("<response/>"), NULL, 0},
    {"a disclosure carries a referral's details", disclosure,
     DETAILS(REFERRAL(BORN, NO_RISK, OVERRIDE, "")), NULL, 0},
    {"of a withdrawal", withdrawal,
     DETAILS("<withdrawal><explanation>e</explanation></withdrawal>"), NULL, 0},
    {"who wrote, and no words", acknowledge, DETAILS(""), NULL, 0},
    {"a withdrawal needs no words either", withdrawal, DETAILS(""), NULL, 0},
    {"but for a reason that needs them", withdrawal_other, DETAILS(""),
     "comment-required", REFUSAL_SEALED_REQUIRED},
    {"as a response does", decline_other, DETAILS(""), "comment-required",
     REFUSAL_SEALED_REQUIRED},
    {"a referral is nothing without words", good_referral, DETAILS(""),
     "sealed-required", REFUSAL_SEALED_REQUIRED},
    {"nor is a disclosure", disclosure, DETAILS(""), "sealed-required",
     REFUSAL_SEALED_REQUIRED},
    {"another kind's details", acknowledge,
     DETAILS("<withdrawal><explanation>e</explanation></withdrawal>"),
     "details-of-kind", REFUSAL_RULE},
    {"a disclosure of a response", disclosure, DETAILS("<response/>"),
     "details-of-kind", REFUSAL_RULE},
    {"lifted from another document", acknowledge,
     "<details xmlns='urn:referral-exchange:details:1' document='" OTHER_ID
     "' case='" CASE_ID "' from='eastborough'><response/></details>",
     "details-bound", REFUSAL_IDENTITY_MISMATCH},
    {"lifted from another case", acknowledge,
     "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID
     "' case='" OTHER_ID "' from='eastborough'><response/></details>",
     "details-bound", REFUSAL_IDENTITY_MISMATCH},
    {"lifted from another sender", acknowledge,
     "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID
     "' case='" CASE_ID "' from='elsewhere'><response/></details>",
     "details-bound", REFUSAL_IDENTITY_MISMATCH},
    {"bound to nothing", acknowledge,
     "<details xmlns='urn:referral-exchange:details:1'><response/></details>",
     "details-bound", REFUSAL_IDENTITY_MISMATCH},
    {"an age is known, or estimated", good_referral,
     DETAILS(REFERRAL("", AT_RISK, CONSENT, "")), "age-known", REFUSAL_RULE},
    {"an estimate will do", good_referral,
     DETAILS(REFERRAL("estimatedAge='30'", AT_RISK, CONSENT, "")), NULL, 0},
    {"the coded risk is high, so one of the risks is", good_referral,
     DETAILS(REFERRAL(BORN, NO_RISK, CONSENT, "")), "risk-agrees", REFUSAL_RULE},
    {"codes and details agree on consent", good_referral,
     DETAILS(REFERRAL(BORN, AT_RISK, OVERRIDE, "")), "basis-agrees", REFUSAL_RULE},
    {"evidence of a need that is put to this provider", good_referral,
     DETAILS(REFERRAL(BORN, AT_RISK, CONSENT, "<need code='housing'/>")), NULL, 0},
    {"evidence of a need that is another provider's", good_referral,
     DETAILS(REFERRAL(BORN, AT_RISK, CONSENT, "<need code='domestic-abuse'/>")),
     "need-agrees", REFUSAL_RULE},
    {"other is explained", decline_other,
     DETAILS("<response><reason code='other'>why</reason></response>"), NULL, 0},
    {"other is not explained", decline_other, DETAILS("<response/>"),
     "comment-required", REFUSAL_RULE},
    {"spaces are no explanation", decline_other,
     DETAILS("<response><reason code='other'>  </reason></response>"),
     "comment-required", REFUSAL_RULE},
    {"another reason's words are no explanation", decline_other,
     DETAILS("<response><reason code='capacity.full'>why</reason></response>"),
     "comment-required", REFUSAL_RULE},
    {"an outcome's other is explained", outcome_other,
     DETAILS(OUTCOME("<reason>why</reason>")), NULL, 0},
    {"an outcome's other is not", outcome_other, DETAILS(OUTCOME("")),
     "comment-required", REFUSAL_RULE},
    {"every item has its question", request,
     DETAILS("<information-request about='client'>" QUESTION("arrears")
                 QUESTION("school") "</information-request>"),
     NULL, 0},
    {"an item has none", request,
     DETAILS("<information-request about='client'>" QUESTION(
         "arrears") "</information-request>"),
     "question-asked", REFUSAL_RULE},
    {"an item answered in part has words and a reason", answer,
     DETAILS("<information-disclosure><answer category='arrears'><words>w</words>"
             "<reason>r</reason></answer><authorisedBy name='m'/>"
             "</information-disclosure>"),
     NULL, 0},
    {"it has no words", answer,
     DETAILS("<information-disclosure><answer category='arrears'><reason>r</reason>"
             "</answer><authorisedBy name='m'/></information-disclosure>"),
     "answer-given", REFUSAL_RULE},
    {"it has no reason", answer,
     DETAILS("<information-disclosure><answer category='arrears'><words>w</words>"
             "</answer><authorisedBy name='m'/></information-disclosure>"),
     "refusal-explained", REFUSAL_RULE},
    {"what the schema refuses", acknowledge, DETAILS("<response colour='red'/>"),
     "cvc-complex-type.3.2.1", REFUSAL_SCHEMA},
    {"a document type", acknowledge, "<!DOCTYPE details>" DETAILS("<response/>"),
     "doctype-forbidden", REFUSAL_DOCTYPE_FORBIDDEN},
};

static void
details_are_judged_with_their_document(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(cases); index++) {
        g_autoptr(GBytes) bytes = support_usual(cases[index].body);
        g_autoptr(document) document = support_accept(bytes);
        g_autoptr(GBytes) opened =
            g_bytes_new_static(cases[index].details, strlen(cases[index].details));
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GError) error = NULL;
        g_autoptr(details) details = details_judge(
            support_validator(SCHEMA_DETAILS), opened, document, violations, &error);
        g_autofree char *description = support_describe(violations);

        g_test_message("%s: %s", cases[index].why, description);
        if (cases[index].rule == NULL) {
            g_assert_no_error(error);
            g_assert_nonnull(details);
            continue;
        }
        g_assert_null(details);
        g_assert_error(error, REFUSAL_ERROR, (int)cases[index].refusal);
        g_assert_true(support_has_rule(violations, cases[index].rule));
    }
}

static void
an_emergency_says_why(void)
{
    g_autoptr(GString) body = g_string_new(good_referral);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(document) document = NULL;
    static const char text[] = DETAILS(REFERRAL(BORN, AT_RISK, CONSENT, ""));
    g_autoptr(GBytes) opened = g_bytes_new_static(text, strlen(text));

    g_string_replace(body, "urgency='urgent'", "urgency='emergency'", 1);
    bytes = support_usual(body->str);
    document = support_accept(bytes);
    g_assert_null(details_judge(support_validator(SCHEMA_DETAILS), opened, document,
                                violations, NULL));
    g_assert_true(support_has_rule(violations, "emergency-explained"));
}

static void
binding_fills_in_what_opening_checks(void)
{
    static const char written[] =
        "<?xml version='1.0'?>\n<!-- by hand -->\n"
        "<details xmlns='urn:referral-exchange:details:1'>"
        "<response><!-- and in the middle --><?editor x?></response></details>";
    g_autoptr(GBytes) bytes = support_usual(acknowledge);
    g_autoptr(document) document = support_accept(bytes);
    g_autoptr(GBytes) authored = g_bytes_new_static(written, strlen(written));
    g_autoptr(GBytes) bound = NULL;
    g_autoptr(details) details = NULL;
    GError *error = NULL;

    bound = details_bind(authored, &document->id, &document->case_id,
                         document->from_agency, "Ada <b>Adeyemi</b> & Co", &error);
    g_assert_no_error(error);
    g_assert_nonnull(g_strstr_len(g_bytes_get_data(bound, NULL),
                                  (gssize)g_bytes_get_size(bound),
                                  "by=\"Ada &lt;b&gt;Adeyemi&lt;/b&gt; &amp; Co\""));
    details =
        details_judge(support_validator(SCHEMA_DETAILS), bound, document, NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(details);
}

static void
a_name_is_bound_without_any_words(void)
{
    g_autoptr(GBytes) bytes = support_usual(acknowledge);
    g_autoptr(document) document = support_accept(bytes);
    g_autoptr(GBytes) nothing = details_without_words();
    g_autoptr(GBytes) bound = NULL;
    g_autoptr(details) details = NULL;
    GError *error = NULL;

    bound = details_bind(nothing, &document->id, &document->case_id,
                         document->from_agency, "Ada Adeyemi", &error);
    g_assert_no_error(error);
    details =
        details_judge(support_validator(SCHEMA_DETAILS), bound, document, NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(details);
}

static void
only_details_are_bound(void)
{
    g_autoptr(GBytes) bytes = support_usual(acknowledge);
    struct uuid id;
    g_autoptr(GError) error = NULL;

    uuid_new(&id);
    g_assert_null(details_bind(bytes, &id, &id, "eastborough", NULL, &error));
    g_assert_error(error, REFUSAL_ERROR, REFUSAL_SCHEMA);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/details/details-are-judged-with-their-document",
                    details_are_judged_with_their_document);
    g_test_add_func("/details/an-emergency-says-why", an_emergency_says_why);
    g_test_add_func("/details/binding-fills-in-what-opening-checks",
                    binding_fills_in_what_opening_checks);
    g_test_add_func("/details/a-name-is-bound-without-any-words",
                    a_name_is_bound_without_any_words);
    g_test_add_func("/details/only-details-are-bound", only_details_are_bound);
    return g_test_run();
}
