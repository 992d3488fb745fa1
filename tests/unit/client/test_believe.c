/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/dispatch.h"
#include "agency-client/office/received.h"
#include "common/trust/seal.h"
#include "tests/unit/client/offices.h"

#include <string.h>

static struct outbox_item *
council_refers(struct offices *offices)
{
    g_autoptr(GBytes) file = example("mother-of-five-parallel.xml");
    g_autoptr(GError) error = NULL;
    g_autoptr(composed) composed =
        compose_referral(offices->office[MEMBER_COUNCIL], file, NULL, NULL, &error);
    struct outbox_item *item;

    g_assert_no_error(error);
    for (unsigned i = 0; i < composed->items->len; i++) {
        item = composed->items->pdata[i];
        if (g_str_equal(item->recipient, HOUSING)) {
            g_assert_true(
                compose_queue(offices->office[MEMBER_COUNCIL], composed, &error));
            return outbox_find(offices->office[MEMBER_COUNCIL]->store, item->document,
                               &error);
        }
    }
    g_assert_not_reached();
}

/* The mailbox's line about a document, as an honest exchange would write it. */
static struct stored_entry *
entry_of(const struct outbox_item *item, GBytes *bytes)
{
    struct stored_entry *entry = g_new0(struct stored_entry, 1);

    entry->sequence = 7;
    entry->document = g_strdup(item->document);
    entry->case_id = g_strdup(item->case_id);
    entry->kind = g_strdup(item->kind);
    entry->sender = g_strdup(COUNCIL);
    entry->recipient = g_strdup(HOUSING);
    entry->received_us = TODAY;
    entry->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    entry->bytes = g_bytes_ref(bytes);
    return entry;
}

#define assert_judged(office, entry, expected, expected_reason)                        \
    do {                                                                               \
        g_autoptr(letter) found = NULL;                                                \
        g_autofree char *words = NULL;                                                 \
        enum rejection_reason reason = REJECTION_CANNOT_OPEN;                          \
        g_assert_cmpint(received_judge(office, entry, &found, &reason, &words), ==,    \
                        expected);                                                     \
        g_assert_cmpint(reason, ==, expected_reason);                                  \
    } while (false)

static void
test_a_genuine_letter_is_believed(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(outbox_item) item = council_refers(offices);
    g_autoptr(stored_entry) entry = entry_of(item, item->bytes);

    assert_judged(offices->office[MEMBER_HOUSING], entry, RECEIVED_GOOD,
                  REJECTION_CANNOT_OPEN);
}

static void
test_a_mailbox_that_lies_is_noticed(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(outbox_item) item = council_refers(offices);
    static const struct {
        const char *why;
        size_t field;
        const char *lie;
    } lies[] = {
        {"another sender", G_STRUCT_OFFSET(struct stored_entry, sender), CHARITY},
        {"another kind", G_STRUCT_OFFSET(struct stored_entry, kind), "response"},
        {"another case", G_STRUCT_OFFSET(struct stored_entry, case_id),
         "00000000-0000-4000-8000-000000000000"},
        {"another id", G_STRUCT_OFFSET(struct stored_entry, document),
         "00000000-0000-4000-8000-000000000000"},
        {"another digest", G_STRUCT_OFFSET(struct stored_entry, sha256), "00"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lies); i++) {
        g_autoptr(stored_entry) entry = entry_of(item, item->bytes);
        char **field = G_STRUCT_MEMBER_P(entry, lies[i].field);

        g_test_message("%s", lies[i].why);
        g_free(*field);
        *field = g_strdup(lies[i].lie);
        assert_judged(offices->office[MEMBER_HOUSING], entry, RECEIVED_DISTRUST,
                      REJECTION_CANNOT_OPEN);
    }
}

/* A member puts the sealed part of another's letter into a letter of its own. */
static void
test_a_lifted_sealed_part_is_noticed(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(outbox_item) item = council_refers(offices);
    g_autoptr(GError) error = NULL;
    g_autoptr(letter) original =
        letter_read(offices->office[MEMBER_HOUSING], item->bytes, TODAY, &error);
    struct envelope envelope = {.case_id = original->document->case_id,
                                .created_us = TODAY,
                                .from_agency = CHARITY,
                                .to_agency = HOUSING};
    g_autofree char *body = document_write_body(original->document);
    g_autoptr(GBytes) content = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(stored_entry) entry = NULL;
    char id[UUID_TEXT_BYTES];

    uuid_new(&envelope.id);
    uuid_write(&envelope.id, id);
    content = document_write(&envelope, body, original->document->sealed);
    bytes = signature_write(content, offices->identity[MEMBER_CHARITY].credential,
                            offices->identity[MEMBER_CHARITY].key, TODAY,
                            SIGNATURE_WITHOUT_CERTIFICATE, &error);
    g_assert_no_error(error);
    entry = entry_of(item, bytes);
    g_free(entry->document);
    entry->document = g_strdup(id);
    g_free(entry->sender);
    entry->sender = g_strdup(CHARITY);
    assert_judged(offices->office[MEMBER_HOUSING], entry, RECEIVED_REJECT,
                  REJECTION_BINDING_MISMATCH);
}

