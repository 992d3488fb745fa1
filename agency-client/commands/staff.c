/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/local_store/activity.h"
#include "agency-client/office/xml.h"
#include "agency-client/web/invitation.h"
#include "agency-client/web/password.h"
#include "common/documents/labels.h"
#include "common/documents/names.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Who may sign in to the pages of 'agency-client serve'. Administrators add staff "
    "there; this does it without them, for the first ones, or when none can sign in.\n"
    "\n"
    "  add LOGIN --name NAME --role CODE [--right administrator]\n"
    "  link LOGIN   a new one-time link to choose a password by\n"
    "\n"
    "A link is printed as what follows the address of the pages.";

/* Whoever may read the home may do this; the list of what was done says so. */
#define ACTOR "command-line"

struct staff_options {
    char *name;
    char *role;
    char *right;
    char *password_file;
};

static void
options_clear(struct staff_options *options)
{
    g_free(options->name);
    g_free(options->role);
    g_free(options->right);
    g_free(options->password_file);
}

static void
write_member(GString *xml, const struct member *member)
{
    g_string_append(xml, "<member");
    xml_attribute(xml, "actor", member->actor);
    xml_attribute(xml, "login", member->login);
    xml_attribute(xml, "name", member->name);
    xml_attribute(xml, "role", member->role);
    xml_attribute(xml, "right", right_names[member->right]);
    xml_boolean(xml, "disabled", member->is_disabled);
    g_string_append(xml, "/>\n");
}

static int
list(const struct invocation *invocation, struct office *office)
{
    static const char *const headings[] = {"SIGNS IN AS", "NAME",  "ROLE",
                                           "MAY BE",      "STATE", NULL};
    g_autoptr(table) table = table_new(headings);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) members = staff_list(office->store, &error);
    GString *xml;

    if (members == NULL)
        return command_fail(invocation, error);
    xml = xml_begin("staff");
    for (unsigned i = 0; i < members->len; i++) {
        const struct member *member = members->pdata[i];

        write_member(xml, member);
        table_add(table, member->login, member->name, member->role,
                  right_names[member->right], member->is_disabled ? "stopped" : NULL,
                  NULL);
    }
    if (invocation->is_xml)
        xml_end(xml, "staff");
    else
        g_string_free(xml, TRUE);
    if (!invocation->is_xml)
        table_print(table);
    return EXIT_DONE;
}

static char *
read_password(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    char *hash;

    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;
    text[strcspn(text, "\r\n")] = '\0';
    hash = password_hash(text);
    explicit_bzero(text, strlen(text));
    if (hash == NULL)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s: a password has at least %d characters", path,
                    PASSWORD_MIN_CHARS);
    return hash;
}

static bool
check_role(const char *role, GError **error)
{
    g_autoptr(labels) labels = labels_load();

    if (labels_find_code(labels, "role", role) != NULL)
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "--role '%s': choose one of 'agency-client codes role'", role);
    return false;
}

static bool
read_member(const char *login, const struct staff_options *options,
            struct member *member, GError **error)
{
    int right = options->right != NULL ? name_index(right_names, options->right)
                                       : RIGHT_CASEWORKER;

    if (options->name == NULL || options->role == NULL || right < 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "give --name, --role and, but for a caseworker, --right manager "
                    "or administrator");
        return false;
    }
    if (!check_role(options->role, error))
        return false;
    member->actor = staff_new_actor();
    member->login = g_strdup(login);
    member->name = g_strdup(options->name);
    member->role = g_strdup(options->role);
    member->right = (enum right)right;
    if (options->password_file == NULL)
        return true;
    member->password = read_password(options->password_file, error);
    return member->password != NULL;
}

static bool
note(struct office *office, const char *action, const struct member *member,
     GError **error)
{
    const struct activity activity = {.at_us = office_now(office),
                                      .actor = (char *)ACTOR,
                                      .action = (char *)action,
                                      .record = member->actor};

    return activity_insert(office->store, &activity, error);
}

static bool
print_link(struct office *office, const struct member *member, GError **error)
{
    g_autofree char *path =
        invitation_make(office->store, member->actor, office_now(office), error);

    if (path != NULL)
        printf("%s\n", path);
    return path != NULL;
}

static bool
add(struct office *office, const char *login, const struct staff_options *options,
    GError **error)
{
    g_autoptr(member) member = g_new0(struct member, 1);

    if (!read_member(login, options, member, error) ||
        !staff_insert(office->store, member, error) ||
        !note(office, "added staff", member, error))
        return false;
    if (member->password == NULL)
        return print_link(office, member, error);
    printf("%s may sign in\n", login);
    return true;
}

static bool
renew_link(struct office *office, const char *login, GError **error)
{
    g_autoptr(member) member = staff_find_login(office->store, login, error);

    return member != NULL && note(office, "changed staff", member, error) &&
           print_link(office, member, error);
}

static int
run(const struct invocation *invocation, int argc, char **argv,
    const struct staff_options *options)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GError) error = NULL;

    if (office == NULL)
        return EXIT_FAILED;
    if (argc == 1)
        return list(invocation, office);
    if (g_str_equal(argv[1], "add") ? add(office, argv[2], options, &error)
                                    : renew_link(office, argv[2], &error))
        return EXIT_DONE;
    return command_fail(invocation, error);
}

int
command_staff(struct invocation *invocation, int argc, char **argv)
{
    struct staff_options options = {0};
    const GOptionEntry entries[] = {
        {"name", 0, 0, G_OPTION_ARG_STRING, &options.name, "add: the full name",
         "NAME"},
        {"role", 0, 0, G_OPTION_ARG_STRING, &options.role, "add: what they are",
         "CODE"},
        {"right", 0, 0, G_OPTION_ARG_STRING, &options.right,
         "add: caseworker (default), manager or administrator", "RIGHT"},
        {"password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
         "add: the password is FILE's first line; no link", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "[add LOGIN | link LOGIN]",
                      summary, 0, 2)) {
        if (argc == 1 || (argc == 3 && (g_str_equal(argv[1], "add") ||
                                        g_str_equal(argv[1], "link"))))
            status = run(invocation, argc, argv, &options);
        else
            fputs("usage: agency-client staff [add LOGIN | link LOGIN]\n", stderr);
    }
    options_clear(&options);
    return status;
}
