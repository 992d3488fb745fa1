/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_documents FILE [COUNT]: how long judging one document takes a worker, in
 * microseconds of CPU; run under callgrind for where they go.
 */
#include "common/documents/document.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
cpu_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(schema) schema = schema_load(SCHEMA_WIRE, &error);
    g_autoptr(validator) validator = schema != NULL ? validator_new(schema) : NULL;
    g_autoptr(GBytes) bytes = NULL;
    int count = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 10000;
    char *text;
    size_t size;
    double begin;

    if (argc < 2 || validator == NULL ||
        !g_file_get_contents(argv[1], &text, &size, &error)) {
        fprintf(stderr, "bench_documents FILE [COUNT]: %s\n",
                error != NULL ? error->message : "no file");
        return 2;
    }
    bytes = g_bytes_new_take(text, size);
    begin = cpu_us();
    for (int round = 0; round < count; round++) {
        g_autoptr(document) document = document_judge(validator, bytes, NULL, &error);

        if (document == NULL) {
            fprintf(stderr, "refused: %s\n", error->message);
            return 1;
        }
    }
    printf("judge bytes=%zu count=%d cpu_us=%.1f\n", size, count,
           (cpu_us() - begin) / count);
    return 0;
}
