/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strip_schemas FROM TO FILE...: copies schemas without what is written for people, so
 * that the programs do not read it each time they start.  Runs in the build.
 */
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_for_people(const xmlNode *node)
{
    return node->type == XML_COMMENT_NODE ||
           (node->type == XML_ELEMENT_NODE &&
            strcmp((const char *)node->name, "annotation") == 0);
}

static void
strip(xmlNode *parent)
{
    for (xmlNode *node = parent->children, *next; node != NULL; node = next) {
        next = node->next;
        if (is_for_people(node)) {
            xmlUnlinkNode(node);
            xmlFreeNode(node);
        } else {
            strip(node);
        }
    }
}

static bool
copy_stripped(const char *from, const char *to)
{
    g_autofree char *folder = g_path_get_dirname(to);
    xmlDoc *doc = xmlReadFile(from, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS);
    bool is_written;

    if (doc == NULL)
        return false;
    strip(xmlDocGetRootElement(doc));
    is_written = g_mkdir_with_parents(folder, 0755) == 0 && xmlSaveFile(to, doc) >= 0;
    xmlFreeDoc(doc);
    return is_written;
}

int
main(int argc, char **argv)
{
    for (int i = 3; i < argc; i++) {
        g_autofree char *from = g_build_filename(argv[1], argv[i], NULL);
        g_autofree char *to = g_build_filename(argv[2], argv[i], NULL);

        if (!copy_stripped(from, to)) {
            fprintf(stderr, "strip_schemas: cannot copy %s to %s\n", from, to);
            return EXIT_FAILURE;
        }
    }
    xmlCleanupParser();
    return EXIT_SUCCESS;
}
