/* SPDX-License-Identifier: Apache-2.0 */
/* agency-client: the program that each agency of a partnership runs. */
#include "agency-client/commands/command.h"
#include "agency-client/commands/kinds.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    command_run run;
    const char *does;
} commands[] = {
    {"init", command_init, "set up this agency's home, keys and certificates"},
    {"refer", command_refer, "refer a client to one or more agencies"},
    {"send", command_send, "send a file of any kind"},
    {"sync", command_sync, "send what waits, collect what has come"},
    {"inbox", command_inbox, "what is new, overdue or waiting, most urgent first"},
    {"show", command_show, "a referral or document with its details opened"},
    {"respond", command_respond, "acknowledge, accept, waitlist, decline, redirect"},
    {"update", command_update, "say how a referral goes on"},
    {"outcome", command_outcome, "say how it ended, need by need"},
    {"withdraw", command_withdraw, "take a referral back"},
    {"request-info", command_request_info, "ask the referrer for information"},
    {"disclose", command_disclose, "answer such a request"},
    {"track", command_track, "where a referral stands, step by step"},
    {"matters", command_matters, "what else is open between us and others"},
    {"calendar", command_calendar, "what is dated, also for a calendar program"},
    {"enquiries", command_enquiries, "what was asked, and what nobody has answered"},
    {"convert", command_convert, "make a draft referral of an enquiry"},
    {"clauses", command_clauses, "a policy put to the partners, clause by clause"},
    {"find", command_find, "which services suit a household, and which do not"},
    {"directory", command_directory, "the agencies of the partnership"},
    {"move", command_move, "tell a new address to whom it concerns"},
    {"hours", command_hours, "bought hours: delivered, approved, paid, left"},
    {"statistics", command_statistics, "a quarter's numbers"},
    {"induction", command_induction, "new staff: sessions, places, the circuit"},
    {"verify", command_verify, "check a signed document or receipt, offline"},
    {"outbox", command_outbox, "what has not been sent yet; retry or drop it"},
    {"export", command_export, "all that this home holds, sealed to another key"},
    {"import", command_import, "take in such an export, or tables of other programs"},
    {"serve", command_serve, "the same for staff, in their browsers"},
    {"staff", command_staff, "who may sign in there"},
    {"codes", command_codes, "the code lists that files and options take"},
};

static void
print_usage(FILE *stream)
{
    fputs("usage: agency-client [--home DIR] [--xml] [--passphrase-file FILE] COMMAND "
          "...\n\n",
          stream);
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(stream, "  %-13s %s\n", commands[i].name, commands[i].does);
    fputs("\nand, with a verb:\n\n", stream);
    kinds_print_nouns(stream);
    fputs("\n'agency-client COMMAND --help' says more; so does agency-client(1).\n",
          stream);
}

static char *
default_home(void)
{
    const char *home = g_getenv("AGENCY_CLIENT_HOME");

    if (home != NULL && home[0] != '\0')
        return g_strdup(home);
    return g_build_filename(g_get_user_data_dir(), "agency-client", NULL);
}

static int
run(struct invocation *invocation, int argc, char **argv)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (!g_str_equal(commands[i].name, argv[0]))
            continue;
        invocation->name = commands[i].name;
        return commands[i].run(invocation, argc, argv);
    }
    if (kinds_have_noun(argv[0]))
        return command_kind(invocation, argc, argv);
    fprintf(stderr, "agency-client: there is no command '%s'\n\n", argv[0]);
    print_usage(stderr);
    return EXIT_USAGE;
}

static int
parse_and_run(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_version = FALSE;
    gboolean is_help = FALSE;
    const GOptionEntry entries[] = {
        {"version", 'V', 0, G_OPTION_ARG_NONE, &is_version, "print the version", NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &is_help, "print the commands", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GOptionContext) context = g_option_context_new("COMMAND ...");
    g_autoptr(GError) error = NULL;

    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    command_add_options(context, invocation);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fprintf(stderr, "agency-client: %s\n", error->message);
        return EXIT_USAGE;
    }
    if (is_version)
        puts("agency-client " PROJECT_VERSION);
    else if (is_help || argc < 2)
        print_usage(is_help ? stdout : stderr);
    if (is_version || is_help || argc < 2)
        return is_version || is_help ? EXIT_DONE : EXIT_USAGE;
    if (invocation->home == NULL)
        invocation->home = default_home();
    return run(invocation, argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
    struct invocation invocation = {.name = "", .home = NULL};
    int status;

    setlocale(LC_ALL, "");
    status = parse_and_run(&invocation, argc, argv);
    if (fflush(stdout) != 0 && status == EXIT_DONE)
        status = EXIT_FAILED; /* whoever was to read it did not get it all */
    g_free(invocation.home);
    g_free(invocation.passphrase_file);
    return status;
}
