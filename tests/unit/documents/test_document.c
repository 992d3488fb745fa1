/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/documents/support.h"
#include <pthread.h>
#include <string.h>

#define RESPONSE(attributes, children)                                                 \
    "<response xmlns='urn:referral-exchange:response:1' leg='" LEG_ID "' " attributes  \
    ">" children "</response>"
#define BODY(kind, rest)                                                               \
    "<" kind " xmlns='urn:referral-exchange:" kind ":1' " rest "</" kind ">"

/* A good body of every kind, and to whom it goes. */
static const struct {
    enum kind kind;
    const char *from, *to, *body, *sealed;
} goods[] = {
    {KIND_REFERRAL, "eastborough", "northgate-homes", good_referral, "MIIB"},
    {KIND_REFERRAL, "eastborough", "northgate-homes", good_first_accept, NULL},
    {KIND_DELIVERY, "northgate-homes", "referral-exchange",
     BODY("delivery",
          "><stored document='" LEG_ID "'/><stored document='" OTHER_ID "'/>"),
     NULL},
    {KIND_RESPONSE, "northgate-homes", "eastborough",
     RESPONSE("decision='decline' clientInformed='not-safe'",
              "<reason code='capacity.full'/><reason code='client.too-far'/>"
              "<unmetNeed code='housing'/>"),
     NULL},
    {KIND_RESPONSE, "northgate-homes", "eastborough",
     RESPONSE("decision='redirect'", "<proposed agency='harbour-womens-aid'/>"), NULL},
    {KIND_STATUS_UPDATE, "northgate-homes", "eastborough",
     BODY("status-update", "leg='" LEG_ID "' status='paused' contactsAttempted='3'"
                           " contactsMade='2' hoursPlanned='6.5' hoursDelivered='4.25'"
                           " reason='away' resumeBy='2026-12-01'>"),
     NULL},
    {KIND_OUTCOME, "northgate-homes", "eastborough",
     BODY("outcome",
          "leg='" LEG_ID "' ending='completed' endReason='goals-met' hours='52'"
          " followUpOn='2027-02-01'><result need='housing' result='met'/>"
          "<result need='parenting' result='partly'/>"),
     "MIIB"},
    {KIND_WITHDRAWAL, "eastborough", "northgate-homes",
     BODY("withdrawal", "leg='" LEG_ID "' reason='duplicate'>"), NULL},
    {KIND_INFORMATION_REQUEST, "northgate-homes", "eastborough",
     BODY("information-request",
          "leg='" LEG_ID "' purpose='assess-risk' basis='e' dueOn='2026-11-28'>"
          "<item category='chronology'/><item category='arrears'/>"),
     "MIIB"},
    {KIND_INFORMATION_DISCLOSURE, "eastborough", "northgate-homes",
     BODY("information-disclosure",
          "leg='" LEG_ID "' request='" OTHER_ID "' onwardUse='no-onward'>"
          "<item category='chronology' answer='answered'/>"
          "<item category='arrears' answer='refused'/>"),
     "MIIB"},
    {KIND_DISCLOSURE, "eastborough", "northgate-homes",
     BODY("disclosure", "leg='" LEG_ID "'>"), "MIIB"},
    {KIND_REJECTION, "northgate-homes", "eastborough",
     BODY("rejection", "document='" LEG_ID "' reason='binding-mismatch'>"), NULL},
    {KIND_REGISTRATION, "referral-exchange", NULL,
     BODY("registration",
          "agency='northgate-homes' name='Northgate Homes' status='active'"
          " agencyKind='housing-association' emergencyTelephone='01632 960001'"
          " areas='E08000003 E08000006'>"
          "<certificate usage='identity' registeredFrom='2026-11-20T09:00:00Z'"
          " revokedAt='2026-11-20T10:00:00.000001Z'>MIIB</certificate>"
          "<certificate usage='sealing' registeredFrom='2026-11-20T09:00:00Z'>MIIC"
          "</certificate>"),
     NULL},
    {KIND_NOTICE, "referral-exchange", "eastborough",
     BODY("notice", "kind='rejected' leg='" LEG_ID "' document='" OTHER_ID "'>"), NULL},
};

