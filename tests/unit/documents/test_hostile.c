/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What hostile bytes get: the files of tests/samples/hostile/xml, and what is too large
 * to keep as a file.
 */
#include "tests/unit/documents/support.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SAMPLES "tests/samples/hostile/xml"

/* A DOCTYPE is refused in less; the sanitizers' build is allowed this too. */
#define DOCTYPE_MAX_MS 10
/* One megabyte at worst, with sanitizers on a busy machine. */
#define ANY_MAX_MS    2000
#define GROWTH_MAX_KB (64 * 1024)

static double
cpu_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Forgets the highest memory use so far (proc(5), clear_refs). */
static void
reset_peak(void)
{
    int file = open("/proc/self/clear_refs", O_WRONLY);

    g_assert_cmpint(file, >=, 0);
    g_assert_cmpint(write(file, "5", 1), ==, 1);
    close(file);
}

/* One line of /proc/self/status, in kB. */
static long
memory_kb(const char *line)
{
    g_autofree char *status = NULL;
    const char *found;

    g_assert_true(g_file_get_contents("/proc/self/status", &status, NULL, NULL));
    found = strstr(status, line);
    g_assert_nonnull(found);
    return strtol(found + strlen(line), NULL, 10);
}

/*
 * Judges bytes that must be refused: in time, in bounded memory, with a verdict that
 * repeats nothing.
 */
static void
refuse(GBytes *bytes, const char *name, enum refusal refusal, double max_ms)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *description = NULL;
    double begin;
    long memory;

    /* Loading the schema is not the document's doing. */
    (void)support_validator(SCHEMA_WIRE);
    reset_peak();
    memory = memory_kb("VmRSS:");
    begin = cpu_ms();
    g_assert_null(support_judge(bytes, violations, &error));
    g_assert_cmpfloat(cpu_ms() - begin, <, max_ms);
    g_assert_cmpint(memory_kb("VmHWM:") - memory, <, GROWTH_MAX_KB);
    description = support_describe(violations);
    g_test_message("%s: %s%s", name, error->message, description);
    g_assert_error(error, REFUSAL_ERROR, (int)refusal);
    g_assert_null(strstr(description, "Hodan"));
    g_assert_null(strstr(description, "passwd"));
    g_assert_null(strstr(error->message, "Hodan"));
    g_assert_null(strstr(error->message, "passwd"));
}

static GBytes *
read_sample(const char *name)
{
    g_autofree char *path = g_build_filename(SAMPLES, name, NULL);
    GError *error = NULL;
    char *text;
    size_t size;

    (void)g_file_get_contents(path, &text, &size, &error);
    g_assert_no_error(error);
    return g_bytes_new_take(text, size);
}

static void
judge_sample(const char *name, const char *suffix)
{
    g_autofree char *type = g_strconcat(REFUSAL_URN_PREFIX, suffix, NULL);
    g_autoptr(GBytes) bytes = read_sample(name);
    enum refusal refusal = REFUSAL_INTERNAL;

    g_assert_true(refusal_find(type, &refusal));
    refuse(bytes, name, refusal,
           refusal == REFUSAL_DOCTYPE_FORBIDDEN ? DOCTYPE_MAX_MS : ANY_MAX_MS);
}

/* Each file of the folder gets the refusal that stands beside its name, and none is
 * left out. */
static void
every_hostile_file_gets_its_refusal(void)
{
    g_autofree char *table = NULL;
    g_auto(GStrv) lines = NULL;
    g_autoptr(GDir) folder = g_dir_open(SAMPLES, 0, NULL);
    int judged = 1; /* the table itself */
    int files = 0;

    g_assert_true(g_file_get_contents(SAMPLES "/refusals.txt", &table, NULL, NULL));
    lines = g_strsplit(table, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        char name[64], suffix[32];

        if (**line == '#' || sscanf(*line, "%63s %31s", name, suffix) != 2)
            continue;
        judge_sample(name, suffix);
        judged++;
    }
    g_assert_nonnull(folder);
    while (g_dir_read_name(folder) != NULL)
        files++;
    g_assert_cmpint(judged, ==, files);
}

/* A document whose body is made of a piece, many times. */
static GBytes *
repeat(const char *before, const char *piece, size_t times, const char *after)
{
    size_t length = strlen(piece);
    g_autoptr(GString) body = g_string_sized_new(times * length + 1024);

    g_string_append(body, before);
    for (size_t index = 0; index < times; index++)
        g_string_append_len(body, piece, (gssize)length);
    g_string_append(body, after);
    return support_usual(body->str);
}

