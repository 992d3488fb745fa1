/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/parcel.h"

#include "agency-client/office/home.h"
#include "common/trust/digest.h"
#include "common/trust/signature.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
failed(const char *path, GError **error)
{
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_FILE, "%s: %s", path,
                g_strerror(errno));
    return false;
}

bool
parcel_make(const char *directory, const char *const folders[], GError **error)
{
    if (mkdir(directory, 0700) != 0) {
        failed(directory, error);
        g_prefix_error(error, "a new directory is needed: ");
        return false;
    }
    for (int i = 0; folders != NULL && folders[i] != NULL; i++) {
        g_autofree char *path = g_build_filename(directory, folders[i], NULL);

        if (mkdir(path, 0700) != 0)
            return failed(path, error);
    }
    return true;
}

static char *
path_of(const char *directory, const char *folder, const char *name)
{
    if (directory == NULL)
        return g_strdup(name);
    return folder != NULL ? g_build_filename(directory, folder, name, NULL)
                          : g_build_filename(directory, name, NULL);
}

bool
parcel_write(const char *directory, const char *folder, const char *name, GBytes *bytes,
             uint8_t sha256[SHA256_BYTES], GError **error)
{
    g_autofree char *path = path_of(directory, folder, name);
    size_t size = 0;
    const char *data = g_bytes_get_data(bytes, &size);

    if (sha256 != NULL) {
        struct digest digest = digest_of_bytes(bytes);

        memcpy(sha256, digest.bytes, SHA256_BYTES);
    }
    return g_file_set_contents_full(
        path, data, (gssize)size,
        G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static GBytes *
read_descriptor(int descriptor, const char *path, size_t max, GError **error)
{
    struct stat status;
    g_autofree char *data = NULL;
    size_t size = 0;
    ssize_t count = 1;

    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size < 0 || (size_t)status.st_size > max) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_FILE,
                    "%s: not a file, or larger than any can be", path);
        return NULL;
    }
    data = g_malloc((size_t)status.st_size + 1);
    while (size < (size_t)status.st_size && count > 0) {
        count = read(descriptor, data + size, (size_t)status.st_size - size);
        if (count < 0) {
            failed(path, error);
            return NULL;
        }
        size += (size_t)count;
    }
    return g_bytes_new_take(g_steal_pointer(&data), size);
}

GBytes *
parcel_read(const char *directory, const char *folder, const char *name, size_t max,
            GError **error)
{
    g_autofree char *path = path_of(directory, folder, name);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    GBytes *bytes;

    if (descriptor < 0) {
        failed(path, error);
        return NULL;
    }
    bytes = read_descriptor(descriptor, path, max, error);
    close(descriptor);
    return bytes;
}

char *
parcel_name(const struct uuid *document)
{
    char id[UUID_TEXT_BYTES];

    uuid_write(document, id);
    return g_strconcat(id, ".p7m", NULL);
}

GBytes *
parcel_read_part(const char *directory, const char *folder, const struct uuid *document,
                 const uint8_t sha256[SHA256_BYTES], GError **error)
{
    g_autofree char *name = parcel_name(document);
    g_autoptr(GBytes) bytes =
        parcel_read(directory, folder, name, SIGNATURE_MAX_BYTES, error);
    struct digest digest;

    if (bytes == NULL)
        return NULL;
    digest = digest_of_bytes(bytes);
    if (memcmp(digest.bytes, sha256, SHA256_BYTES) == 0)
        return g_steal_pointer(&bytes);
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_UNTRUSTED,
                "%s/%s: the file is not the one that the manifest names (SHA-256)",
                folder, name);
    return NULL;
}
