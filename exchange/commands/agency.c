/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/commands/commands.h"

#include "common/documents/names.h"
#include "exchange/foundation.h"
#include "exchange/intake/enrolment.h"
#include "exchange/store/agencies.h"

#include <stdio.h>

#define USAGE_ADD                                                                      \
    "referral-exchange agency add ID --name NAME --kind KIND\n"                        \
    "           [--emergency-telephone NUMBER] [--area CODE ...] --certificate FILE "  \
    "..."

/* What the command line of `agency add` says. */
struct addition {
    char *name;
    char *kind;
    char *emergency_telephone;
    char **areas;
    char **certificates; /* paths */
};

static void
addition_clear(struct addition *addition)
{
    g_free(addition->name);
    g_free(addition->kind);
    g_free(addition->emergency_telephone);
    g_strfreev(addition->areas);
    g_strfreev(addition->certificates);
}

static bool
addition_parse(struct addition *addition, int *argc, char ***argv, GError **error)
{
    const GOptionEntry options[] = {
        {"name", 0, 0, G_OPTION_ARG_STRING, &addition->name, "the agency's name",
         "NAME"},
        {"kind", 0, 0, G_OPTION_ARG_STRING, &addition->kind,
         "council, housing-association, charity or other", "KIND"},
        {"emergency-telephone", 0, 0, G_OPTION_ARG_STRING,
         &addition->emergency_telephone, "for emergency referrals", "NUMBER"},
        {"area", 0, 0, G_OPTION_ARG_STRING_ARRAY, &addition->areas,
         "a local-authority code that it serves", "CODE"},
        {"certificate", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &addition->certificates,
         "an identity or sealing certificate", "FILE"},
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context = g_option_context_new("ID");

    g_option_context_add_main_entries(context, options, NULL);
    return g_option_context_parse(context, argc, argv, error);
}

/* The certificates of the files, each checked as one of this agency. */
static GPtrArray *
certificates_read(struct foundation *foundation, const char *agency, char **paths,
                  GError **error)
{
    g_autoptr(registry) registry = standing_registry(foundation->standing);
    g_autoptr(GPtrArray) certificates =
        g_ptr_array_new_with_free_func((GDestroyNotify)credential_unref);

    for (size_t i = 0; paths != NULL && paths[i] != NULL; i++) {
        g_autoptr(credential) credential = credential_read_file(paths[i], error);

        if (credential == NULL)
            return NULL;
        if (!enrolment_check_certificate(registry, agency, credential,
                                         clock_now(foundation->clock), error)) {
            g_prefix_error(error, "%s: ", paths[i]);
            return NULL;
        }
        g_ptr_array_add(certificates, g_steal_pointer(&credential));
    }
    return g_steal_pointer(&certificates);
}

/* Writes the registration and says what was written. */
static int
enrolment_run(struct foundation *foundation, const struct enrolment *enrolment,
              const char *done)
{
    g_autoptr(validator) wire = validator_new(foundation->wire);
    const struct registrar registrar = {
        .notary = foundation->notary,
        .clock = foundation->clock,
        .wire = wire,
    };
    g_autoptr(GError) error = NULL;
    struct enrolled enrolled;

    if (!enrolment_write(foundation->store, &registrar, enrolment, &enrolled, &error))
        return command_fail(error);
    printf("%s %s: agency %d, entry %" G_GINT64_FORMAT "\n", enrolment->agency, done,
           enrolled.number, enrolled.sequence - enrolled.notices);
    if (enrolled.notices > 0)
        printf("%u undelivered referrals: their referrers are told by notices\n",
               enrolled.notices);
    return EXIT_DONE;
}

static int
addition_run(const struct settings *settings, const char *agency,
             const struct addition *addition)
{
    g_autoptr(foundation) foundation = NULL;
    g_autoptr(GPtrArray) certificates = NULL;
    g_autoptr(GError) error = NULL;
    int kind_index = name_index(agency_kind_names, addition->kind);
    enum agency_kind kind = (enum agency_kind)kind_index;
    struct enrolment enrolment = {
        .agency = agency,
        .name = addition->name,
        .emergency_telephone = addition->emergency_telephone,
        .areas = (const char *const *)addition->areas,
    };

    if (addition->kind != NULL && kind_index < 0) {
        fprintf(stderr,
                "referral-exchange: --kind is council, housing-association, charity or "
                "other\n");
        return EXIT_USAGE;
    }
    foundation = foundation_open(settings, EMBEDDED_ADMIN, &error);
    if (foundation == NULL)
        return command_fail(error);
    certificates =
        certificates_read(foundation, agency, addition->certificates, &error);
    if (certificates == NULL)
        return command_fail(error);
    enrolment.kind = addition->kind == NULL ? NULL : &kind;
    enrolment.certificates = certificates;
    return enrolment_run(foundation, &enrolment, "registered");
}

static int
agency_add(const struct settings *settings, int argc, char **argv)
{
    struct addition addition = {0};
    g_autoptr(GError) error = NULL;
    int status;

    if (!addition_parse(&addition, &argc, &argv, &error)) {
        (void)command_fail(error);
        status = EXIT_USAGE;
    } else if (argc != 2) {
        status = command_usage(USAGE_ADD);
    } else {
        status = addition_run(settings, argv[1], &addition);
    }
    addition_clear(&addition);
    return status;
}

static int
status_set(const struct settings *settings, int argc, char **argv,
           enum agency_status status, const char *done)
{
    g_autoptr(foundation) foundation = NULL;
    g_autoptr(GError) error = NULL;
    struct enrolment enrolment = {.status = &status, .must_exist = true};

    if (argc != 2)
        return command_usage("referral-exchange agency suspend | resume ID");
    enrolment.agency = argv[1];
    foundation = foundation_open(settings, EMBEDDED_ADMIN, &error);
    if (foundation == NULL)
        return command_fail(error);
    return enrolment_run(foundation, &enrolment, done);
}

static int
agency_suspend(const struct settings *settings, int argc, char **argv)
{
    return status_set(settings, argc, argv, AGENCY_SUSPENDED, "suspended");
}

static int
agency_resume(const struct settings *settings, int argc, char **argv)
{
    return status_set(settings, argc, argv, AGENCY_ACTIVE, "resumed");
}

/* How many of an agency's certificates may be used now. */
static unsigned int
certificates_count(const struct registry *registry, const char *agency, int64_t now_us)
{
    size_t count;
    const struct registry_certificate *const *certificates =
        registry_certificates(registry, registry_find_agency(registry, agency), &count);
    unsigned int usable = 0;

    for (size_t i = 0; i < count; i++) {
        g_autoptr(GError) ignored = NULL;

        usable += registry_judge_certificate(
            certificates[i], credential_usage(certificates[i]->credential), now_us,
            &ignored);
    }
    return usable;
}

static int
agency_list(const struct settings *settings, int argc, char **argv)
{
    g_autoptr(foundation) foundation = NULL;
    g_autoptr(registry) registry = NULL;
    g_autoptr(GPtrArray) agencies = NULL;
    g_autoptr(GError) error = NULL;

    (void)argv;
    if (argc != 1)
        return command_usage("referral-exchange agency list");
    foundation = foundation_open(settings, EMBEDDED_ADMIN, &error);
    if (foundation == NULL)
        return command_fail(error);
    registry = standing_registry(foundation->standing);
    agencies = agencies_list(foundation->store, &error);
    if (agencies == NULL)
        return command_fail(error);
    for (unsigned int i = 0; i < agencies->len; i++) {
        const struct agency *agency = g_ptr_array_index(agencies, i);

        printf("%-32s %-20s %-10s %2u certificates  %s\n", agency->id,
               agency_kind_names[agency->kind], agency_status_names[agency->status],
               certificates_count(registry, agency->id, clock_now(foundation->clock)),
               agency->name);
    }
    return EXIT_DONE;
}

static const struct {
    const char *name;
    command_function *function;
} verbs[] = {
    {"add", agency_add},
    {"suspend", agency_suspend},
    {"resume", agency_resume},
    {"list", agency_list},
};

int
command_agency(const struct settings *settings, int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].function(settings, argc - 1, argv + 1);
    return command_usage("referral-exchange agency add | suspend | resume | list ...");
}
