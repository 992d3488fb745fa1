/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a commit costs PostgreSQL: referral documents of 4 KB with receipts of 1.4 KB go
 * through log_ask, log_append and projection_write in batches of a given size, durably.
 * Prints the CPU time of all the database's processes for each document, as the
 * operating system accounts it, and the rate.
 *
 *     bench_store DIRECTORY BATCH SECONDS
 */
#include "exchange/embedded/embedded.h"
#include "exchange/store/log.h"
#include "exchange/store/projection.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOCUMENT_BYTES 4096
#define RECEIPT_BYTES  1400
#define AGENCIES       20

struct batch {
    size_t size;
    int64_t now_us;
    int64_t sequence;
};

static GBytes *
random_bytes(size_t length)
{
    struct uuid *bytes = g_malloc(length + sizeof(struct uuid));

    for (size_t i = 0; i * sizeof(struct uuid) < length; i++)
        uuid_new(&bytes[i]);
    return g_bytes_new_take(bytes, length);
}

static struct log_entry *
new_entry(size_t i)
{
    struct log_entry *entry = g_new0(struct log_entry, 1);

    uuid_new_at(&entry->id, g_get_real_time());
    uuid_new(&entry->case_id);
    entry->leg = entry->id;
    entry->has_leg = true;
    entry->kind = KIND_REFERRAL;
    entry->sender = 1 + (int)(i % AGENCIES);
    entry->recipient = 1 + (int)((i + 7) % AGENCIES);
    entry->signed_bytes = random_bytes(DOCUMENT_BYTES);
    entry->receipt = random_bytes(RECEIPT_BYTES);
    entry->document = digest_of_bytes(entry->signed_bytes);
    entry->certificate = digest_of("certificate", 11);
    return entry;
}

static void
add_leg(struct projection_batch *batch, const struct log_entry *entry)
{
    struct leg_record *leg = leg_record_new();
    struct leg_step step = {.leg = entry->id,
                            .sequence = entry->sequence,
                            .event = EVENT_REFERRAL,
                            .state = LEG_OFFERED};

    leg->id = entry->id;
    leg->case_id = entry->case_id;
    uuid_new(&leg->referral);
    leg->life.mode = MODE_PARALLEL;
    leg->life.state = LEG_OFFERED;
    leg->sequence = leg->changed = entry->sequence;
    leg->referrer = entry->sender;
    leg->recipient = entry->recipient;
    leg->urgency = URGENCY_URGENT;
    g_strlcpy(leg->type, "accommodation", sizeof leg->type);
    g_strlcpy(leg->area, "E07000123", sizeof leg->area);
    g_strfreev(leg->needs);
    leg->needs = g_strsplit("domestic-abuse parenting housing", " ", -1);
    leg->offered_us = entry->received_us;
    g_ptr_array_add(batch->new_legs, leg);
    g_array_append_val(batch->steps, step);
}

static bool
commit(struct transaction *transaction, void *data, GError **error)
{
    struct batch *batch = data;
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(log_answer) answer = NULL;
    g_autoptr(GPtrArray) entries =
        g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    g_autoptr(projection_batch) rows = projection_batch_new();
    struct log_head head;

    for (size_t i = 0; i < batch->size; i++) {
        struct log_entry *entry = new_entry(i);

        g_ptr_array_add(entries, entry);
        g_array_append_val(question->documents, entry->id);
        g_array_append_val(question->referrals, entry->case_id);
    }
    answer = log_ask(transaction, question, error);
    if (answer == NULL)
        return false;
    head = answer->head;
    for (size_t i = 0; i < batch->size; i++) {
        struct log_entry *entry = g_ptr_array_index(entries, i);

        entry->sequence = ++head.sequence;
        entry->received_us = ++batch->now_us;
        entry->chain = log_chain(&head.chain, entry);
        head.chain = entry->chain;
        add_leg(rows, entry);
    }
    return log_append(transaction, entries, error) &&
           projection_write(transaction, rows, error);
}

static bool
add_agencies(struct transaction *transaction, void *data, GError **error)
{
    int number;

    (void)data;
    for (int i = 1; i <= AGENCIES; i++) {
        g_autofree char *id = g_strdup_printf("agency-%d", i);

        if (!agency_number(transaction, id, &number, error))
            return false;
    }
    return true;
}

/* proc(5), /proc/PID/stat, counted from the field after the name. */
enum {
    STAT_PPID = 1,
    STAT_UTIME = 11,
    STAT_STIME = 12,
    STAT_OF_CHILDREN = 2, /* further on */
    STAT_FIELDS = 15,
};

/* The CPU time of a process and of all its children, in microseconds. */
static int64_t
cpu_us(pid_t parent)
{
    DIR *processes = opendir("/proc");
    struct dirent *entry;
    int64_t ticks = 0;

    while ((entry = readdir(processes)) != NULL) {
        g_autofree char *path = g_strdup_printf("/proc/%s/stat", entry->d_name);
        g_autofree char *text = NULL;
        g_auto(GStrv) fields = NULL;
        const char *after;
        int64_t own = 0;
        int64_t gone = 0;

        if (!g_ascii_isdigit(entry->d_name[0]) ||
            !g_file_get_contents(path, &text, NULL, NULL) ||
            (after = strrchr(text, ')')) == NULL)
            continue;
        fields = g_strsplit(after + 2, " ", STAT_FIELDS + 1);
        if (g_strv_length(fields) <= STAT_FIELDS)
            continue;
        for (int i = STAT_UTIME; i <= STAT_STIME; i++) {
            own += g_ascii_strtoll(fields[i], NULL, 10);
            gone += g_ascii_strtoll(fields[i + STAT_OF_CHILDREN], NULL, 10);
        }
        if (g_ascii_strtoll(entry->d_name, NULL, 10) == parent)
            ticks += own + gone;
        else if (g_ascii_strtoll(fields[STAT_PPID], NULL, 10) == parent)
            ticks += own;
    }
    closedir(processes);
    return ticks * (1000000 / sysconf(_SC_CLK_TCK));
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(embedded) database = NULL;
    g_autoptr(store) store = NULL;
    struct batch batch = {.now_us = g_get_real_time()};
    int64_t documents = 0;
    int64_t until;
    int64_t began;
    int64_t cpu;

    if (argc != 4) {
        fprintf(stderr, "usage: bench_store DIRECTORY BATCH SECONDS\n");
        return 2;
    }
    database = embedded_start(argv[1], EMBEDDED_SERVE, &error);
    if (database != NULL)
        store = store_open(&(struct store_options){.url = embedded_url(database),
                                                   .connections = 1,
                                                   .wait_seconds = 5},
                           &error);
    if (store == NULL || !store_transact(store, add_agencies, NULL, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    batch.size = (size_t)g_ascii_strtoull(argv[2], NULL, 10);
    began = g_get_monotonic_time();
    until = began + g_ascii_strtoll(argv[3], NULL, 10) * G_USEC_PER_SEC;
    cpu = cpu_us(embedded_pid(database));
    while (g_get_monotonic_time() < until) {
        if (!store_transact(store, commit, &batch, &error)) {
            fprintf(stderr, "%s\n", error->message);
            return 1;
        }
        documents += (int64_t)batch.size;
    }
    cpu = cpu_us(embedded_pid(database)) - cpu;
    printf("commit batch=%zu documents=%" G_GINT64_FORMAT
           " per_second=%.0f database_cpu_us=%.1f\n",
           batch.size, documents,
           (double)documents * 1e6 / (double)(g_get_monotonic_time() - began),
           (double)cpu / (double)documents);
    return 0;
}
