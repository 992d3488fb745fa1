/* SPDX-License-Identifier: Apache-2.0 */
#include "common/trust/file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
failed(const char *path, GError **error)
{
    g_set_error(error, TRUST_ERROR, TRUST_ERROR_FILE, "%s: %s", path,
                g_strerror(errno));
    return false;
}

/* The bytes may be a key: they are wiped when the last reference goes. */
struct secret {
    char *data;
    size_t size;
};

static void
secret_free(void *data)
{
    struct secret *secret = data;

    OPENSSL_cleanse(secret->data, secret->size);
    g_free(secret->data);
    g_free(secret);
}

static GBytes *
read_descriptor(int descriptor, const char *path, size_t max, GError **error)
{
    struct secret *secret = g_new0(struct secret, 1);
    ssize_t count = 0;

    secret->data = g_malloc(max + 1);
    do {
        secret->size += (size_t)count;
        count = read(descriptor, secret->data + secret->size, max + 1 - secret->size);
    } while (count > 0 || (count < 0 && errno == EINTR && (count = 0) == 0));
    if (count < 0) {
        failed(path, error);
        secret_free(secret);
        return NULL;
    }
    if (secret->size > max) {
        g_set_error(error, TRUST_ERROR, TRUST_ERROR_TOO_LARGE,
                    "%s: more than %zu bytes", path, max);
        secret_free(secret);
        return NULL;
    }
    return g_bytes_new_with_free_func(secret->data, secret->size, secret_free, secret);
}

GBytes *
file_read(const char *path, size_t max, GError **error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    GBytes *bytes;

    if (descriptor < 0) {
        failed(path, error);
        return NULL;
    }
    bytes = read_descriptor(descriptor, path, max, error);
    close(descriptor);
    return bytes;
}

bool
file_is_open_to_others(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

static bool
write_all(int descriptor, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t count = write(descriptor, data, size);

        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0) {
            data += count;
            size -= (size_t)count;
        }
    }
    return fsync(descriptor) == 0;
}

/* A new name lasts only when its directory has been written too. */
static bool
sync_directory(const char *path)
{
    g_autofree char *directory = g_path_get_dirname(path);
    int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_done;

    if (descriptor < 0)
        return false;
    is_done = fsync(descriptor) == 0;
    close(descriptor);
    return is_done;
}

bool
file_write_secret(const char *path, const void *data, size_t size, GError **error)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_done;

    if (descriptor < 0)
        return failed(path, error);
    /* A umask may have taken rights away; a key that its owner cannot read is lost. */
    is_done = fchmod(descriptor, 0600) == 0 && write_all(descriptor, data, size);
    if (close(descriptor) != 0 || !is_done || !sync_directory(path)) {
        failed(path, error);
        unlink(path);
        return false;
    }
    return true;
}
