/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/log.h"

#include <string.h>

/* Computed from the contract by another program (Python's hashlib). */
static void
test_chain(void)
{
    struct digest previous = {{0}};
    struct log_entry entry = {
        .sequence = 1,
        .id = {{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
                0xcc, 0xdd, 0xee, 0xff}},
        .received_us = INT64_C(1795253400000000),
    };
    struct digest first, second;
    char hex[DIGEST_HEX_CHARS];

    memset(entry.certificate.bytes, 0xc1, DIGEST_BYTES);
    memset(entry.document.bytes, 0xd2, DIGEST_BYTES);
    first = log_chain(&previous, &entry);
    digest_hex(&first, hex);
    g_assert_cmpstr(hex, ==,
                    "4f46b1d7af332e644a3ba039544b927e68490da8deb26567b8bf0bf086da48ba");
    second = log_chain(&first, &entry);
    g_assert_false(digest_is_equal(&first, &second));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/the-chain-is-the-contracts-bytes", test_chain);
    return g_test_run();
}
