/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes, through every reader that takes the bytes of others: they are refused or
 * accepted, and what is accepted is written and judged again.
 */
#include "common/documents/authoring.h"
#include "common/documents/availability.h"
#include "common/documents/details.h"
#include "common/documents/directory_view.h"
#include "common/documents/document.h"
#include "common/documents/induction_view.h"
#include "common/documents/manifest.h"
#include "common/documents/matter_view.h"
#include "common/documents/problem.h"
#include "common/documents/referral_view.h"
#include "common/documents/services_view.h"
#include "common/documents/statistics_view.h"
#include "tests/fuzz/fuzz.h"

/* Made once; a fuzzer has one thread. */
static struct validator *validators[SCHEMA_ROOTS];

static void
start(void)
{
    if (validators[SCHEMA_WIRE] != NULL)
        return;
    for (int root = 0; root < SCHEMA_ROOTS; root++)
        validators[root] = validator_new(schema_load((enum schema_root)root, NULL));
}

/* What was accepted must be accepted again after writing it. */
static void
write_again(const struct document *document)
{
    struct envelope envelope = {.id = document->id,
                                .case_id = document->case_id,
                                .created_us = document->created_us,
                                .marking = document->marking,
                                .retention = document->retention,
                                .is_test = document->is_test,
                                .from_agency = document->from_agency,
                                .from_role = document->from_role,
                                .from_actor = document->from_actor,
                                .to_agency = document->to_agency};
    g_autofree char *body = document_write_body(document);
    g_autoptr(GBytes) bytes = document_write(&envelope, body, document->sealed);
    g_autoptr(GError) error = NULL;
    g_autoptr(document) again =
        document_judge(validators[SCHEMA_WIRE], bytes, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpint(again->kind, ==, document->kind);
}

static void
try_documents(GBytes *bytes)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(document) document =
        document_judge(validators[SCHEMA_WIRE], bytes, violations, NULL);
    G_GNUC_UNUSED g_autoptr(details) details = NULL;

    if (document == NULL)
        return;
    write_again(document);
    details =
        details_judge(validators[SCHEMA_DETAILS], bytes, document, violations, NULL);
}

static void
try_authoring(GBytes *bytes)
{
    const struct uuid id = {{1}};
    const struct authoring_context context = {.referral = &id,
                                              .created_us = INT64_C(1795253400000000)};
    g_autoptr(GPtrArray) violations = violations_new();
    G_GNUC_UNUSED g_autoptr(authoring) authoring =
        authoring_read(validators[SCHEMA_AUTHORING], bytes, &context, violations, NULL);
    G_GNUC_UNUSED g_autoptr(read_shape) shape =
        availability_shape_read(validators[SCHEMA_AUTHORING], bytes, violations, NULL);
    G_GNUC_UNUSED g_autoptr(GBytes) bound =
        details_bind(bytes, &id, &id, "a-b", NULL, NULL);
    struct authoring_peek peek;

    (void)!authoring_look(bytes, &peek, violations, NULL);
}

static void
try_manifests(GBytes *bytes)
{
    G_GNUC_UNUSED g_autoptr(manifest) manifest =
        manifest_read(validators[SCHEMA_MANIFEST], bytes, NULL);
}

static void
try_views(GBytes *bytes)
{
    struct receipt receipt;
    G_GNUC_UNUSED g_autoptr(mailbox_view) mailbox = mailbox_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(referral_view) referrals = referral_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(leg_view) leg = leg_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(directory_view) directory =
        directory_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(statistics_view) statistics =
        statistics_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(matters_view) matters = matters_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(services_view) services = services_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(induction_view) inductions =
        induction_view_read(bytes, NULL);
    G_GNUC_UNUSED g_autoptr(problem) problem = problem_read(bytes, NULL);
    bool is_receipt = receipt_read(bytes, &receipt, NULL);

    (void)is_receipt;
    (void)!validator_check(validators[SCHEMA_VIEWS], bytes, NULL, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);

    start();
    try_documents(bytes);
    try_authoring(bytes);
    try_manifests(bytes);
    try_views(bytes);
    return 0;
}
