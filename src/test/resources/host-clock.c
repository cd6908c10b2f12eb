/* Moves the clock of a process by the seconds that stand in the file HOST_CLOCK (eight bytes), and not the clock that is never set. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

static volatile int64_t *seconds;
static int (*real)(clockid_t, struct timespec *);

__attribute__((constructor)) static void find(void) {
    void *file = mmap(NULL, sizeof *seconds, PROT_READ, MAP_SHARED, open(getenv("HOST_CLOCK"), O_RDONLY), 0);
    if (file == MAP_FAILED) abort();
    seconds = file;
    real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (!real) find();
    int failed = real(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += *seconds;
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void) zone;
    int failed = clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return failed;
}