static void
every_kind_is_read_and_written_back(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(goods); index++) {
        g_autoptr(GBytes) bytes =
            support_document(goods[index].from, goods[index].to, goods[index].body,
                             goods[index].sealed, "");
        g_autoptr(document) document = support_accept(bytes);
        g_autofree char *body = document_write_body(document);
        struct envelope envelope = {.id = document->id,
                                    .case_id = document->case_id,
                                    .created_us = document->created_us,
                                    .from_agency = document->from_agency,
                                    .to_agency = document->to_agency};
        g_autoptr(GBytes) written = document_write(&envelope, body, document->sealed);
        g_autoptr(document) again = support_accept(written);
        g_autofree char *body_again = document_write_body(again);

        g_assert_cmpint(document->kind, ==, goods[index].kind);
        g_assert_cmpint(again->kind, ==, goods[index].kind);
        g_assert_cmpstr(body_again, ==, body);
        g_assert_cmpint(again->created_us, ==, document->created_us);
        g_assert_cmpint(again->sealed != NULL, ==, goods[index].sealed != NULL);
        if (again->sealed != NULL)
            g_assert_true(g_bytes_equal(again->sealed, document->sealed));
    }
}

static void
a_document_knows_its_leg(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(goods); index++) {
        g_autoptr(GBytes) bytes =
            support_document(goods[index].from, goods[index].to, goods[index].body,
                             goods[index].sealed, "");
        g_autoptr(document) document = support_accept(bytes);
        const struct uuid *leg = document_leg(document);
        char text[UUID_TEXT_BYTES] = "";

        if (leg != NULL)
            uuid_write(leg, text);
        switch (document->kind) {
        case KIND_REFERRAL:
            g_assert_cmpstr(text, ==, DOCUMENT_ID);
            break;
        case KIND_DELIVERY:
        case KIND_REJECTION:
        case KIND_REGISTRATION:
            g_assert_null(leg);
            break;
        default:
            g_assert_cmpstr(text, ==, LEG_ID);
        }
    }
}

static void
the_envelope_is_read(void)
{
    g_autoptr(GBytes) bytes = support_document(
        "eastborough", "northgate-homes", good_referral, "AAEC/w==",
        "inReplyTo='" LEG_ID "' supersedes='" OTHER_ID "' marking='official-sensitive'"
        " retention='child-related' test='1'");
    g_autoptr(document) document = support_accept(bytes);
    g_autoptr(GBytes) sealed = g_bytes_new_static("\x00\x01\x02\xff", 4);
    char text[UUID_TEXT_BYTES];

    uuid_write(&document->id, text);
    g_assert_cmpstr(text, ==, DOCUMENT_ID);
    uuid_write(&document->case_id, text);
    g_assert_cmpstr(text, ==, CASE_ID);
    g_assert_true(document->has_in_reply_to);
    g_assert_true(document->has_supersedes);
    g_assert_cmpstr(document->marking, ==, "official-sensitive");
    g_assert_cmpstr(document->retention, ==, "child-related");
    g_assert_true(document->is_test);
    g_assert_cmpstr(document->from_agency, ==, "eastborough");
    g_assert_null(document->from_role);
    g_assert_cmpstr(document->to_agency, ==, "northgate-homes");
    g_assert_cmpint(document->created_us, ==, INT64_C(1795253400000000));
    g_assert_true(g_bytes_equal(document->sealed, sealed));
}

static void
a_referral_is_read(void)
{
    g_autoptr(GBytes) bytes = support_usual(good_referral);
    g_autoptr(document) document = support_accept(bytes);
    const struct referral *referral = &document->referral;
    char text[DATE_TEXT_BYTES];

    g_assert_cmpint(referral->mode, ==, MODE_PARALLEL);
    g_assert_cmpint(referral->urgency, ==, URGENCY_URGENT);
    g_assert_cmpstr(referral->type, ==, "accommodation");
    g_assert_cmpuint(referral->need_count, ==, 2);
    g_assert_cmpstr(referral->needs[1].code, ==, "parenting");
    g_assert_cmpint(referral->needs[1].level, ==, NEED_MEDIUM);
    g_assert_cmpuint(referral->children_count, ==, 2);
    g_assert_cmpint(referral->children[1].count, ==, 3);
    g_assert_cmpint(referral->bedrooms, ==, 4);
    g_assert_true(referral->has_unborn);
    g_assert_false(referral->has_pets);
    g_assert_cmpstr(referral->origin, ==, "E07000123");
    g_assert_cmpuint(referral->wanted_area_count, ==, 1);
    g_assert_true(referral->is_location_withheld);
    g_assert_false(referral->is_recipient_area_avoided);
    g_assert_null(referral->override_ground);
    g_assert_cmpint(referral->hours_per_week_hundredths, ==, 650);
    date_write(referral->commissioned_review_on, text);
    g_assert_cmpstr(text, ==, "2027-01-15");
    g_assert_false(referral->has_previous);
}

