/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enquiries, consultations, service users' feedback and audits: the rules that look
 * into the sealed part, and the life of each.
 */
#include "common/documents/authoring.h"
#include "common/documents/referral_draft.h"
#include "tests/unit/documents/lives.h"
#include "tests/unit/documents/support.h"
#include <string.h>

#define BODY(kind, attributes, children)                                               \
    "<" kind " xmlns='urn:referral-exchange:" kind ":1' " attributes ">" children      \
    "</" kind ">"
#define STEP(kind, attributes, children)                                               \
    BODY(kind, "matter='" LEG_ID "' " attributes, children)
#define DETAILS(child)                                                                 \
    "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID          \
    "' case='" CASE_ID "' from='eastborough'>" child "</details>"

#define ENQUIRY(names_client)                                                          \
    BODY("enquiry", "topic='rights' enquirer='client' namesClient='" names_client "'", \
         "")
#define QUESTION     "<question>May he?</question>"
#define CLIENT       "<client><name given='Jade'/></client>"
#define REPLY(rest)  STEP("enquiry-reply", rest, "")
#define COMMENT(on)  STEP("consultation-comment", "", on)
#define ANSWER(on)   STEP("consultation-answer", "comment='" OTHER_ID "'", on)
#define ON(clause)   "<clause number='" clause "'><words>w</words></clause>"
#define FEEDBACK(is) BODY("feedback", "collectedBy='advocate' safe='1' " is, "")
#define PERSON       "<person><name given='Simone'/></person>"
#define AUDIT                                                                          \
    BODY("practice-audit", "theme='voice' opensOn='2026-12-01' closesOn='2026-12-12'", \
         "<auditor role='manager' undertaking='true'/><case number='1'/>")
#define LEAD "<lead name='D R'/><purpose>p</purpose>"
#define GRANTED                                                                        \
    STEP("audit-access", "access='granted' until='2026-12-12'",                        \
         "<leftOut code='names'/><case number='1' conversation='agreed'/>")
#define VIEW(words)                                                                    \
    DETAILS("<audit-access><case number='1'><situation>" words                         \
            "</situation></case></audit-access>")
#define FINDINGS                                                                       \
    STEP("audit-findings", "grade='good'",                                             \
         "<strength number='1' theme='voice'/><action number='2' theme='recording' "   \
         "owner='eastborough' dueOn='2026-12-31'/>")

