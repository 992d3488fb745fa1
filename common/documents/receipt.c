/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/receipt.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

#define RECEIPT_NAMESPACE "urn:referral-exchange:receipt:1"

static const struct field receipt_fields[] = {
    REQUIRED("document", FIELD_UUID, receipt, document),
    REQUIRED("sender", FIELD_AGENCY, receipt, sender),
    REQUIRED("sha256", FIELD_SHA256, receipt, sha256),
    REQUIRED("sequence", FIELD_SEQUENCE, receipt, sequence),
    REQUIRED("chain", FIELD_SHA256, receipt, chain),
    REQUIRED("received", FIELD_TIMESTAMP, receipt, received_us),
};

GBytes *
receipt_write(const struct receipt *receipt)
{
    GString *xml = writer_new();

    g_string_append(xml, "<receipt xmlns=\"" RECEIPT_NAMESPACE "\"");
    writer_fields(xml, receipt_fields, G_N_ELEMENTS(receipt_fields), receipt);
    g_string_append(xml, "/>");
    return writer_finish(xml);
}

bool
receipt_read(GBytes *bytes, struct receipt *receipt, GError **error)
{
    struct reader reader;
    struct receipt read = {0};
    g_autoptr(tree) tree = NULL;

    if (!reader_open(&reader, bytes, "receipt", RECEIPT_NAMESPACE, error))
        return false;
    tree = reader.tree;
    reader_fields(&reader, reader.body, receipt_fields, G_N_ELEMENTS(receipt_fields),
                  &read);
    if (!reader_finish(&reader, error))
        return false;
    *receipt = read;
    return true;
}
