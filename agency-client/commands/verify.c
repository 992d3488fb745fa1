/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/commands/step.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/dispatch.h"
#include "agency-client/office/letter.h"
#include "agency-client/office/xml.h"
#include "common/documents/receipt.h"
#include "common/trust/evidence.h"
#include "common/trust/signature.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Checks a signed document or a receipt, offline, with the stored directory and "
    "revocation list: who signed it, and whether the certificate stood at the time "
    "that counts. For a document that is its receipt's time (the one stored here, or "
    "the one given with --receipt), else that of its entry in our mailbox. FILE may "
    "also be an id that is known here.\n"
    "With --save, the signed bytes of a known id and its receipt are written out.";

/* What was found, as rows of a name and a value. */
struct finding {
    const char *name;
    char *value;
};

static void
add_finding(GArray *findings, const char *name, char *value)
{
    struct finding finding = {name, value};

    g_array_append_val(findings, finding);
}

static void
clear_finding(void *data)
{
    g_free(((struct finding *)data)->value);
}

static void
print_findings(const struct invocation *invocation, const GArray *findings,
               const char *what)
{
    GString *xml = invocation->is_xml ? xml_begin("verified") : NULL;

    if (xml != NULL)
        g_string_append_printf(xml, "<%s", what);
    else
        printf("VALID %s\n", what);
    for (unsigned i = 0; i < findings->len; i++) {
        const struct finding *finding = &g_array_index(findings, struct finding, i);
        g_autofree char *clean = print_clean(finding->value);

        if (xml != NULL)
            xml_attribute(xml, finding->name, finding->value);
        else
            printf("  %-12s %s\n", finding->name, clean);
    }
    if (xml != NULL) {
        g_string_append(xml, "/>\n");
        xml_end(xml, "verified");
    }
}

static char *
time_text(int64_t us)
{
    char text[TIMESTAMP_TEXT_BYTES];

    timestamp_write(us, text);
    return g_strdup(text);
}

static char *
hex_text(const uint8_t *bytes)
{
    struct digest digest;
    char hex[DIGEST_HEX_CHARS];

    memcpy(digest.bytes, bytes, DIGEST_BYTES);
    digest_hex(&digest, hex);
    return g_strdup(hex);
}

static bool
read_receipt(struct office *office, GBytes *bytes, struct receipt *receipt,
             char **signer, GError **error)
{
    const struct address_book *book = office_book_if_any(office);
    g_autoptr(credential) credential = NULL;
    g_autoptr(GBytes) content =
        evidence_read(bytes, office->home->authority, book != NULL ? book->crl : NULL,
                      NULL, &credential, error);

    if (content == NULL || !receipt_read(content, receipt, error))
        return false;
    *signer = g_strdup(credential_fingerprint(credential));
    return true;
}

static int
verify_receipt(const struct invocation *invocation, struct office *office,
               GBytes *bytes)
{
    g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
    g_autoptr(GError) error = NULL;
    g_autofree char *signer = NULL;
    struct receipt receipt;

    if (!read_receipt(office, bytes, &receipt, &signer, &error))
        return command_fail(invocation, error);
    g_array_set_clear_func(findings, clear_finding);
    add_finding(findings, "document", uuid_text(&receipt.document));
    add_finding(findings, "sender", g_strdup(receipt.sender));
    add_finding(findings, "sha256", hex_text(receipt.sha256));
    add_finding(findings, "sequence",
                g_strdup_printf("%" G_GUINT64_FORMAT, receipt.sequence));
    add_finding(findings, "chain", hex_text(receipt.chain));
    add_finding(findings, "received", time_text(receipt.received_us));
    add_finding(findings, "signedBy", g_strdup("the exchange's evidence certificate"));
    add_finding(findings, "certificate", g_steal_pointer(&signer));
    print_findings(invocation, findings, "receipt");
    return EXIT_DONE;
}

/* When the exchange received these very bytes, as far as anything here proves it. */
static bool
find_time(struct office *office, const struct letter *claimed, GBytes *receipt_bytes,
          GBytes *bytes, int64_t *at_us, const char **source, GError **error)
{
    struct digest digest = digest_of_bytes(bytes);
    g_autofree char *signer = NULL;
    struct receipt receipt;

    if (receipt_bytes == NULL) {
        g_autofree char *sha256 = hex_text(digest.bytes);
        g_autoptr(stored_entry) entry =
            mailbox_find_sha256(office->store, sha256, NULL);

        *at_us = entry != NULL ? entry->received_us : claimed->signing_time_us;
        *source = entry != NULL ? "the time at which the exchange listed it to us"
                                : "signing time (no receipt here proves more)";
        return true;
    }
    if (!read_receipt(office, receipt_bytes, &receipt, &signer, error))
        return false;
    if (memcmp(receipt.sha256, digest.bytes, DIGEST_BYTES) != 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                    "the receipt is genuine, but it is for other bytes than these");
        return false;
    }
    *at_us = receipt.received_us;
    *source = "receipt";
    return true;
}