static const struct {
    const char *why;
    const char *body, *details;
    const char *rule; /* NULL: allowed */
} cases[] = {
    {"an enquiry names nobody", ENQUIRY("false"),
     DETAILS("<enquiry>" QUESTION "</enquiry>"), NULL},
    {"it says so and yet names a client", ENQUIRY("false"),
     DETAILS("<enquiry>" QUESTION CLIENT "</enquiry>"), "client-named"},
    {"it names a client, and says so", ENQUIRY("true"),
     DETAILS("<enquiry>" QUESTION CLIENT "</enquiry>"), NULL},
    {"it promises a client and names none", ENQUIRY("true"),
     DETAILS("<enquiry>" QUESTION "</enquiry>"), "client-named"},
    {"an answer is in words", REPLY("answer='answered'"),
     DETAILS("<enquiry-reply><words>Yes.</words></enquiry-reply>"), NULL},
    {"a source is no answer", REPLY("answer='answered'"),
     DETAILS("<enquiry-reply><source>directory</source></enquiry-reply>"),
     "comment-required"},
    {"spaces are no answer", REPLY("answer='answered'"),
     DETAILS("<enquiry-reply><words>  </words></enquiry-reply>"), "comment-required"},
    {"who answers does not show elsewhere", REPLY("answer='answered'"),
     DETAILS("<enquiry-reply><words>w</words><elsewhere>e</elsewhere></enquiry-reply>"),
     "signposted-only"},
    {"a change is proposed in words", COMMENT("<clause number='2' kind='change'/>"),
     DETAILS("<consultation-comment>" ON("2") "</consultation-comment>"), NULL},
    {"the words are on another clause", COMMENT("<clause number='2' kind='change'/>"),
     DETAILS("<consultation-comment>" ON("3") "</consultation-comment>"),
     "comment-required"},
    {"words on a clause that is not coded",
     COMMENT("<clause number='2' kind='support'/>"),
     DETAILS("<consultation-comment>" ON("3") "</consultation-comment>"),
     "clause-coded"},
    {"a comment not taken up has its reason",
     ANSWER("<clause number='2' disposition='rejected'/>"
            "<clause number='3' disposition='accepted'/>"),
     DETAILS("<consultation-answer>" ON("2") "</consultation-answer>"), NULL},
    {"it has none", ANSWER("<clause number='2' disposition='rejected'/>"),
     DETAILS("<consultation-answer>" ON("4") "</consultation-answer>"),
     "comment-required"},
    {"who says it may be named", FEEDBACK("anonymous='false'"),
     DETAILS("<feedback><words>w</words>" PERSON "</feedback>"), NULL},
    {"a complaint is in words", FEEDBACK("anonymous='false' complaint='true'"),
     DETAILS("<feedback>" PERSON "</feedback>"), "complaint-in-words"},
    {"nothing said", FEEDBACK("anonymous='false'"),
     DETAILS("<feedback><words> </words></feedback>"), "feedback-says-something"},
    {"an audit says which cases", AUDIT,
     DETAILS("<practice-audit>" LEAD "<case number='1' reference='N/1'/>"
             "</practice-audit>"),
     NULL},
    {"it names another case", AUDIT,
     DETAILS("<practice-audit>" LEAD "<case number='2' reference='N/2'/>"
             "</practice-audit>"),
     "case-described"},
    {"it names one too many", AUDIT,
     DETAILS("<practice-audit>" LEAD "<case number='1' reference='N/1'/>"
             "<case number='2' reference='N/2'/></practice-audit>"),
     "case-coded"},
    {"a view by letters", GRANTED, VIEW("Mother A and child B, born in 2019."), NULL},
    {"a view with a postcode", GRANTED, VIEW("They live at NG1 9ZZ."), "redacted"},
    {"a view with a telephone number", GRANTED, VIEW("Ring 07700 900318."), "redacted"},
    {"a view with an NHS number", GRANTED, VIEW("943 476 5919"), "redacted"},
    {"a view with a National Insurance number", GRANTED, VIEW("QQ 12 34 56 C"),
     "redacted"},
    {"a view with an address of e-mail", GRANTED, VIEW("a@b.example"), "redacted"},
    {"a view with a date of birth", GRANTED, VIEW("born 14/5/1991"), "redacted"},
    {"a granted case without a view", GRANTED,
     DETAILS("<audit-access><words>w</words></audit-access>"), "case-described"},
    {"findings in words", FINDINGS,
     DETAILS("<audit-findings><summary>s</summary><strength number='1'><words>w</words>"
             "</strength><action number='2'><words>w</words><todo>t</todo></action>"
             "</audit-findings>"),
     NULL},
    {"an action that nobody describes", FINDINGS,
     DETAILS("<audit-findings><summary>s</summary><strength number='1'><words>w</words>"
             "</strength></audit-findings>"),
     "finding-in-words"},
};

/* Feedback is a case of its own; the caller frees. */
static char *
in_its_case(const char *text, const char *body)
{
    GString *xml = g_string_new(text);

    if (g_str_has_prefix(body, "<feedback "))
        g_string_replace(xml, CASE_ID, DOCUMENT_ID, 0);
    return g_string_free(xml, FALSE);
}

static void
details_are_judged_with_their_document(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(cases); index++) {
        const char *body = cases[index].body;
        g_autoptr(GBytes) usual = support_usual(body);
        g_autofree char *text =
            g_strndup(g_bytes_get_data(usual, NULL), g_bytes_get_size(usual));
        g_autofree char *document = in_its_case(text, body);
        g_autofree char *details = in_its_case(cases[index].details, body);
        g_autoptr(GBytes) bytes = g_bytes_new(document, strlen(document));

        support_check_details(cases[index].why, bytes, details, cases[index].rule);
    }
}

/* Anonymous feedback: the case is the document itself, and no one is named inside. */
static void
anonymous_feedback_names_nobody(void)
{
    static const char body[] =
        "<document xmlns='urn:referral-exchange:document:1' id='" DOCUMENT_ID
        "' case='" DOCUMENT_ID "' created='" CREATED "'><from agency='eastborough'/>"
        "<to agency='northgate-homes'/>" FEEDBACK(
            "anonymous='true'") "<sealed media='application/pkcs7-mime'>AAAA</sealed>"
                                "</document>";
    static const char named[] =
        "<details xmlns='urn:referral-exchange:details:1' document='" DOCUMENT_ID
        "' case='" DOCUMENT_ID "' from='eastborough'><feedback><words>w</words>" PERSON
        "</feedback></details>";
    g_autoptr(GBytes) bytes = g_bytes_new_static(body, strlen(body));

    support_check_details("nobody is named", bytes, named, "anonymous-person");
}