static void
reasons_know_whether_they_hold_after_acceptance(void)
{
    static const struct {
        const char *body;
        bool is_post_accept;
    } cases[] = {
        {RESPONSE("decision='decline'", "<reason code='client.no-show'/>"), true},
        {RESPONSE("decision='decline'", "<reason code='capacity.full'/>"), false},
        {RESPONSE("decision='decline'",
                  "<reason code='client.no-show'/><reason code='capacity.full'/>"),
         false},
        {RESPONSE("decision='acknowledge'", ""), false},
    };

    for (size_t index = 0; index < G_N_ELEMENTS(cases); index++) {
        g_autoptr(GBytes) bytes = support_usual(cases[index].body);
        g_autoptr(document) document = support_accept(bytes);

        g_assert_cmpint(document->response.is_post_accept, ==,
                        cases[index].is_post_accept);
    }
}

static void
white_space_around_a_code_is_no_part_of_it(void)
{
    g_autoptr(GBytes) bytes = support_usual(
        RESPONSE("decision=' decline\n'", "<reason code='&#9;capacity.full '/>"));
    g_autoptr(document) document = support_accept(bytes);

    g_assert_cmpint(document->response.decision, ==, DECISION_DECLINE);
    g_assert_cmpstr(document->response.reasons[0], ==, "capacity.full");
}

/* What must never come back: it stands in every hostile place of the documents below.
 */
#define CANARY "Wanjiru-Canary-0815"

static const struct {
    const char *why;
    const char *body;
    const char *rule;
    const char *path;
} schema_cases[] = {
    {"a code that no list has",
     RESPONSE("decision='decline'", "<reason code='" CANARY "'/>"),
     "cvc-enumeration-valid", "/document/response/reason/@code"},
    {"an attribute of a stranger's making",
     RESPONSE("decision='decline' scribble='" CANARY "'", ""), "cvc-complex-type.3.2.1",
     "/document/response/@*"},
    {"an element of a stranger's making",
     RESPONSE("decision='decline'", "<" CANARY "/>"), "cvc-complex-type.2.4",
     "/document/response/*"},
    {"free text in a coded part", RESPONSE("decision='decline'", CANARY),
     "cvc-complex-type.2.3", "/document/response"},
    {"a second of three reasons too many",
     RESPONSE("decision='decline'",
              "<reason code='capacity.full'/><reason code='other'/>"
              "<reason code='funding.none'/><reason code='vacancy.lost'/>"),
     "cvc-complex-type.2.4", "/document/response/reason[4]"},
    {"a date with a zone", RESPONSE("decision='accept' startBy='2026-12-01Z'", ""),
     "cvc-pattern-valid", "/document/response/@startBy"},
    {"no decision", RESPONSE("", ""), "cvc-complex-type.4",
     "/document/response/@decision"},
    {"details in the clear",
     "<details xmlns='urn:referral-exchange:details:1'>" CANARY "</details>",
     "cvc-complex-type.2.4", "/document/*"},
};

static void
the_schema_refuses_without_repeating_a_value(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(schema_cases); index++) {
        g_autoptr(GBytes) bytes = support_usual(schema_cases[index].body);
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *description = NULL;
        const struct violation *first;

        g_test_message("%s", schema_cases[index].why);
        g_assert_null(support_judge(bytes, violations, &error));
        g_assert_error(error, REFUSAL_ERROR, REFUSAL_SCHEMA);
        g_assert_cmpuint(violations->len, >=, 1);
        first = g_ptr_array_index(violations, 0);
        g_assert_cmpstr(first->rule, ==, schema_cases[index].rule);
        g_assert_cmpstr(first->path, ==, schema_cases[index].path);
        g_assert_cmpint(first->line, ==, 4);
        description = support_describe(violations);
        g_assert_null(strstr(description, CANARY));
        g_assert_null(strstr(error->message, CANARY));
    }
}

static void
a_missing_child_is_named(void)
{
    g_autoptr(GBytes) bytes =
        support_usual("<delivery xmlns='urn:referral-exchange:delivery:1'></delivery>");
    g_autoptr(GPtrArray) violations = violations_new();
    g_autofree char *description = NULL;

    g_assert_null(support_judge(bytes, violations, NULL));
    description = support_describe(violations);
    g_assert_cmpstr(description, ==,
                    "line 4, /document/delivery: a child element is missing; expected:"
                    " stored (cvc-complex-type.2.4)\n");
}

static void
lines_beyond_65535_are_counted(void)
{
    g_autofree char *lines = g_strnfill(70000, '\n');
    g_autofree char *body = g_strconcat(
        lines, RESPONSE("decision='decline'", "<reason code='nonsense'/>"), NULL);
    g_autoptr(GBytes) bytes = support_usual(body);
    g_autoptr(GPtrArray) violations = violations_new();

    g_assert_null(support_judge(bytes, violations, NULL));
    g_assert_cmpint(((struct violation *)g_ptr_array_index(violations, 0))->line, ==,
                    70004);
}

