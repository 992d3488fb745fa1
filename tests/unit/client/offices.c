/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/client/offices.h"

#include "agency-client/local_store/settings.h"
#include "common/documents/directory_view.h"
#include "common/documents/receipt.h"
#include "common/trust/evidence.h"

#include <glib/gstdio.h>
#include <string.h>

const char *const member_ids[MEMBERS] = {COUNCIL, HOUSING, CHARITY};

static int64_t
today(void *data)
{
    (void)data;
    return TODAY;
}

static const struct clock test_clock = {today, NULL};

static void
must(bool is_done, const GError *error)
{
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static void
write_text(const char *directory, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    g_autoptr(GError) error = NULL;

    must(g_file_set_contents(path, text, -1, &error), error);
}

static void
write_pair(const char *directory, const char *usage, const struct pair *pair)
{
    g_autofree char *key_name = g_strconcat(usage, "-key.pem", NULL);
    g_autofree char *path = g_build_filename(directory, key_name, NULL);
    g_autofree char *name = g_strconcat(usage, ".pem", NULL);
    g_autofree char *pem = credential_pem(pair->credential);
    g_autoptr(GError) error = NULL;

    must(private_key_write(pair->key, path, NULL, &error), error);
    write_text(directory, name, pem);
}

static char *
member_home(const struct offices *offices, enum member member)
{
    return g_build_filename(offices->directory, member_ids[member], NULL);
}

static void
make_home(struct offices *offices, enum member member)
{
    g_autofree char *home = member_home(offices, member);
    g_autofree char *authority = g_build_filename(offices->directory, "ca.pem", NULL);
    g_autoptr(GError) error = NULL;

    must(home_write(home, "https://127.0.0.1:1", member_ids[member], authority,
                    credential_fingerprint(maker_certificate(offices->maker)), &error),
         error);
    offices->identity[member] =
        maker_issue_agency(offices->maker, &recipe_identity, member_ids[member]);
    offices->sealing[member] =
        maker_issue_agency(offices->maker, &recipe_sealing, member_ids[member]);
    write_pair(home, "identity", &offices->identity[member]);
    write_pair(home, "sealing", &offices->sealing[member]);
}

struct office *
offices_reopen(struct offices *offices, enum member member)
{
    g_autofree char *home = member_home(offices, member);
    g_autoptr(GError) error = NULL;

    g_clear_pointer(&offices->office[member], office_free);
    offices->office[member] = office_open(home, &test_clock, NULL, NULL, &error);
    g_assert_no_error(error);
    return offices->office[member];
}

static struct registered_certificate
listed(const struct pair *pair, enum certificate_usage usage)
{
    return (struct registered_certificate){.usage = usage,
                                           .registered_from_us = NOW - 100 * DAY,
                                           .der = credential_der(pair->credential)};
}

GBytes *
offices_directory(const struct offices *offices, const struct pair sealing[MEMBERS],
                  unsigned suspended)
{
    struct registered_certificate certificates[MEMBERS][2];
    struct registration agencies[MEMBERS];
    struct directory_view view = {
        .sequence = 3, .agencies = agencies, .agency_count = MEMBERS};

    for (int i = 0; i < MEMBERS; i++) {
        const struct pair *seal = sealing != NULL && sealing[i].credential != NULL
                                      ? &sealing[i]
                                      : &offices->sealing[i];

        certificates[i][0] = listed(&offices->identity[i], CERTIFICATE_IDENTITY);
        certificates[i][1] = listed(seal, CERTIFICATE_SEALING);
        agencies[i] = (struct registration){
            .agency = member_ids[i],
            .name = member_ids[i],
            .agency_kind = AGENCY_CHARITY,
            .status = suspended & 1U << i ? AGENCY_SUSPENDED : AGENCY_ACTIVE,
            .emergency_telephone = "01632 960999",
            .certificates = certificates[i],
            .certificate_count = 2};
    }
    return directory_view_write(&view);
}

void
offices_plant(struct offices *offices, enum member member, GBytes *directory)
{
    struct local_store *store = offices->office[member]->store;
    g_autoptr(GError) error = NULL;

    must(settings_write(store, "directory", directory, &error), error);
    must(settings_write(store, "crl", offices->crl, &error), error);
    offices_reopen(offices, member);
}

struct offices *
offices_new(void)
{
    struct offices *offices = g_new0(struct offices, 1);
    g_autoptr(GBytes) directory = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *pem = NULL;
    char *crl;

    offices->directory = g_dir_make_tmp("offices-XXXXXX", &error);
    g_assert_no_error(error);
    offices->maker = maker_new("test authority");
    offices->evidence = maker_issue(offices->maker, &recipe_evidence, NULL);
    pem = credential_pem(maker_certificate(offices->maker));
    write_text(offices->directory, "ca.pem", pem);
    crl = maker_crl(offices->maker, 1, NOW - DAY, NOW + 30 * DAY, NULL, 0);
    offices->crl = g_bytes_new_take(crl, strlen(crl));
    for (int i = 0; i < MEMBERS; i++) {
        make_home(offices, (enum member)i);
        offices_reopen(offices, (enum member)i);
    }
    directory = offices_directory(offices, NULL, 0);
    for (int i = 0; i < MEMBERS; i++)
        offices_plant(offices, (enum member)i, directory);
    return offices;
}

static void
remove_tree(const char *path)
{
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    const char *name;

    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *below = g_build_filename(path, name, NULL);

        remove_tree(below);
    }
    g_remove(path);
}

void
offices_free(struct offices *offices)
{
    for (int i = 0; i < MEMBERS; i++) {
        g_clear_pointer(&offices->office[i], office_free);
        pair_clear(&offices->identity[i]);
        pair_clear(&offices->sealing[i]);
    }
    pair_clear(&offices->evidence);
    maker_free(offices->maker);
    g_bytes_unref(offices->crl);
    remove_tree(offices->directory);
    g_free(offices->directory);
    g_free(offices);
}

GBytes *
example(const char *name)
{
    g_autofree char *path = g_build_filename("schemas/examples", name, NULL);
    g_autoptr(GError) error = NULL;
    char *text = NULL;
    size_t size = 0;

    must(g_file_get_contents(path, &text, &size, &error), error);
    return g_bytes_new_take(text, size);
}

bool
offices_home_holds(const struct offices *offices, enum member member,
                   const char *canary)
{
    g_autofree char *home = member_home(offices, member);
    g_autoptr(GDir) entries = g_dir_open(home, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(entries)) != NULL) {
        g_autofree char *path = g_build_filename(home, name, NULL);
        g_autofree char *text = NULL;
        size_t size = 0;

        g_assert_true(g_file_get_contents(path, &text, &size, NULL));
        if (memmem(text, size, canary, strlen(canary)) != NULL)
            return true;
    }
    return false;
}

GBytes *
make_receipt(const struct pair *signer, const char *document, const char *sender,
             GBytes *bytes)
{
    struct digest digest = digest_of_bytes(bytes);
    struct receipt receipt = {.sequence = 7, .received_us = TODAY};
    g_autoptr(GBytes) content = NULL;
    g_autoptr(GError) error = NULL;
    GBytes *signed_bytes;

    g_assert_true(uuid_read(document, &receipt.document));
    g_strlcpy(receipt.sender, sender, sizeof receipt.sender);
    memcpy(receipt.sha256, digest.bytes, SHA256_BYTES);
    content = receipt_write(&receipt);
    signed_bytes = signature_write(content, signer->credential, signer->key, TODAY,
                                   SIGNATURE_WITH_CERTIFICATE, &error);
    g_assert_no_error(error);
    return signed_bytes;
}
