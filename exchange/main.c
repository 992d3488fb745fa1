/* SPDX-License-Identifier: Apache-2.0 */
/* The program: options, settings, and the table of its subcommands. */
#include "common/log/log.h"
#include "exchange/commands/commands.h"

#include <stdio.h>

#define SETTINGS_PATH "/etc/referral-exchange/exchange.conf"

static const struct {
    const char *name;
    command_function *function;
    const char *summary;
} commands[] = {
    {"serve", command_serve, "serve until told to stop (the default)"},
    {"agency", command_agency, "add | suspend | resume | list the agencies"},
    {"rebuild", command_rebuild, "derive every table beyond the log from it again"},
    {"verify-log", command_verify_log, "prove the log, or name the first bad entry"},
};

int
command_fail(const GError *error)
{
    fprintf(stderr, "referral-exchange: %s\n", error->message);
    return EXIT_FAILED;
}

int
command_usage(const char *usage)
{
    fprintf(stderr, "usage: %s\n", usage);
    return EXIT_USAGE;
}

static char *
commands_describe(void)
{
    GString *text = g_string_new("Commands:\n");

    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        g_string_append_printf(text, "  %-12s %s\n", commands[i].name,
                               commands[i].summary);
    return g_string_free(text, FALSE);
}

static command_function *
command_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].function;
    return NULL;
}

int
main(int argc, char **argv)
{
    static char *serve[] = {"serve", NULL};
    g_autofree char *path = NULL;
    gboolean prints_settings = FALSE;
    gboolean prints_version = FALSE;
    const GOptionEntry options[] = {
        {"config", 0, 0, G_OPTION_ARG_FILENAME, &path,
         "the settings, instead of " SETTINGS_PATH, "FILE"},
        {"print-config", 0, 0, G_OPTION_ARG_NONE, &prints_settings,
         "print every setting and leave", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &prints_version,
         "print the version and leave", NULL},
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context = g_option_context_new("[COMMAND ...]");
    g_autofree char *description = commands_describe();
    g_autoptr(settings) settings = NULL;
    g_autoptr(GError) error = NULL;
    command_function *function;

    g_option_context_add_main_entries(context, options, NULL);
    g_option_context_set_description(context, description);
    g_option_context_set_strict_posix(context, TRUE);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        (void)command_fail(error);
        return EXIT_USAGE;
    }
    if (prints_version) {
        printf("referral-exchange %s\n", PROJECT_VERSION);
        return EXIT_DONE;
    }
    function = argc > 1 ? command_find(argv[1]) : command_serve;
    if (function == NULL) {
        fprintf(stderr, "referral-exchange: there is no command %s\n\n%s", argv[1],
                description);
        return EXIT_USAGE;
    }
    log_start(function == command_serve ? G_LOG_LEVEL_INFO : G_LOG_LEVEL_WARNING);
    /* Who has no file yet may see the defaults, to make one of them. */
    if (path == NULL &&
        !(prints_settings && !g_file_test(SETTINGS_PATH, G_FILE_TEST_EXISTS)))
        path = g_strdup(SETTINGS_PATH);
    settings = settings_read(path, &error);
    if (settings == NULL)
        return command_fail(error);
    if (prints_settings) {
        g_autofree char *text = settings_print(settings);

        fputs(text, stdout);
        return EXIT_DONE;
    }
    return argc > 1 ? function(settings, argc - 1, argv + 1)
                    : function(settings, 1, serve);
}
