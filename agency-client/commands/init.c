/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"

#include <stdio.h>

static const char summary[] =
    "First: --exchange, --agency, --authority and --fingerprint make the home, its "
    "keys and the requests for their certificates.\n"
    "Then: --certificate installs what the authority signed.\n"
    "Later: --new-key makes the next key of one kind; old ones stay, to read old "
    "documents.";

struct init {
    char *exchange;
    char *agency;
    char *authority;
    char *fingerprint;
    char **certificates;
    char *new_key;
};

/* Keys are protected only when a passphrase was given: nobody is surprised by one. */
static bool
ask_new_passphrase(struct invocation *invocation, char **passphrase, GError **error)
{
    if (invocation->passphrase_file == NULL) {
        *passphrase = NULL;
        return true;
    }
    *passphrase = command_passphrase(invocation, error);
    if (*passphrase == NULL)
        return false;
    if ((*passphrase)[0] != '\0')
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID, "the passphrase is empty");
    return false;
}

static bool
make_key(struct invocation *invocation, const char *agency, enum credential_usage usage,
         GError **error)
{
    g_autofree char *passphrase = NULL;
    g_autofree char *request = NULL;

    if (!ask_new_passphrase(invocation, &passphrase, error) ||
        !keyring_add(invocation->home, usage, agency, passphrase, &request, error))
        return false;
    printf("%-8s key made; have the authority sign  %s\n", credential_usage_name(usage),
           request);
    return true;
}

static bool
make_home(struct invocation *invocation, const struct init *init, GError **error)
{
    static const enum credential_usage usages[] = {CREDENTIAL_IDENTITY,
                                                   CREDENTIAL_SEALING};

    if (!home_write(invocation->home, init->exchange, init->agency, init->authority,
                    init->fingerprint, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(usages); i++)
        if (keyring_count(invocation->home, usages[i]) == 0 &&
            !make_key(invocation, init->agency, usages[i], error))
            return false;
    printf("next: 'exchange-ca sign ... --agency %s --profile identity' and '--profile "
           "sealing', then 'agency-client init --certificate FILE' for both\n",
           init->agency);
    return true;
}

static bool
install_one(struct office *office, const char *path, GError **error)
{
    const struct keyring *ring = office_keys(office, error);
    g_autoptr(credential) credential = NULL;
    g_autofree char *installed = NULL;

    if (ring == NULL)
        return false;
    credential = credential_read_file(path, error);
    if (credential == NULL)
        return false;
    if (!keyring_install(ring, office->home->directory, office_agency(office),
                         office->home->authority, credential, office_now(office),
                         &installed, error)) {
        g_prefix_error(error, "%s: ", path);
        return false;
    }
    printf("%-8s certificate installed: %s\n",
           credential_usage_name(credential_usage(credential)), installed);
    return true;
}

static bool
install_all(struct office *office, char **paths, GError **error)
{
    for (int i = 0; paths[i] != NULL; i++)
        if (!install_one(office, paths[i], error))
            return false;
    printf("next: the exchange's operator runs 'referral-exchange agency add %s ... "
           "--certificate' with both, then 'agency-client sync'\n",
           office_agency(office));
    return true;
}

static int
run_in_home(struct invocation *invocation, const struct init *init)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GError) error = NULL;
    enum credential_usage usage;

    if (office == NULL)
        return EXIT_FAILED;
    if (init->certificates != NULL)
        return install_all(office, init->certificates, &error)
                   ? EXIT_DONE
                   : command_fail(invocation, error);
    if (!credential_usage_find(init->new_key, &usage) ||
        (usage != CREDENTIAL_IDENTITY && usage != CREDENTIAL_SEALING)) {
        fprintf(stderr, "agency-client init: --new-key is identity or sealing\n");
        return EXIT_USAGE;
    }
    /* One passphrase protects all keys of a home: the one they were read with. */
    if (office_keys(office, &error) == NULL ||
        !make_key(invocation, office_agency(office), usage, &error))
        return command_fail(invocation, error);
    return EXIT_DONE;
}

static int
run(struct invocation *invocation, const struct init *init)
{
    bool is_first = init->exchange != NULL && init->agency != NULL &&
                    init->authority != NULL && init->fingerprint != NULL;
    bool is_any_first = init->exchange != NULL || init->agency != NULL ||
                        init->authority != NULL || init->fingerprint != NULL;
    g_autoptr(GError) error = NULL;

    if (is_any_first + (init->certificates != NULL) + (init->new_key != NULL) != 1 ||
        is_any_first != is_first) {
        fprintf(stderr,
                "agency-client init: give all of --exchange, --agency, --authority and "
                "--fingerprint; or --certificate; or --new-key\n");
        return EXIT_USAGE;
    }
    if (!is_first)
        return run_in_home(invocation, init);
    return make_home(invocation, init, &error) ? EXIT_DONE
                                               : command_fail(invocation, error);
}

int
command_init(struct invocation *invocation, int argc, char **argv)
{
    struct init init = {0};
    const GOptionEntry entries[] = {
        {"exchange", 0, 0, G_OPTION_ARG_STRING, &init.exchange,
         "where the exchange is: https://host:port", "URL"},
        {"agency", 0, 0, G_OPTION_ARG_STRING, &init.agency, "our id", "ID"},
        {"authority", 0, 0, G_OPTION_ARG_FILENAME, &init.authority,
         "the partnership's authority", "ca.pem"},
        {"fingerprint", 0, 0, G_OPTION_ARG_STRING, &init.fingerprint,
         "its fingerprint, as a person told it", "SHA256"},
        {"certificate", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &init.certificates,
         "a signed certificate to install (may be repeated)", "PEM"},
        {"new-key", 0, 0, G_OPTION_ARG_STRING, &init.new_key,
         "make the next key: identity or sealing", "KIND"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "", summary, 0, -1)) {
        /* Words after --certificate A are further certificates: a shell's *.pem. */
        if (argc > 1 && init.certificates != NULL) {
            g_autoptr(GStrvBuilder) all = g_strv_builder_new();

            g_strv_builder_addv(all, (const char **)init.certificates);
            g_strv_builder_addv(all, (const char **)argv + 1);
            g_strfreev(init.certificates);
            init.certificates = g_strv_builder_end(all);
            argc = 1;
        }
        if (argc > 1)
            fprintf(stderr, "agency-client init: '%s' is not expected here\n", argv[1]);
        else
            status = run(invocation, &init);
    }
    g_free(init.exchange);
    g_free(init.agency);
    g_free(init.authority);
    g_free(init.fingerprint);
    g_strfreev(init.certificates);
    g_free(init.new_key);
    return status;
}