static void
a_thousand_errors_make_a_short_verdict(void)
{
    g_autoptr(GString) body =
        g_string_new("<response xmlns='urn:referral-exchange:response:1' leg='" LEG_ID
                     "' decision='decline'>");
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GPtrArray) violations = violations_new();

    for (int index = 0; index < 1000; index++)
        g_string_append(body, "<unmetNeed code='x' wrong='y'/>");
    g_string_append(body, "</response>");
    bytes = support_usual(body->str);
    g_assert_null(support_judge(bytes, violations, NULL));
    g_assert_cmpuint(violations->len, <=, VIOLATIONS_MAX);
}

static void
a_validator_forgets_what_it_refused(void)
{
    for (int round = 0; round < 3; round++) {
        g_autoptr(GBytes) bad = support_usual(RESPONSE("decision='nonsense'", ""));
        g_autoptr(GBytes) good = support_usual(RESPONSE("decision='acknowledge'", ""));
        g_autoptr(document) document = NULL;

        g_assert_null(support_judge(bad, NULL, NULL));
        document = support_accept(good);
    }
}

struct worker {
    const struct schema *schema;
    bool is_right;
};

/* A worker with a validator of its own, over the schema that all share. */
static void *
judge_many(void *data)
{
    struct worker *worker = data;
    g_autoptr(validator) validator = validator_new(worker->schema);

    worker->is_right = true;
    for (int round = 0; round < 200; round++) {
        const char *body = round % 2 == 0 ? good_referral : "<wrong/>";
        g_autoptr(GBytes) bytes = support_usual(body);
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(document) document =
            document_judge(validator, bytes, violations, NULL);

        if ((document != NULL) != (round % 2 == 0))
            worker->is_right = false;
    }
    return NULL;
}

static void
threads_share_a_schema(void)
{
    g_autoptr(schema) schema = schema_load(SCHEMA_WIRE, NULL);
    struct worker workers[4];
    pthread_t threads[G_N_ELEMENTS(workers)];

    for (size_t index = 0; index < G_N_ELEMENTS(workers); index++) {
        workers[index].schema = schema;
        g_assert_cmpint(
            pthread_create(&threads[index], NULL, judge_many, &workers[index]), ==, 0);
    }
    for (size_t index = 0; index < G_N_ELEMENTS(workers); index++) {
        g_assert_cmpint(pthread_join(threads[index], NULL), ==, 0);
        g_assert_true(workers[index].is_right);
    }
}

static void
the_table_of_kinds_is_whole(void)
{
    for (int index = 0; index < KIND_COUNT; index++) {
        g_autofree char *uri =
            g_strdup_printf("urn:referral-exchange:%s:1", kinds[index].name);
        enum kind found;

        g_assert_cmpstr(kinds[index].xml_namespace, ==, uri);
        g_assert_nonnull(kinds[index].read);
        g_assert_nonnull(kinds[index].write);
        g_assert_true(kind_find(kinds[index].name, &found));
        g_assert_cmpint((int)found, ==, index);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/every-kind-is-read-and-written-back",
                    every_kind_is_read_and_written_back);
    g_test_add_func("/document/a-document-knows-its-leg", a_document_knows_its_leg);
    g_test_add_func("/document/the-envelope-is-read", the_envelope_is_read);
    g_test_add_func("/document/a-referral-is-read", a_referral_is_read);
    g_test_add_func("/document/reasons-know-whether-they-hold-after-acceptance",
                    reasons_know_whether_they_hold_after_acceptance);
    g_test_add_func("/document/white-space-around-a-code-is-no-part-of-it",
                    white_space_around_a_code_is_no_part_of_it);
    g_test_add_func("/document/the-schema-refuses-without-repeating-a-value",
                    the_schema_refuses_without_repeating_a_value);
    g_test_add_func("/document/a-missing-child-is-named", a_missing_child_is_named);
    g_test_add_func("/document/lines-beyond-65535-are-counted",
                    lines_beyond_65535_are_counted);
    g_test_add_func("/document/a-thousand-errors-make-a-short-verdict",
                    a_thousand_errors_make_a_short_verdict);
    g_test_add_func("/document/a-validator-forgets-what-it-refused",
                    a_validator_forgets_what_it_refused);
    g_test_add_func("/document/threads-share-a-schema", threads_share_a_schema);
    g_test_add_func("/document/the-table-of-kinds-is-whole",
                    the_table_of_kinds_is_whole);
    return g_test_run();
}