/* What the exchange alone may say is not believed from a member, or from nobody. */
static void
test_an_agency_cannot_speak_as_the_exchange(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(outbox_item) item = council_refers(offices);
    struct envelope envelope = {
        .created_us = TODAY, .from_agency = EXCHANGE_AGENCY, .to_agency = COUNCIL};
    g_autofree char *body =
        g_strdup_printf("<notice xmlns=\"%s\" kind=\"superseded\" leg=\"%s\"/>",
                        kinds[KIND_NOTICE].xml_namespace, item->document);
    static const enum signature_certificate ways[] = {SIGNATURE_WITHOUT_CERTIFICATE,
                                                      SIGNATURE_WITH_CERTIFICATE};

    uuid_new(&envelope.id);
    g_assert_true(uuid_read(item->case_id, &envelope.case_id));
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autoptr(GBytes) content = document_write(&envelope, body, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = signature_write(
            content, offices->identity[MEMBER_HOUSING].credential,
            offices->identity[MEMBER_HOUSING].key, TODAY, ways[i], &error);
        g_autoptr(stored_entry) entry = entry_of(item, bytes);
        char id[UUID_TEXT_BYTES];

        g_assert_no_error(error);
        uuid_write(&envelope.id, id);
        g_free(entry->document);
        entry->document = g_strdup(id);
        g_free(entry->kind);
        entry->kind = g_strdup("notice");
        g_free(entry->sender);
        entry->sender = g_strdup(EXCHANGE_AGENCY);
        g_free(entry->recipient);
        entry->recipient = g_strdup(COUNCIL);
        assert_judged(offices->office[MEMBER_COUNCIL], entry, RECEIVED_DISTRUST,
                      REJECTION_CANNOT_OPEN);
    }
}

