/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/authoring.h"
#include "common/documents/details.h"
#include "common/documents/timestamp.h"
#include <string.h>

#define EXAMPLES "schemas/examples/"

static struct schema *schemas[SCHEMA_ROOTS];
static struct validator *validators[SCHEMA_ROOTS];
static const struct uuid leg = {{1, 2, 3}}, referral = {{4, 5, 6}},
                         request = {{7, 8, 9}};
static const struct uuid other = {{9, 9, 9}};

/* When everything is written, but where a test says otherwise. */
static const char *now = "2026-11-22T09:00:00Z";

static const char *const partners[] = {"northgate-homes", "harbour-womens-aid", NULL};

static struct authoring_context
context_now(void)
{
    struct authoring_context context = {.referral = &referral,
                                        .leg = &leg,
                                        .request = &request,
                                        .matter = &leg,
                                        .group = &referral,
                                        .us = "st-brides-hospital",
                                        .partner = "northgate-homes",
                                        .partners = partners};

    g_assert_true(timestamp_read(now, &context.created_us));
    return context;
}

static char *
example_text(const char *name)
{
    g_autofree char *path = g_build_filename(EXAMPLES, name, NULL);
    g_autoptr(GError) error = NULL;
    char *text;

    (void)g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

static struct authoring *
read_text(const char *text, GPtrArray *violations, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    struct authoring_context context = context_now();

    return authoring_read(validators[SCHEMA_AUTHORING], bytes, &context, violations,
                          error);
}

static struct authoring *
read_example(const char *name)
{
    g_autofree char *text = example_text(name);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    struct authoring *authoring = read_text(text, violations, &error);

    for (unsigned index = 0; index < violations->len; index++) {
        g_autofree char *words =
            violation_describe(g_ptr_array_index(violations, index));

        g_test_message("%s: %s", name, words);
    }
    g_assert_no_error(error);
    return authoring;
}

static char **
list_examples(void)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    static const char *const folders[] = {"", "inductions/", "meetings/", "plans/",
                                          "steps/"};

    for (size_t index = 0; index < G_N_ELEMENTS(folders); index++) {
        g_autofree char *path = g_strconcat(EXAMPLES, folders[index], NULL);
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
        const char *name;

        g_assert_nonnull(folder);
        while ((name = g_dir_read_name(folder)) != NULL) {
            if (g_str_has_suffix(name, ".xml"))
                g_ptr_array_add(names, g_strconcat(folders[index], name, NULL));
        }
    }
    g_assert_cmpuint(names->len, >=, 20);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

static const char *
recipient_of(const struct authoring *authoring, const struct authored *authored)
{
    switch (kinds[authoring->kind].addressing) {
    case PUBLISHED:
        return NULL;
    case ADDRESSED_TO_EXCHANGE:
        return EXCHANGE_AGENCY;
    default:
        return authored->recipient != NULL ? authored->recipient : "northgate-homes";
    }
}

/* What is made of the file must pass for what it will be: on the wire and opened. */
static void
assert_is_sendable(const struct authoring *authoring, const struct authored *authored)
{
    struct envelope envelope = {.id = other,
                                .case_id =
                                    kinds[authoring->kind].is_own_case ? other : leg,
                                .created_us = context_now().created_us,
                                .from_agency = "st-brides-hospital",
                                .from_role = authoring->role,
                                .from_actor = authoring->actor,
                                .marking = authoring->marking,
                                .retention = authoring->retention,
                                .to_agency = recipient_of(authoring, authored)};
    g_autoptr(GBytes) sealed = NULL;
    g_autoptr(GBytes) wire = NULL;
    g_autoptr(document) document = NULL;
    g_autoptr(GError) error = NULL;

    if (authored->details != NULL &&
        (authoring->kind != KIND_REFERRAL || authoring->mode != MODE_FIRST_ACCEPT))
        sealed = g_bytes_new_static("sealed", strlen("sealed"));
    wire = document_write(&envelope, authored->body, sealed);
    document = document_judge(validators[SCHEMA_WIRE], wire, NULL, &error);
    g_assert_no_error(error);
    if (authored->details != NULL) {
        g_autoptr(GBytes) bound =
            details_bind(authored->details, &envelope.id, &envelope.case_id,
                         envelope.from_agency, NULL, &error);
        g_autoptr(details) details = NULL;

        g_assert_no_error(error);
        details =
            details_judge(validators[SCHEMA_DETAILS], bound, document, NULL, &error);
        g_assert_no_error(error);
    }
}

static void
every_example_can_be_sent(void)
{
    g_auto(GStrv) names = list_examples();

    for (char **name = names; *name != NULL; name++) {
        g_autoptr(authoring) authoring = read_example(*name);

        g_test_message("%s", *name);
        g_assert_cmpuint(authoring->document_count, >=, 1);
        for (size_t index = 0; index < authoring->document_count; index++)
            assert_is_sendable(authoring, &authoring->documents[index]);
    }
}

/* Nobody who tries an example should have to mend its dates first. */
static void
no_example_lapses(void)
{
    const char *today = now;

    now = "2080-01-01T09:00:00Z";
    every_example_can_be_sent();
    now = today;
}

static bool
says(GBytes *bytes, const char *words)
{
    size_t size;
    const char *text = g_bytes_get_data(bytes, &size);

    return g_strstr_len(text, (gssize)size, words) != NULL;
}

static void
each_provider_sees_only_the_needs_put_to_it(void)
{
    g_autoptr(authoring) authoring = read_example("mother-of-five-parallel.xml");
    const struct authored *homes = &authoring->documents[0];
    const struct authored *refuge = &authoring->documents[1];

    g_assert_cmpuint(authoring->document_count, ==, 2);
    g_assert_cmpstr(homes->recipient, ==, "northgate-homes");
    g_assert_nonnull(strstr(homes->body, "\"housing\""));
    g_assert_null(strstr(homes->body, "social-isolation"));
    g_assert_null(strstr(refuge->body, "\"housing\""));
    g_assert_true(says(homes->details, "<need code=\"parenting\">"));
    g_assert_false(says(homes->details, "<need code=\"domestic-abuse\">"));
    g_assert_true(says(refuge->details, "<need code=\"domestic-abuse\">"));
    g_assert_false(says(refuge->details, "<need code=\"parenting\">"));
}

static void
an_area_is_avoided_for_the_provider_who_is_there(void)
{
    g_autoptr(authoring) authoring = read_example("mother-of-five-parallel.xml");

    g_assert_null(strstr(authoring->documents[0].body, "avoidRecipientArea"));
    g_assert_nonnull(
        strstr(authoring->documents[1].body, "avoidRecipientArea=\"true\""));
}

static void
no_name_is_in_a_coded_part(void)
{
    g_autoptr(authoring) authoring = read_example("mother-of-five-first-accept.xml");

    for (size_t index = 0; index < authoring->document_count; index++) {
        const char *body = authoring->documents[index].body;

        g_assert_null(strstr(body, "Hodan"));
        g_assert_null(strstr(body, "07700"));
        g_assert_null(strstr(body, "Tannery"));
        g_assert_null(strstr(body, "1991-05-14"));
    }
    g_assert_cmpint(authoring->mode, ==, MODE_FIRST_ACCEPT);
    g_assert_cmpint(authoring->urgency, ==, URGENCY_URGENT);
}

static void
an_authors_remarks_stay_with_the_author(void)
{
    g_autofree char *text = example_text("mother-of-five-parallel.xml");
    g_auto(GStrv) around = g_strsplit(text, "<risks>", 2);
    g_autofree char *remarked =
        g_strconcat(around[0], "<risks><!-- ask Tom about this -->", around[1], NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(authoring) authoring = read_text(remarked, NULL, &error);

    g_assert_no_error(error);
    g_assert_false(says(authoring->documents[0].details, "ask Tom"));
    assert_is_sendable(authoring, &authoring->documents[0]);
}

static void
the_program_names_the_ids_that_the_author_leaves_out(void)
{
    g_autoptr(authoring) answer = read_example("steps/information-disclosure.xml");
    char text[UUID_TEXT_BYTES];

    uuid_write(&leg, text);
    g_assert_nonnull(strstr(answer->documents[0].body, text));
    uuid_write(&request, text);
    g_assert_nonnull(strstr(answer->documents[0].body, text));
    g_assert_null(answer->documents[0].recipient);
}

static void
everybody_invited_is_sent_a_copy_of_one_meeting(void)
{
    g_autoptr(authoring) meeting =
        read_example("meetings/meeting-hospital-discharge.xml");
    char text[UUID_TEXT_BYTES];

    uuid_write(&referral, text);
    g_assert_cmpuint(meeting->document_count, ==, 3);
    for (size_t index = 0; index < meeting->document_count; index++)
        g_assert_nonnull(strstr(meeting->documents[index].body, text));
}

static void
each_agency_is_sent_its_own_actions(void)
{
    g_autoptr(authoring) record = read_example("meetings/meeting-record-held.xml");
    const struct authored *homes = &record->documents[0];

    g_assert_nonnull(strstr(homes->body, "\"northgate-homes\""));
    g_assert_nonnull(strstr(homes->body, "\"st-brides-hospital\""));
    g_assert_null(strstr(homes->body, "harbour-womens-aid"));
    g_assert_true(says(homes->details, "the rota"));
}

/* Examples with one thing changed. */
static const struct {
    const char *why;
    const char *example;
    const char *old;
    const char *changed;
    const char *rule;
    int line;
} refusals_expected[] = {
    {"a need must be one of the client's", "mother-of-five-parallel.xml",
     "needs=\"housing parenting\"", "needs=\"housing old-age\"", "need-of-referral", 8},
    {"a need that nobody is asked for is forgotten", "mother-of-five-parallel.xml",
     "needs=\"housing parenting\"", "needs=\"housing\"", "need-put", 14},
    {"two copies to one provider are a slip", "mother-of-five-first-accept.xml",
     "agency=\"harbour-womens-aid\"", "agency=\"northgate-homes\"", "recipient-once",
     9},
    {"single means one", "mother-of-five-first-accept.xml", "mode=\"first-accept\"",
     "mode=\"single\"", "single-recipient", 6},
    {"a referral without a provider goes nowhere", "emergency-tonight.xml",
     "<to agency=\"harbour-womens-aid\"/>", "", "recipient-required", 6},
    {"a step goes along its leg", "steps/withdrawal.xml", "<withdrawal xmlns=\"urn:ref",
     "<to agency=\"northgate-homes\"/><to agency=\"harbour-womens-aid\"/><withdrawal"
     " xmlns=\"urn:ref",
     "recipient-of-leg", 4},
    {"details of a need that is not coded would reach nobody",
     "mother-of-five-parallel.xml", "<need code=\"social-isolation\">",
     "<need code=\"old-age\">", "need-of-referral", 145},
    {"other reasons need words", "steps/response-decline.xml",
     "<reason code=\"elig.criteria-other\">", "<reason code=\"elig.age\">",
     "comment-required", 13},
    {"an acceptance says by when", "steps/response-accept.xml",
     " startBy=\"2099-11-27\"", "", "accept-start-by", 7},
    {"what was asked is answered", "steps/information-disclosure.xml",
     "<item category=\"legal-orders\" answer=\"answered\"/>",
     "<item category=\"school\" answer=\"answered\"/>", "answer-given", 12},
    {"an action falls to somebody who is told of it",
     "meetings/meeting-record-held.xml", "owner=\"harbour-womens-aid\"",
     "owner=\"harbour-women\"", "point-of-party", 7},
    {"another leg than the command's is a slip", "steps/withdrawal.xml",
     "reason=\"needs-met-elsewhere\"",
     "reason=\"needs-met-elsewhere\" leg=\"4b1a0c7e-0d5e-4c68-9a57-0d8f0e6a1b11\"",
     "id-agrees", 7},
    {"the host is told who comes", "inductions/booking-three-new-workers.xml",
     "<attendee starter=\"w-103\" name=\"Nadia Rahman\" dietary=\"Halal\"/>", "",
     "attendee-named", 14},
    {"and of nobody who does not", "inductions/booking-together.xml",
     "<attendee starter=\"w-105\" role=\"finance\" startedOn=\"2026-11-02\"/>", "",
     "attendee-booked", 15},
    {"where staff live is nobody's business",
     "inductions/booking-three-new-workers.xml", "name=\"Hannah Osei\"",
     "name=\"Hannah Osei\" postcode=\"NE1 4LP\"", "cvc-complex-type.3.2.1", 15},
    {"feedback says what the job means to people", "inductions/feedback-on-the-day.xml",
     "<change>", "<impact>Again.</impact><change>", "cvc-complex-type.2.4", 11},
};

static void
check_refusal(size_t index)
{
    g_autofree char *text = example_text(refusals_expected[index].example);
    g_auto(GStrv) around = g_strsplit(text, refusals_expected[index].old, 2);
    g_autofree char *changed = NULL;
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    const struct violation *violation;

    g_assert_nonnull(around[1]);
    changed = g_strconcat(around[0], refusals_expected[index].changed, around[1], NULL);
    g_assert_null(read_text(changed, violations, &error));
    g_assert_cmpuint(violations->len, >=, 1);
    violation = g_ptr_array_index(violations, 0);
    g_test_message("%s: %s line %d", refusals_expected[index].why, violation->rule,
                   violation->line);
    g_assert_cmpstr(violation->rule, ==, refusals_expected[index].rule);
    g_assert_cmpint(violation->line, ==, refusals_expected[index].line);
}

static void
what_is_wrong_is_said_with_the_line_of_the_file(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(refusals_expected); index++)
        check_refusal(index);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    for (int root = 0; root < SCHEMA_ROOTS; root++) {
        g_autoptr(GError) error = NULL;

        schemas[root] = schema_load((enum schema_root)root, &error);
        g_assert_no_error(error);
        validators[root] = validator_new(schemas[root]);
    }
    g_test_add_func("/authoring/every-example-can-be-sent", every_example_can_be_sent);
    g_test_add_func("/authoring/no-example-lapses", no_example_lapses);
    g_test_add_func("/authoring/each-provider-sees-only-the-needs-put-to-it",
                    each_provider_sees_only_the_needs_put_to_it);
    g_test_add_func("/authoring/an-area-is-avoided-for-the-provider-who-is-there",
                    an_area_is_avoided_for_the_provider_who_is_there);
    g_test_add_func("/authoring/no-name-is-in-a-coded-part",
                    no_name_is_in_a_coded_part);
    g_test_add_func("/authoring/an-authors-remarks-stay-with-the-author",
                    an_authors_remarks_stay_with_the_author);
    g_test_add_func("/authoring/the-program-names-the-ids-that-the-author-leaves-out",
                    the_program_names_the_ids_that_the_author_leaves_out);
    g_test_add_func("/authoring/everybody-invited-is-sent-a-copy-of-one-meeting",
                    everybody_invited_is_sent_a_copy_of_one_meeting);
    g_test_add_func("/authoring/each-agency-is-sent-its-own-actions",
                    each_agency_is_sent_its_own_actions);
    g_test_add_func("/authoring/what-is-wrong-is-said-with-the-line-of-the-file",
                    what_is_wrong_is_said_with_the_line_of_the_file);
    status = g_test_run();
    for (int root = 0; root < SCHEMA_ROOTS; root++) {
        validator_free(validators[root]);
        schema_free(schemas[root]);
    }
    return status;
}
