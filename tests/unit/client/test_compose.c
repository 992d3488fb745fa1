/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/letter.h"
#include "agency-client/office/replies.h"
#include "agency-client/office/reseal.h"
#include "agency-client/office/sealing.h"
#include "tests/unit/client/offices.h"

#include <string.h>

/* What only the details of the mother of five hold. */
static const char *const canaries[] = {"Hodan", "Warsame"};

static struct composed *
must_compose(struct office *office, const char *name)
{
    g_autoptr(GBytes) file = example(name);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    struct composed *composed =
        compose_referral(office, file, NULL, violations, &error);

    g_assert_no_error(error);
    g_assert_true(compose_queue(office, composed, &error));
    g_assert_no_error(error);
    return composed;
}

static struct letter *
must_read(struct office *office, const struct outbox_item *item)
{
    g_autoptr(GError) error = NULL;
    struct letter *letter = letter_read(office, item->bytes, TODAY, &error);

    g_assert_no_error(error);
    return letter;
}

static bool
holds(GBytes *bytes, const char *canary)
{
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);

    return memmem(data, size, canary, strlen(canary)) != NULL;
}

static enum member
member_of(const char *id)
{
    for (int i = 0; i < MEMBERS; i++)
        if (g_str_equal(member_ids[i], id))
            return (enum member)i;
    g_assert_not_reached();
}

static void
test_parallel_seals_to_each_alone(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(composed) composed =
        must_compose(offices->office[MEMBER_COUNCIL], "mother-of-five-parallel.xml");

    g_assert_cmpuint(composed->items->len, ==, 2);
    for (unsigned i = 0; i < composed->items->len; i++) {
        const struct outbox_item *item = composed->items->pdata[i];
        const struct outbox_item *other = composed->items->pdata[1 - i];
        enum member recipient = member_of(item->recipient);
        struct office *office = offices->office[recipient];
        g_autoptr(letter) own = must_read(office, item);
        g_autoptr(letter) foreign = must_read(office, other);
        g_autoptr(letter) sent = must_read(offices->office[MEMBER_COUNCIL], item);
        g_autoptr(GError) error = NULL;

        g_assert_true(letter_open(office, own, &error));
        g_assert_true(holds(own->details_xml, canaries[0]));
        g_assert_true(letter_open(offices->office[MEMBER_COUNCIL], sent, &error));
        g_assert_no_error(error);
        g_assert_false(letter_open(office, foreign, &error));
        g_assert_error(error, TRUST_ERROR, TRUST_ERROR_CANNOT_OPEN);
        g_assert_false(holds(item->bytes, canaries[0]));
        g_assert_true(
            uuid_is_equal(&own->document->case_id, &foreign->document->case_id));
        g_assert_true(uuid_is_equal(&own->document->referral.referral,
                                    &foreign->document->referral.referral));
    }
}

static void
test_first_accept_keeps_the_details_back(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *council = offices->office[MEMBER_COUNCIL];
    g_autoptr(composed) composed =
        must_compose(council, "mother-of-five-first-accept.xml");
    const struct outbox_item *item = composed->items->pdata[0];
    enum member winner = member_of(item->recipient);
    g_autoptr(withheld) held = NULL;
    g_autoptr(outbox_item) disclosure = NULL;
    g_autoptr(letter) referral = must_read(offices->office[winner], item);
    g_autoptr(letter) released = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpuint(composed->items->len, >=, 2);
    g_assert_null(referral->document->sealed);
    held = withheld_find(council->store, item->document, &error);
    g_assert_no_error(error);
    /* Nobody but the referrer opens what is kept back. */
    g_assert_null(sealing_open(offices->office[winner], held->sealed, NULL));
    disclosure = replies_disclose(council, held, &error);
    g_assert_no_error(error);
    released = must_read(offices->office[winner], disclosure);
    g_assert_true(letter_open(offices->office[winner], released, &error));
    g_assert_no_error(error);
    g_assert_true(holds(released->details_xml, canaries[0]));
    for (int i = 0; i < MEMBERS; i++) {
        g_autoptr(letter) loser = NULL;

        if (i == MEMBER_COUNCIL || i == (int)winner)
            continue;
        loser = must_read(offices->office[i], disclosure);
        g_assert_false(letter_open(offices->office[i], loser, NULL));
    }
}

static void
test_details_rest_sealed(void)
{
    static const char *const files[] = {"mother-of-five-parallel.xml",
                                        "mother-of-five-first-accept.xml"};
    g_autoptr(offices) offices = offices_new();

    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(composed) composed =
            must_compose(offices->office[MEMBER_COUNCIL], files[i]);

        g_assert_nonnull(composed);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(canaries); i++)
        g_assert_false(offices_home_holds(offices, MEMBER_COUNCIL, canaries[i]));
    /* The search finds what is there in clear. */
    g_assert_true(offices_home_holds(offices, MEMBER_COUNCIL, "first-accept"));
}

