/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzzer's target once over every file of the directories named: the samples,
 * and what a fuzzer once found.
 */
#include "tests/fuzz/fuzz.h"

#include <glib.h>
#include <stdio.h>

static int
replay(const char *directory)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    const char *name;
    int count = 0;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_autofree char *data = NULL;
        gsize size;

        if (!g_file_get_contents(path, &data, &size, NULL))
            continue;
        LLVMFuzzerTestOneInput((const uint8_t *)data, size);
        count++;
    }
    return count;
}

int
main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++)
        count += replay(argv[i]);
    printf("%d files\n", count);
    return count > 0 ? 0 : 1;
}
