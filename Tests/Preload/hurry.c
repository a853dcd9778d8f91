// Makes the time of a program run faster than that of the machine, so that a day of it fits into a
// test. Loaded with LD_PRELOAD into the program under test, which waits as it always waits.
//
//   HURRY=N                 times as fast
//   HURRY_SINCE=R M B       since these instants of CLOCK_REALTIME, CLOCK_MONOTONIC and
//                           CLOCK_BOOTTIME, in nanoseconds; the same for all programs that meet
//
// What is told of the time goes through here, and what is asked of it: clocks, pauses, timers and
// the patience of poll, epoll and condition variables.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { most_descriptors = 4096 };
static const long long second = 1000000000;

static long long factor = 1, since_real, since_monotonic, since_boot;
// The clocks of timers, by descriptor, one more than their number.
static _Atomic unsigned char clocks[most_descriptors];

__attribute__((constructor)) static void start(void) {
  const char *text = getenv("HURRY"), *since = getenv("HURRY_SINCE");
  if (!text || !since) return;
  if (sscanf(since, "%lld %lld %lld", &since_real, &since_monotonic, &since_boot) != 3) abort();
  factor = atoll(text);
  if (factor < 1) abort();
}

static long long *since_of(clockid_t clock) {
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE: return &since_real;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE: return &since_monotonic;
    case CLOCK_BOOTTIME: return &since_boot;
    default: return NULL;  // The time of a processor is not hurried.
  }
}

static long long number(struct timespec time) { return time.tv_sec * second + time.tv_nsec; }

static struct timespec timespec(long long number) {
  if (number < 0) number = 0;
  return (struct timespec){.tv_sec = number / second, .tv_nsec = number % second};
}

// An instant of the program as one of the machine.
static struct timespec instant(struct timespec time, clockid_t clock) {
  long long *since = since_of(clock);
  return since ? timespec(*since + (number(time) - *since) / factor) : time;
}

// A pause of the program as one of the machine, and never none.
static struct timespec pause_of(struct timespec time) {
  long long whole = number(time);
  return timespec(whole > 0 ? (whole + factor - 1) / factor : whole);
}

static int milliseconds(int time) { return time > 0 ? (int)((time + factor - 1) / factor) : time; }

#define REAL(name)                                                            \
  static __typeof__(name) *real;                                              \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

int clock_gettime(clockid_t clock, struct timespec *time) {
  long result = syscall(SYS_clock_gettime, clock, time);
  long long *since = since_of(clock);
  if (result == 0 && since) *time = timespec(*since + (number(*time) - *since) * factor);
  return (int)result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}

int nanosleep(const struct timespec *time, struct timespec *rest) {
  REAL(nanosleep);
  struct timespec shorter = pause_of(*time);
  return real(&shorter, rest);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                    struct timespec *rest) {
  REAL(clock_nanosleep);
  struct timespec shorter = flags & TIMER_ABSTIME ? instant(*time, clock) : pause_of(*time);
  return real(clock, flags, &shorter, rest);
}

int usleep(useconds_t time) {
  struct timespec pause = timespec((long long)time * 1000);
  return nanosleep(&pause, NULL);
}

unsigned sleep(unsigned time) {
  struct timespec pause = timespec((long long)time * second);
  nanosleep(&pause, NULL);
  return 0;
}

int timerfd_create(int clock, int flags) {
  REAL(timerfd_create);
  int descriptor = real(clock, flags);
  if (descriptor >= 0 && descriptor < most_descriptors)
    clocks[descriptor] = (unsigned char)(clock + 1);
  return descriptor;
}

int timerfd_settime(int descriptor, int flags, const struct itimerspec *time,
                    struct itimerspec *before) {
  REAL(timerfd_settime);
  struct itimerspec sooner = *time;
  sooner.it_interval = pause_of(time->it_interval);
  int known = descriptor >= 0 && descriptor < most_descriptors ? clocks[descriptor] : 0;
  if (!(flags & TFD_TIMER_ABSTIME))
    sooner.it_value = pause_of(time->it_value);
  else if (number(time->it_value) != 0 && known)
    sooner.it_value = instant(time->it_value, known - 1);
  return real(descriptor, flags, &sooner, before);
}

int epoll_wait(int descriptor, struct epoll_event *events, int most, int time) {
  REAL(epoll_wait);
  return real(descriptor, events, most, milliseconds(time));
}

int poll(struct pollfd *descriptors, nfds_t count, int time) {
  REAL(poll);
  return real(descriptors, count, milliseconds(time));
}

int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict time) {
  REAL(pthread_cond_timedwait);
  // Nothing tells its clock but how far the instant is from the start of each.
  clockid_t clock = number(*time) > since_real / 2 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
  struct timespec sooner = instant(*time, clock);
  return real(condition, mutex, &sooner);
}

int pthread_cond_clockwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           clockid_t clock, const struct timespec *restrict time) {
  REAL(pthread_cond_clockwait);
  struct timespec sooner = instant(*time, clock);
  return real(condition, mutex, clock, &sooner);
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict time) {
  REAL(sem_timedwait);
  struct timespec sooner = instant(*time, CLOCK_REALTIME);
  return real(semaphore, &sooner);
}

int sem_clockwait(sem_t *restrict semaphore, clockid_t clock,
                  const struct timespec *restrict time) {
  REAL(sem_clockwait);
  struct timespec sooner = instant(*time, clock);
  return real(semaphore, clock, &sooner);
}