static const struct life_step lives[] = {
    {"she asks", KIND_ENQUIRY, NULL, MATTER_OPENER, "open"},
    {"she does not answer herself", KIND_ENQUIRY_REPLY, "answered", MATTER_OPENER,
     NULL},
    {"they cannot say that it became a referral", KIND_ENQUIRY_REPLY, "converted",
     MATTER_OTHER, NULL},
    {"they answer", KIND_ENQUIRY_REPLY, "answered", MATTER_OTHER, "answered"},
    {"once", KIND_ENQUIRY_REPLY, "signposted", MATTER_OTHER, NULL},
    {"what is answered is not withdrawn", KIND_ENQUIRY_REPLY, "withdrawn",
     MATTER_OPENER, NULL},
    {"it becomes a referral", KIND_ENQUIRY_REPLY, "converted", MATTER_OPENER,
     "converted"},
    {"once, too", KIND_ENQUIRY_REPLY, "converted", MATTER_OPENER, NULL},
    {"a draft", KIND_CONSULTATION, NULL, MATTER_OPENER, "open"},
    {"a member comments", KIND_CONSULTATION_COMMENT, NULL, MATTER_MEMBER, "open"},
    {"the owner does not", KIND_CONSULTATION_COMMENT, NULL, MATTER_OPENER, NULL},
    {"the owner answers", KIND_CONSULTATION_ANSWER, NULL, MATTER_OPENER, "open"},
    {"nobody adopts a draft", KIND_CONSULTATION_ADOPTION, "adopted", MATTER_MEMBER,
     NULL},
    {"nobody else settles it", KIND_CONSULTATION_FINAL, NULL, MATTER_MEMBER, NULL},
    {"the final version", KIND_CONSULTATION_FINAL, NULL, MATTER_OPENER, "settled"},
    {"too late to comment", KIND_CONSULTATION_COMMENT, NULL, MATTER_MEMBER, NULL},
    {"a member adopts it", KIND_CONSULTATION_ADOPTION, "adopted", MATTER_MEMBER,
     "settled"},
    {"a voice", KIND_FEEDBACK, NULL, MATTER_OPENER, "open"},
    {"no decision before it is a complaint", KIND_FEEDBACK_REPLY, "complaint-upheld",
     MATTER_OTHER, NULL},
    {"it is one", KIND_FEEDBACK_REPLY, "complaint-taken-up", MATTER_OTHER,
     "a complaint"},
    {"thanks are not enough then", KIND_FEEDBACK_REPLY, "thanked", MATTER_OTHER, NULL},
    {"a decision", KIND_FEEDBACK_REPLY, "complaint-upheld", MATTER_OTHER, "answered"},
    {"and no other", KIND_FEEDBACK_REPLY, "explained", MATTER_OTHER, NULL},
    {"an audit", KIND_PRACTICE_AUDIT, NULL, MATTER_OPENER, "asked"},
    {"nobody grants oneself a view", KIND_AUDIT_ACCESS, "granted", MATTER_OPENER, NULL},
    {"no findings without a view", KIND_AUDIT_FINDINGS, NULL, MATTER_OPENER, NULL},
    {"a view", KIND_AUDIT_ACCESS, "granted", MATTER_OTHER, "granted"},
    {"too late to refuse", KIND_AUDIT_ACCESS, "refused", MATTER_OTHER, NULL},
    {"it ends", KIND_AUDIT_ACCESS, "ended", MATTER_OTHER, "ended"},
    {"what is audited does not judge", KIND_AUDIT_FINDINGS, NULL, MATTER_OTHER, NULL},
    {"findings", KIND_AUDIT_FINDINGS, NULL, MATTER_OPENER, "acting"},
    {"only the auditors drop an action", KIND_AUDIT_PROGRESS, "dropped", MATTER_OTHER,
     NULL},
    {"something is done", KIND_AUDIT_PROGRESS, "done", MATTER_OTHER, "acting"},
    {"only the auditors close it", KIND_AUDIT_PROGRESS, "closed", MATTER_OTHER, NULL},
    {"closed", KIND_AUDIT_PROGRESS, "closed", MATTER_OPENER, "closed"},
    {"for good", KIND_AUDIT_PROGRESS, "done", MATTER_OTHER, NULL},
};