static void
test_an_award_releases_once(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *council = offices->office[MEMBER_COUNCIL];
    g_autoptr(composed) composed =
        must_compose(council, "mother-of-five-first-accept.xml");
    struct known_leg *leg = composed->legs->pdata[0];
    g_autoptr(GError) error = NULL;
    int released = 0;

    g_assert_true(replies_release(council, &released, &error));
    g_assert_cmpint(released, ==, 0);
    g_free(leg->state);
    leg->state = g_strdup("accepted");
    leg->changed = 12;
    g_assert_true(legs_write(council->store, leg, &error));
    g_assert_true(replies_release(council, &released, &error));
    g_assert_cmpint(released, ==, 1);
    g_assert_true(replies_release(council, &released, &error));
    g_assert_cmpint(released, ==, 1);
    g_assert_no_error(error);
}

static void
test_every_example_can_be_sent(void)
{
    g_autoptr(GDir) examples = g_dir_open("schemas/examples", 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(examples)) != NULL) {
        g_autoptr(offices) offices = NULL;
        g_autoptr(GBytes) file = NULL;
        g_autoptr(composed) composed = NULL;
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GError) error = NULL;

        if (!g_str_has_suffix(name, ".xml"))
            continue;
        offices = offices_new();
        file = example(name);
        composed = compose_referral(offices->office[MEMBER_COUNCIL], file, NULL,
                                    violations, &error);
        /* Some are to agencies that are not of this partnership. */
        if (g_error_matches(error, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS))
            continue;
        g_test_message("%s", name);
        g_assert_no_error(error);
    }
}

static void
test_a_stale_key_is_sealed_again_under_a_new_id(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *council = offices->office[MEMBER_COUNCIL];
    g_autoptr(composed) composed = must_compose(council, "mother-of-five-parallel.xml");
    g_autoptr(outbox_item) old = NULL;
    g_autoptr(outbox_item) replacement = NULL;
    g_autoptr(GPtrArray) all = NULL;
    g_autoptr(letter) letter = NULL;
    g_autoptr(known_leg) leg = NULL;
    g_autoptr(GError) error = NULL;
    struct uuid old_id;

    old = outbox_find(council->store,
                      ((struct outbox_item *)composed->items->pdata[0])->document,
                      &error);
    g_assert_true(reseal(council, old, &error));
    g_assert_no_error(error);
    all = outbox_list_sendable(council->store, &error);
    g_assert_cmpuint(all->len, ==, composed->items->len);
    replacement = outbox_find(council->store,
                              ((struct outbox_item *)all->pdata[0])->document, &error);
    g_assert_cmpstr(replacement->replaces, ==, old->document);
    g_assert_cmpstr(replacement->document, !=, old->document);
    letter = must_read(offices->office[member_of(replacement->recipient)], replacement);
    g_assert_true(uuid_read(old->document, &old_id));
    g_assert_true(letter->document->has_supersedes);
    g_assert_true(uuid_is_equal(&letter->document->supersedes, &old_id));
    g_assert_true(letter_open(offices->office[member_of(replacement->recipient)],
                              letter, &error));
    leg = legs_find(council->store, replacement->document, &error);
    g_assert_no_error(error);
    g_assert_null(legs_find(council->store, old->document, NULL));
}

static const struct {
    const char *why;
    const char *find;
    const char *replace;
    GQuark (*domain)(void);
    int code;
} wrong_files[] = {
    {"no such agency", "harbour-womens-aid", "nobody-at-all", office_error_quark,
     OFFICE_ERROR_NO_ADDRESS},
    {"a code that is not of the list", "urgency=\"", "urgency=\"soonish-",
     refusal_error_quark, REFUSAL_SCHEMA},
    {"a document type", "<authoring", "<!DOCTYPE a><authoring", refusal_error_quark,
     REFUSAL_DOCTYPE_FORBIDDEN},
};

static void
test_a_wrong_file_stores_nothing(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *council = offices->office[MEMBER_COUNCIL];

    for (size_t i = 0; i < G_N_ELEMENTS(wrong_files); i++) {
        g_autoptr(GBytes) right = example("mother-of-five-parallel.xml");
        g_autoptr(GString) text = g_string_new_len(g_bytes_get_data(right, NULL),
                                                   (gssize)g_bytes_get_size(right));
        g_autoptr(GBytes) wrong = NULL;
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GPtrArray) items = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", wrong_files[i].why);
        g_string_replace(text, wrong_files[i].find, wrong_files[i].replace, 1);
        wrong = g_bytes_new(text->str, text->len);
        g_assert_null(compose_referral(council, wrong, NULL, violations, &error));
        g_assert_error(error, wrong_files[i].domain(), wrong_files[i].code);
        items = outbox_list(council->store, true, NULL);
        g_assert_cmpuint(items->len, ==, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compose/parallel-seals-to-each-alone",
                    test_parallel_seals_to_each_alone);
    g_test_add_func("/compose/first-accept-keeps-the-details-back",
                    test_first_accept_keeps_the_details_back);
    g_test_add_func("/compose/details-rest-sealed", test_details_rest_sealed);
    g_test_add_func("/compose/an-award-releases-once", test_an_award_releases_once);
    g_test_add_func("/compose/every-example-can-be-sent",
                    test_every_example_can_be_sent);
    g_test_add_func("/compose/a-stale-key-is-sealed-again-under-a-new-id",
                    test_a_stale_key_is_sealed_again_under_a_new_id);
    g_test_add_func("/compose/a-wrong-file-stores-nothing",
                    test_a_wrong_file_stores_nothing);
    return g_test_run();
}