#define OPEN  "<response xmlns='urn:referral-exchange:response:1' leg='" LEG_ID "'"
#define CLOSE "</response>"

static const struct {
    const char *why;
    const char *before, *piece;
    size_t times;
    const char *after;
    enum refusal refusal;
} floods[] = {
    {"depth 100,000", OPEN ">", "<a>", 100000, "", REFUSAL_DOCUMENT_LIMITS},
    {"depth just over the limit", OPEN ">", "<a>", 31, "", REFUSAL_DOCUMENT_LIMITS},
    {"a hundred thousand attributes of one element", OPEN, " a='b'", 100000, ">" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a million attributes", OPEN, " a=''", 1000000, ">" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"attributes without quotes", OPEN, " a=b", 200000, ">" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a hundred thousand namespaces", OPEN, " xmlns:a='b'", 80000, ">" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a million elements", OPEN ">", "<a/>", 1000000, CLOSE, REFUSAL_DOCUMENT_LIMITS},
    {"as many elements as fit", OPEN ">", "<a/>", 200000, CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a list far longer than the schema's", OPEN " decision='decline'>",
     "<unmetNeed code='housing'/>", 19000, CLOSE, REFUSAL_SCHEMA},
    {"a text of 10 MB", OPEN ">", "0123456789", 1000000, CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a text as long as fits", OPEN ">", "0123456789", 100000, CLOSE, REFUSAL_SCHEMA},
    {"a comment of 1 MB", OPEN "><!--", "0123456789", 100000, "-->" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a comment of 100 MB", OPEN "><!--", "0123456789", 10000000, "-->" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a value of 100 KB", OPEN " decision='", "0123456789", 10000, "'>" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a name of 100 KB", OPEN "><", "aaaaaaaaaa", 10000, "/>" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"an end tag's name of 100 KB", OPEN ">", "</aaaaaaaaa", 1, "",
     REFUSAL_XML_MALFORMED},
    {"a tag of nothing but spaces", OPEN, "          ", 10000, ">" CLOSE,
     REFUSAL_DOCUMENT_LIMITS},
    {"a hundred thousand references", OPEN ">", "&amp;", 100000, CLOSE, REFUSAL_SCHEMA},
    {"a hundred thousand CDATA sections", OPEN ">", "<![CDATA[x]]>", 70000, CLOSE,
     REFUSAL_SCHEMA},
    {"a hundred thousand less-thans", OPEN ">", "<", 100000, CLOSE,
     REFUSAL_XML_MALFORMED},
    {"a pattern's worst case", OPEN " decision='accept' startBy='", "2026-12-", 500,
     "'>" CLOSE, REFUSAL_SCHEMA},
    {"an id as long as a value may be",
     "<disclosure "
     "xmlns='urn:referral-exchange:disclosure:1' leg='",
     "0a1b2c3d-", 450, "'/>", REFUSAL_SCHEMA},
};

static void
floods_end_at_our_limits(void)
{
    for (size_t index = 0; index < G_N_ELEMENTS(floods); index++) {
        g_autoptr(GBytes) bytes = repeat(floods[index].before, floods[index].piece,
                                         floods[index].times, floods[index].after);

        refuse(bytes, floods[index].why, floods[index].refusal, ANY_MAX_MS);
    }
}

/* Ways in which a document might have something fetched. */
static const char *const fetches[] = {
    "<!DOCTYPE document SYSTEM '%s'><document/>",
    "<!DOCTYPE document PUBLIC 'x' '%s'><document/>",
    "<!DOCTYPE document [<!ENTITY x SYSTEM '%s'>]><document>&x;</document>",
    "<!DOCTYPE document [<!ENTITY %% x SYSTEM '%s'> %%x;]><document/>",
    "<?xml-stylesheet href='%s'?><document/>",
    "<?xml-model href='%s'?><document/>",
    ("<document xmlns='urn:referral-exchange:document:1'"
     " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
     " xsi:schemaLocation='urn:referral-exchange:document:1 %s'/>"),
    ("<document xmlns='urn:referral-exchange:document:1'"
     " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
     " xsi:noNamespaceSchemaLocation='%s'/>"),
    ("<document xmlns='urn:referral-exchange:document:1'>"
     "<include xmlns='http://www.w3.org/2001/XInclude' href='%s'/></document>"),
    "<document xmlns='urn:referral-exchange:document:1' xml:base='%s'>&x;</document>",
};

/* Has every way tried, with every judge that reads bytes of others. */
static void
try_to_fetch(const char *url)
{
    for (size_t index = 0; index < G_N_ELEMENTS(fetches); index++) {
        g_auto(GStrv) halves = g_strsplit(fetches[index], "%s", 2);
        g_autofree char *joined = g_strjoin(url, halves[0], halves[1], NULL);
        g_auto(GStrv) percents = g_strsplit(joined, "%%", -1);
        g_autofree char *text = g_strjoinv("%", percents);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

        g_assert_null(support_judge(bytes, NULL, NULL));
        for (int root = 0; root < SCHEMA_ROOTS; root++)
            g_assert_false(validator_check(support_validator((enum schema_root)root),
                                           bytes, NULL, NULL));
    }
}

static void
nothing_is_fetched_from_the_network(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct pollfd poll_listener = {.fd = listener, .events = POLLIN};
    g_autofree char *url = NULL;
    int caller;

    g_assert_cmpint(bind(listener, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_assert_cmpint(listen(listener, 1), ==, 0);
    g_assert_cmpint(getsockname(listener, (struct sockaddr *)&address, &size), ==, 0);
    url = g_strdup_printf("http://127.0.0.1:%d/x", ntohs(address.sin_port));
    try_to_fetch(url);
    g_assert_cmpint(poll(&poll_listener, 1, 0), ==, 0);
    /* The listener would have noticed. */
    caller = socket(AF_INET, SOCK_STREAM, 0);
    g_assert_cmpint(connect(caller, (struct sockaddr *)&address, size), ==, 0);
    g_assert_cmpint(poll(&poll_listener, 1, 1000), ==, 1);
    close(caller);
    close(listener);
}

static void
nothing_is_fetched_from_a_file(void)
{
    g_autofree char *path = NULL;
    g_autofree char *url = NULL;
    g_autofree char *text = NULL;
    char events[4096];
    int watch = inotify_init1(IN_NONBLOCK);
    int file = g_file_open_tmp("fetched-XXXXXX.xsd", &path, NULL);

    g_assert_cmpint(file, >=, 0);
    close(file);
    g_assert_cmpint(inotify_add_watch(watch, path, IN_OPEN | IN_ACCESS), >=, 0);
    url = g_strconcat("file://", path, NULL);
    try_to_fetch(url);
    try_to_fetch(path);
    g_assert_cmpint(read(watch, events, sizeof events), ==, -1);
    /* The watch would have noticed. */
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpint(read(watch, events, sizeof events), >, 0);
    close(watch);
    g_assert_cmpint(unlink(path), ==, 0);
}

static void
one_byte_order_mark_is_passed_over(void)
{
    g_autoptr(GBytes) plain = support_document(
        "northgate-homes", "eastborough", OPEN " decision='acknowledge'/>", NULL, "");
    g_autofree char *text = g_strdup_printf(
        "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>%.*s",
        (int)g_bytes_get_size(plain), (const char *)g_bytes_get_data(plain, NULL));
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(document) document = support_accept(bytes);

    g_assert_nonnull(document);
}

/* A document as long as it may be is judged, and quickly. */
static void
the_largest_document_passes(void)
{
    g_autofree char *sealed = g_strnfill(900000, 'A');
    g_autoptr(GBytes) bytes =
        support_document("eastborough", "northgate-homes", good_referral, sealed, "");
    double begin = cpu_ms();
    g_autoptr(document) document = support_accept(bytes);

    g_assert_cmpfloat(cpu_ms() - begin, <, ANY_MAX_MS);
    g_assert_cmpuint(g_bytes_get_size(document->sealed), ==, 675000);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/hostile/every-hostile-file-gets-its-refusal",
                    every_hostile_file_gets_its_refusal);
    g_test_add_func("/hostile/floods-end-at-our-limits", floods_end_at_our_limits);
    g_test_add_func("/hostile/nothing-is-fetched-from-the-network",
                    nothing_is_fetched_from_the_network);
    g_test_add_func("/hostile/nothing-is-fetched-from-a-file",
                    nothing_is_fetched_from_a_file);
    g_test_add_func("/hostile/one-byte-order-mark-is-passed-over",
                    one_byte_order_mark_is_passed_over);
    g_test_add_func("/hostile/the-largest-document-passes",
                    the_largest_document_passes);
    return g_test_run();
}
