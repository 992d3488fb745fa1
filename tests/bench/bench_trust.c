/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_trust [ROUNDS [WORK]]: the CPU microseconds of what trust does for one document
 * of 4 KB, one key=value line each.  Under callgrind give few rounds.
 */
#include "common/trust/evidence.h"
#include "tests/unit/trust/partnership.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DOCUMENT_BYTES 4096

struct bench {
    struct partnership p;
    GBytes *document;
    GBytes *receipt;
    GBytes *message;
    GBytes *sealed;
};

static void
verify(struct bench *bench)
{
    GBytes *content =
        registry_verify(bench->p.registry, bench->message, NOW, NULL, NULL, NULL);

    g_assert(content != NULL);
    g_bytes_unref(content);
}

static void
sign_receipt(struct bench *bench)
{
    GBytes *message = evidence_write(bench->receipt, bench->p.evidence.credential,
                                     bench->p.evidence.key, NOW, NULL);

    g_assert(message != NULL);
    g_bytes_unref(message);
}

static void
check_sealed(struct bench *bench)
{
    if (!registry_check_sealed(bench->p.registry, bench->sealed, "eastborough",
                               "northgate", NOW, NULL))
        abort();
}

static void
judge_peer(struct bench *bench)
{
    const struct registry_agency *agency;

    if (!registry_judge_peer(bench->p.registry, bench->p.northgate.credential, NOW,
                             &agency, NULL))
        abort();
}

static void
hash(struct bench *bench)
{
    struct digest digest = digest_of_bytes(bench->message);

    if (digest.bytes[0] == 0 && digest.bytes[1] == 0 && digest.bytes[2] == 0)
        puts("");
}

static void
seal(struct bench *bench)
{
    g_bytes_unref(seal_close(bench->document, bench->p.northgate_sealing.credential,
                             bench->p.eastborough_sealing.credential, NULL));
}

static void
open_sealed(struct bench *bench)
{
    g_bytes_unref(seal_open(bench->sealed, bench->p.northgate_sealing.credential,
                            bench->p.northgate_sealing.key, NULL));
}

static void
bench_open(struct bench *bench)
{
    g_autofree char *text = g_malloc0(DOCUMENT_BYTES);

    partnership_open(&bench->p);
    bench->document = g_bytes_new(text, DOCUMENT_BYTES);
    bench->receipt = g_bytes_new(text, 420);
    bench->message = signature_write(bench->document, bench->p.northgate.credential,
                                     bench->p.northgate.key, NOW,
                                     SIGNATURE_WITHOUT_CERTIFICATE, NULL);
    bench->sealed = seal_close(bench->document, bench->p.northgate_sealing.credential,
                               bench->p.eastborough_sealing.credential, NULL);
}

static void
bench_close(struct bench *bench)
{
    g_bytes_unref(bench->document);
    g_bytes_unref(bench->receipt);
    g_bytes_unref(bench->message);
    g_bytes_unref(bench->sealed);
    partnership_close(&bench->p);
}

static double
cpu_us(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct bench *bench);
    } works[] = {
        {"verify", verify},
        {"sign_receipt", sign_receipt},
        {"check_sealed", check_sealed},
        {"judge_peer", judge_peer},
        {"sha256", hash},
        {"seal", seal},
        {"open", open_sealed},
    };
    int rounds = argc > 1 ? (int)g_ascii_strtoll(argv[1], NULL, 10) : 2000;
    const char *only = argc > 2 ? argv[2] : NULL;
    struct bench bench;

    bench_open(&bench);
    for (size_t i = 0; i < G_N_ELEMENTS(works); i++) {
        double start;

        if (only != NULL && g_strcmp0(only, works[i].name) != 0)
            continue;
        works[i].run(&bench);
        start = cpu_us();
        for (int round = 0; round < rounds; round++)
            works[i].run(&bench);
        printf("work=%s cpu_us=%.1f\n", works[i].name, (cpu_us() - start) / rounds);
    }
    bench_close(&bench);
    return 0;
}