static void
test_only_the_exchange_gives_receipts(void)
{
    g_autoptr(offices) offices = offices_new();
    struct office *council = offices->office[MEMBER_COUNCIL];
    g_autoptr(outbox_item) item = council_refers(offices);
    g_autoptr(GBytes) other = g_bytes_new_static("other bytes", 11);
    g_autoptr(maker) stranger = maker_new("another authority");
    struct pair foreign = maker_issue(stranger, &recipe_evidence, NULL);
    const struct {
        const char *why;
        const struct pair *signer;
        const char *document;
        const char *sender;
        GBytes *bytes;
        bool is_believed;
    } receipts[] = {
        {"the exchange's own", &offices->evidence, item->document, COUNCIL, item->bytes,
         true},
        {"an agency's", &offices->identity[MEMBER_HOUSING], item->document, COUNCIL,
         item->bytes, false},
        {"our own", &offices->identity[MEMBER_COUNCIL], item->document, COUNCIL,
         item->bytes, false},
        {"another partnership's", &foreign, item->document, COUNCIL, item->bytes,
         false},
        {"for other bytes", &offices->evidence, item->document, COUNCIL, other, false},
        {"for another document", &offices->evidence,
         "00000000-0000-4000-8000-000000000000", COUNCIL, item->bytes, false},
        {"for another sender", &offices->evidence, item->document, HOUSING, item->bytes,
         false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(receipts); i++) {
        g_autoptr(GBytes) receipt =
            make_receipt(receipts[i].signer, receipts[i].document, receipts[i].sender,
                         receipts[i].bytes);
        g_autoptr(GError) error = NULL;
        int64_t sequence = 0;
        int64_t received_us = 0;

        g_test_message("%s", receipts[i].why);
        g_assert_true(dispatch_check_receipt(council, item, receipt, &sequence,
                                             &received_us,
                                             &error) == receipts[i].is_believed);
        g_assert_true((error == NULL) == receipts[i].is_believed);
    }
    pair_clear(&foreign);
}

static void
check_directory(struct offices *offices, const char *why,
                const struct pair sealing[MEMBERS], bool is_believed)
{
    g_autoptr(GBytes) directory = offices_directory(offices, sealing, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(address_book) book = address_book_check(
        directory, offices->crl, offices->office[MEMBER_COUNCIL]->home->authority, 72,
        &error);

    g_test_message("%s", why);
    g_assert_true((book != NULL) == is_believed);
    if (!is_believed)
        g_assert_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED);
}

/* Whoever runs the exchange would like the letters sealed to a key of their own. */
static void
test_a_swapped_certificate_spoils_the_directory(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(maker) stranger = maker_new("test authority");
    struct pair swapped[MEMBERS] = {0};

    check_directory(offices, "as it is", swapped, true);
    swapped[MEMBER_HOUSING] = maker_issue_agency(stranger, &recipe_sealing, HOUSING);
    check_directory(offices, "of another authority", swapped, false);
    pair_clear(&swapped[MEMBER_HOUSING]);
    swapped[MEMBER_HOUSING] = offices->sealing[MEMBER_CHARITY];
    check_directory(offices, "of another agency", swapped, false);
    swapped[MEMBER_HOUSING] = offices->identity[MEMBER_HOUSING];
    check_directory(offices, "of another usage", swapped, false);
}

static void
refer_with(struct offices *offices, GBytes *directory, GQuark domain, int code)
{
    g_autoptr(GBytes) file = example("mother-of-five-parallel.xml");
    g_autoptr(GError) error = NULL;

    offices_plant(offices, MEMBER_COUNCIL, directory);
    g_assert_null(
        compose_referral(offices->office[MEMBER_COUNCIL], file, NULL, NULL, &error));
    g_assert_error(error, domain, code);
}

static void
test_nothing_is_sealed_to_a_doubtful_key(void)
{
    g_autoptr(offices) offices = offices_new();
    struct pair other[MEMBERS] = {0};
    g_autoptr(GBytes) suspended =
        offices_directory(offices, NULL, 1U << MEMBER_HOUSING);
    g_autoptr(GBytes) not_ours = NULL;
    g_autoptr(GBytes) honest = offices_directory(offices, NULL, 0);
    char *crl;

    refer_with(offices, suspended, OFFICE_ERROR, OFFICE_ERROR_NO_ADDRESS);
    /* The directory gives us a sealing key that is not in our hands. */
    other[MEMBER_COUNCIL] =
        maker_issue_agency(offices->maker, &recipe_sealing, COUNCIL);
    not_ours = offices_directory(offices, other, 0);
    refer_with(offices, not_ours, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED);
    pair_clear(&other[MEMBER_COUNCIL]);
    /* The list has revoked the recipient's key. */
    g_bytes_unref(offices->crl);
    crl = maker_crl(offices->maker, 2, NOW - DAY, NOW + 30 * DAY,
                    offices->sealing[MEMBER_HOUSING].credential, NOW - 2 * DAY);
    offices->crl = g_bytes_new_take(crl, strlen(crl));
    refer_with(offices, honest, TRUST_ERROR, TRUST_ERROR_STALE_KEY);
    /* And a list that is long out of date proves nothing about anybody. */
    g_bytes_unref(offices->crl);
    crl = maker_crl(offices->maker, 3, NOW - 40 * DAY, NOW - 10 * DAY, NULL, 0);
    offices->crl = g_bytes_new_take(crl, strlen(crl));
    refer_with(offices, honest, TRUST_ERROR, TRUST_ERROR_CRL_STALE);
}

static void
test_another_authority_is_not_the_pinned_one(void)
{
    g_autoptr(offices) offices = offices_new();
    g_autoptr(maker) stranger = maker_new("test authority");
    g_autofree char *pem = credential_pem(maker_certificate(stranger));
    g_autofree char *home = g_strdup(offices->office[MEMBER_COUNCIL]->home->directory);
    g_autofree char *pinned = g_build_filename(home, "authority.pem", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(pinned, pem, -1, NULL));
    g_assert_null(home_open(home, &error));
    g_assert_error(error, TRUST_ERROR, TRUST_ERROR_FINGERPRINT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/believe/a-genuine-letter", test_a_genuine_letter_is_believed);
    g_test_add_func("/believe/no-mailbox-that-lies",
                    test_a_mailbox_that_lies_is_noticed);
    g_test_add_func("/believe/no-lifted-sealed-part",
                    test_a_lifted_sealed_part_is_noticed);
    g_test_add_func("/believe/no-agency-as-the-exchange",
                    test_an_agency_cannot_speak_as_the_exchange);
    g_test_add_func("/believe/only-the-exchange-gives-receipts",
                    test_only_the_exchange_gives_receipts);
    g_test_add_func("/believe/no-swapped-certificate",
                    test_a_swapped_certificate_spoils_the_directory);
    g_test_add_func("/believe/nothing-is-sealed-to-a-doubtful-key",
                    test_nothing_is_sealed_to_a_doubtful_key);
    g_test_add_func("/believe/no-other-authority",
                    test_another_authority_is_not_the_pinned_one);
    return g_test_run();
}
