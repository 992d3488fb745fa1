/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "common/documents/matter.h"
#include "common/documents/violation.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSPHRASE_MAX 1024

void
command_add_options(GOptionContext *context, struct invocation *invocation)
{
    const GOptionEntry entries[] = {
        {"home", 0, 0, G_OPTION_ARG_FILENAME, &invocation->home,
         "the agency's home (default: $AGENCY_CLIENT_HOME)", "DIR"},
        {"xml", 0, 0, G_OPTION_ARG_NONE, &invocation->is_xml,
         "answer in XML, for programs", NULL},
        {"passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &invocation->passphrase_file,
         "read the keys' passphrase from FILE", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};

    g_option_context_add_main_entries(context, entries, NULL);
}

bool
command_parse(struct invocation *invocation, int *argc, char ***argv,
              const GOptionEntry *entries, const char *words, const char *summary,
              int least, int most)
{
    g_autofree char *program = g_strconcat("agency-client ", invocation->name, NULL);
    g_autoptr(GOptionContext) context = g_option_context_new(words);
    g_autoptr(GError) error = NULL;
    int count;

    g_set_prgname(program);
    g_option_context_set_summary(context, summary);
    if (entries != NULL)
        g_option_context_add_main_entries(context, entries, NULL);
    command_add_options(context, invocation);
    if (!g_option_context_parse(context, argc, argv, &error)) {
        fprintf(stderr, "%s: %s\nSee '%s --help'.\n", program, error->message, program);
        return false;
    }
    /* GLib leaves a "--" that was needed for words beginning with a dash. */
    if (*argc > 1 && g_str_equal((*argv)[1], "--")) {
        (*argv)++;
        (*argc)--;
    }
    count = *argc - 1;
    if (count >= least && (most < 0 || count <= most))
        return true;
    fprintf(stderr, "usage: %s [OPTION...] %s\nSee '%s --help'.\n", program, words,
            program);
    return false;
}

struct office *
command_open(const struct invocation *invocation)
{
    g_autoptr(GError) error = NULL;
    struct office *office;

    office = office_open(invocation->home, &clock_system, command_passphrase,
                         (void *)invocation, &error);
    if (office == NULL)
        command_fail(invocation, error);
    return office;
}

int
command_fail(const struct invocation *invocation, const GError *error)
{
    g_autofree char *words = print_clean(error->message);

    fprintf(stderr, "agency-client %s: %s\n", invocation->name, words);
    return EXIT_FAILED;
}

int
command_fail_violations(const struct invocation *invocation, const char *file,
                        const GPtrArray *violations, const GError *error)
{
    bool is_code = false;

    for (unsigned i = 0; i < violations->len; i++) {
        const struct violation *violation = violations->pdata[i];
        g_autofree char *path = print_clean(violation->path);
        g_autofree char *words = print_clean(violation->words);

        if (file != NULL)
            fprintf(stderr, "%s:%d: ", file, violation->line);
        fprintf(stderr, "%s: %s (%s)\n", path, words, violation->rule);
        is_code = is_code || g_str_equal(violation->rule, "cvc-enumeration-valid");
    }
    if (is_code)
        fputs("'agency-client codes' lists the codes that there are\n", stderr);
    return command_fail(invocation, error);
}

/* The problems for which 'do it again' would be poor advice. */
static const struct {
    const char *problem;
    const char *advice;
} advice[] = {
    {"already-awarded",
     "another agency was first: drop it, the client is looked after"},
    {"vacancy-taken",
     "somebody else was accepted for the vacancy first: drop it, and look for "
     "another with 'agency-client find'"},
    {"session-full", "drop it, and book the session that it names, or fewer places"},
    {"lifecycle",
     "the referral has moved on: 'agency-client sync', look at 'track', and "
     "drop it"},
    {"unknown-leg", "the exchange does not know this referral from us: drop it"},
    {"unknown-matter", "the exchange does not know this matter from us: drop it"},
    {"superseded-leg",
     "the referral got a new id: drop this and do it for the new one"},
    {"too-old", "it waited here too long: drop it and write it again"},
    {"id-reused", "the exchange holds other bytes under this id: tell its operator"},
    {"recipient-suspended", "retry when the agency is active again, or drop it and "
                            "choose another"},
};

const char *
command_advice(const char *problem)
{
    for (size_t i = 0; i < G_N_ELEMENTS(advice); i++)
        if (g_strcmp0(advice[i].problem, problem) == 0)
            return advice[i].advice;
    return "drop it and do it again rightly; or retry it if the cause is gone";
}

bool
command_is_of_matter(const char *name)
{
    enum kind kind;

    return kind_find(name, &kind) && matter_has_kind(kind);
}

static char *
read_passphrase_file(const char *path, GError **error)
{
    char *text = NULL;
    size_t size = 0;

    if (!g_file_get_contents(path, &text, &size, error))
        return NULL;
    text[strcspn(text, "\r\n")] = '\0';
    return text;
}

static char *
ask_terminal(GError **error)
{
    FILE *terminal = fopen("/dev/tty", "r+e");
    char text[PASSPHRASE_MAX];
    struct termios before;
    struct termios silent;
    bool is_read;
    char *answer;

    if (terminal == NULL || tcgetattr(fileno(terminal), &before) != 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "the keys are protected by a passphrase: give it with "
                    "--passphrase-file, as there is no terminal to ask on");
        if (terminal != NULL)
            fclose(terminal);
        return NULL;
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    fputs("Passphrase: ", terminal);
    fflush(terminal);
    tcsetattr(fileno(terminal), TCSAFLUSH, &silent);
    is_read = fgets(text, sizeof text, terminal) != NULL;
    tcsetattr(fileno(terminal), TCSAFLUSH, &before);
    fputc('\n', terminal);
    fclose(terminal);
    if (!is_read)
        text[0] = '\0';
    text[strcspn(text, "\r\n")] = '\0';
    answer = g_strdup(text);
    explicit_bzero(text, sizeof text);
    return answer;
}

char *
command_passphrase(void *data, GError **error)
{
    const struct invocation *invocation = data;

    if (invocation->passphrase_file != NULL)
        return read_passphrase_file(invocation->passphrase_file, error);
    return ask_terminal(error);
}

struct office *
command_open_at(const struct invocation *invocation, const char *prefix, char **id)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GError) error = NULL;

    *id = NULL;
    if (office == NULL || prefix == NULL)
        return g_steal_pointer(&office);
    *id = command_find_id(office, prefix, &error);
    if (*id != NULL)
        return g_steal_pointer(&office);
    command_fail(invocation, error);
    return NULL;
}

char *
command_find_id(struct office *office, const char *prefix, GError **error)
{
    return local_store_find_id(office->store, prefix, error);
}
