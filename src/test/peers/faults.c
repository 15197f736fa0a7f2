/*
 * Faults of a machine, for one process of a test: preloaded, it lets writes and syncs of files below a folder fail, and puts
 * the time of day forward or back. A test orders by a file that it writes: three numbers of 8 octets, lowest first: by how
 * many nanoseconds the time is off; with which error syncs fail, 0 for none; with which error writes fail.
 *
 * SIGILLO_FAULTS names that file, SIGILLO_FAULTS_UNDER the folder. Built by sigillo.faults.Preloaded.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct orders { int64_t off; int64_t sync_errno; int64_t write_errno; };

static const struct orders none;
static const volatile struct orders *orders = &none;
static const char *under = "";

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("SIGILLO_FAULTS");
    const char *folder = getenv("SIGILLO_FAULTS_UNDER");
    if (file == NULL || folder == NULL) return;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    void *at = mmap(NULL, sizeof(struct orders), PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (at == MAP_FAILED) return;
    under = folder;
    orders = at;
}

static int is_meant(int fd) {
    char link[40], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strncmp(path, under, strlen(under)) == 0;
}

/* True, with errno set, when the call is to fail. */
static int fails(int fd, int64_t error) {
    if (error == 0) return 0;
    int before = errno;
    int meant = is_meant(fd);
    errno = meant ? (int) error : before;
    return meant;
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (real == NULL) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)

int fsync(int fd) { REAL(fsync); return fails(fd, orders->sync_errno) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails(fd, orders->sync_errno) ? -1 : real(fd); }
int sync_file_range(int fd, off64_t at, off64_t count, unsigned int flags) {
    REAL(sync_file_range);
    return fails(fd, orders->sync_errno) ? -1 : real(fd, at, count, flags);
}

ssize_t write(int fd, const void *from, size_t count) { REAL(write); return fails(fd, orders->write_errno) ? -1 : real(fd, from, count); }
ssize_t pwrite(int fd, const void *from, size_t count, off_t at) { REAL(pwrite); return fails(fd, orders->write_errno) ? -1 : real(fd, from, count, at); }
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    REAL(pwrite64);
    return fails(fd, orders->write_errno) ? -1 : real(fd, from, count, at);
}
ssize_t writev(int fd, const struct iovec *from, int count) { REAL(writev); return fails(fd, orders->write_errno) ? -1 : real(fd, from, count); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL(clock_gettime);
    int answer = real(clock, now);
    int64_t off = orders->off;
    if (answer != 0 || off == 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return answer;
    int64_t nanos = now->tv_nsec + off % 1000000000;
    now->tv_sec += off / 1000000000 + (nanos >= 1000000000) - (nanos < 0);
    now->tv_nsec = (nanos + 1000000000) % 1000000000;
    return 0;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec exact;
    (void) zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *into) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (into != NULL) *into = exact.tv_sec;
    return exact.tv_sec;
}