/* Agencies' documents do not say by themselves when they were received. */
static int
verify_document(const struct invocation *invocation, struct office *office,
                GBytes *bytes, GBytes *receipt)
{
    g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
    g_autoptr(letter) letter = NULL;
    g_autoptr(GError) error = NULL;
    struct signature_claim claim;
    struct letter claimed = {0};
    struct digest digest = digest_of_bytes(bytes);
    const char *source;
    int64_t at_us;

    if (!signature_peek(bytes, &claim, &error))
        return command_fail(invocation, error);
    claimed.signing_time_us = claim.signing_time_us;
    if (!find_time(office, &claimed, receipt, bytes, &at_us, &source, &error))
        return command_fail(invocation, error);
    letter = letter_read(office, bytes, at_us, &error);
    if (letter == NULL)
        return command_fail(invocation, error);
    g_array_set_clear_func(findings, clear_finding);
    add_finding(findings, "document", uuid_text(&letter->document->id));
    add_finding(findings, "kind", g_strdup(kinds[letter->document->kind].name));
    add_finding(findings, "from", g_strdup(letter->document->from_agency));
    if (letter->document->to_agency != NULL)
        add_finding(findings, "to", g_strdup(letter->document->to_agency));
    add_finding(findings, "created", time_text(letter->document->created_us));
    add_finding(findings, "signed", time_text(letter->signing_time_us));
    add_finding(findings, "signedBy", g_strdup(letter->signer));
    add_finding(findings, "certificate", hex_text(letter->signer_certificate.bytes));
    add_finding(findings, "judgedAt", time_text(at_us));
    add_finding(findings, "judgedBy", g_strdup(source));
    add_finding(findings, "sha256", hex_text(digest.bytes));
    print_findings(invocation, findings, "document");
    return EXIT_DONE;
}

/* A receipt has a root of its own; anything else is a document, or nothing of ours. */
static bool
is_receipt(struct office *office, GBytes *bytes)
{
    g_autofree char *signer = NULL;
    struct receipt receipt;

    return read_receipt(office, bytes, &receipt, &signer, NULL);
}

/* The signed bytes of an id that is known here, and its receipt if we hold one. */
static bool
find_known(struct office *office, const char *prefix, GBytes **bytes, GBytes **receipt,
           GError **error)
{
    g_autofree char *id = command_find_id(office, prefix, error);
    g_autoptr(outbox_item) item = NULL;
    g_autoptr(stored_entry) entry = NULL;

    if (id == NULL)
        return false;
    item = outbox_find(office->store, id, NULL);
    if (item != NULL) {
        *bytes = g_bytes_ref(item->bytes);
        *receipt = receipt_find(office->store, id, NULL);
        return true;
    }
    entry = mailbox_find(office->store, id, error);
    if (entry == NULL)
        return false;
    if (entry->bytes == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s was never held here: %s", id, entry->reason);
        return false;
    }
    *bytes = g_bytes_ref(entry->bytes);
    return true;
}

static bool
save(const char *path, GBytes *bytes, const char *suffix, GError **error)
{
    g_autofree char *name = g_strconcat(path, suffix, NULL);
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);

    if (!g_file_set_contents(name, data, (gssize)size, error))
        return false;
    fprintf(stderr, "written: %s\n", name);
    return true;
}

struct verify_options {
    char *receipt;
    char *save;
};

static int
run(struct invocation *invocation, const char *what,
    const struct verify_options *options)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GBytes) receipt = NULL;
    g_autoptr(GError) error = NULL;
    bool is_file = g_file_test(what, G_FILE_TEST_EXISTS) || g_str_equal(what, "-");

    if (office == NULL)
        return EXIT_FAILED;
    if (is_file)
        bytes = step_read_file(what, &error);
    else if (!find_known(office, what, &bytes, &receipt, &error))
        g_prefix_error(&error, "there is no file '%s', and as an id: ", what);
    if (bytes == NULL)
        return command_fail(invocation, error);
    if (options->receipt != NULL) {
        g_clear_pointer(&receipt, g_bytes_unref);
        receipt = step_read_file(options->receipt, &error);
        if (receipt == NULL)
            return command_fail(invocation, error);
    }
    if (options->save != NULL &&
        (!save(options->save, bytes, ".p7m", &error) ||
         (receipt != NULL && !save(options->save, receipt, ".receipt.p7m", &error))))
        return command_fail(invocation, error);
    if (is_receipt(office, bytes))
        return verify_receipt(invocation, office, bytes);
    return verify_document(invocation, office, bytes, receipt);
}

int
command_verify(struct invocation *invocation, int argc, char **argv)
{
    struct verify_options options = {0};
    const GOptionEntry entries[] = {
        {"receipt", 0, 0, G_OPTION_ARG_FILENAME, &options.receipt,
         "judge the document at the time this receipt proves", "FILE"},
        {"save", 0, 0, G_OPTION_ARG_FILENAME, &options.save,
         "write the signed bytes to NAME.p7m, the receipt to NAME.receipt.p7m", "NAME"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "FILE | ID", summary, 1, 1))
        status = run(invocation, argv[1], &options);
    g_free(options.receipt);
    g_free(options.save);
    return status;
}