static void
each_life_goes_as_its_table_says(void)
{
    lives_check(lives, G_N_ELEMENTS(lives));
}

/* What is filled in where the enquiry said nothing, in the order of the draft. */
static const struct {
    const char *empty, *filled;
} blanks[] = {
    {"urgency=\"\"", "urgency='priority'"},
    {"type=\"\"", "type='advice'"},
    {"receivedVia=\"\"", "receivedVia='self'"},
    {"level=\"\"/>", "level='low'/>"},
    {"sex=\"\" ageBand=\"\"", "sex='female' ageBand='25-34'"},
    {"adults=\"\" bedrooms=\"\"", "adults='1' bedrooms='2'"},
    {"origin=\"\"", "origin='E08000003'"},
    {"<risk level=\"\"/>", "<risk level='none-known'/>"},
    {"homelessness=\"\" accommodation=\"\"",
     "homelessness='not-homeless' accommodation='33'"},
    {"lawful=\"\"", "lawful='a'"},
    {"on=\"\"", "on='2026-11-20'"},
    {"reference=\"\"", "reference='N-1'"},
    {"name=\"\"", "name='P G'"},
    {"ethnicGroup=\"\" publicFunds=\"\"",
     "dateOfBirth='1995-12-01' ethnicGroup='4' publicFunds='yes'"},
    {"<risks/>", "<risks><noKnownRisk askedOn='2026-11-20'/></risks>"},
    {"<basis privacyNotice=\"\"/>",
     "<basis privacyNotice='true'><consent by='client' form='verbal' on='2026-11-20'>"
     "<scope code='referral'/></consent></basis>"},
    {"<whatClientWants/>", "<whatClientWants>An answer.</whatClientWants>"},
};

static void
an_enquiry_becomes_a_referral_without_retyping(void)
{
    static const char said[] = DETAILS(
        "<enquiry>" QUESTION "<client clientReference='N/3318'><name given='Jade' "
        "family='Okonkwo'/><method by='mobile' value='07700 900318' safe='safe'/>"
        "</client></enquiry>");
    g_autoptr(GBytes) bytes = support_usual(
        BODY("enquiry", "topic='rights' enquirer='client' namesClient='true'",
             "<need code='tenancy-set-up'/>"));
    g_autoptr(GBytes) details = g_bytes_new_static(said, strlen(said));
    g_autoptr(document) enquiry = support_accept(bytes);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    struct uuid id;
    const struct authoring_context context = {.referral = &id,
                                              .created_us = enquiry->created_us};
    g_autoptr(GBytes) draft =
        referral_draft_write(enquiry, details, "citizens-advice-northgate", &error);
    g_autoptr(GString) text = NULL;
    g_autoptr(GBytes) whole = NULL;
    g_autoptr(authoring) authoring = NULL;
    g_autofree char *description = NULL;

    g_assert_no_error(error);
    uuid_new(&id);
    text = g_string_new_len(g_bytes_get_data(draft, NULL),
                            (gssize)g_bytes_get_size(draft));
    g_assert_nonnull(strstr(text->str, "case=\"" CASE_ID "\""));
    g_assert_nonnull(strstr(text->str, "family=\"Okonkwo\""));
    g_assert_nonnull(strstr(text->str, "07700 900318"));
    g_assert_nonnull(strstr(text->str, "<summary>May he?</summary>"));
    for (size_t index = 0; index < G_N_ELEMENTS(blanks); index++) {
        g_test_message("%s", blanks[index].empty);
        g_assert_cmpuint(
            g_string_replace(text, blanks[index].empty, blanks[index].filled, 1), ==,
            1);
    }
    whole = g_bytes_new(text->str, text->len);
    authoring = authoring_read(support_validator(SCHEMA_AUTHORING), whole, &context,
                               violations, &error);
    description = support_describe(violations);
    g_test_message("%s", description);
    g_assert_no_error(error);
    g_assert_cmpint(authoring->kind, ==, KIND_REFERRAL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dealings/details-are-judged-with-their-document",
                    details_are_judged_with_their_document);
    g_test_add_func("/dealings/anonymous-feedback-names-nobody",
                    anonymous_feedback_names_nobody);
    g_test_add_func("/dealings/each-life-goes-as-its-table-says",
                    each_life_goes_as_its_table_says);
    g_test_add_func("/dealings/an-enquiry-becomes-a-referral-without-retyping",
                    an_enquiry_becomes_a_referral_without_retyping);
    return g_test_run();
}
