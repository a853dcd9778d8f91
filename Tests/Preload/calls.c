// Counts the system calls of a program that change or open files and speak to sockets, and makes
// one of them the last, or fail. Loaded with LD_PRELOAD into the program under test: a tracer's
// counter is one of each thread, and a program that runs on several needs one for all.
//
//   CALLS_REPORT=FILE        appends a line for each call: its number, its name, what it is about
//   CALLS_KILL=N             ends the process with SIGKILL in place of call N
//   CALLS_SIGNAL=S           sends it the signal of this number instead, and goes on
//   CALLS_FAIL=N             fails call N once, with
//   CALLS_ERROR=ENOSPC|EIO|EINTR|EMFILE|SHORT      (SHORT: half of what was to be written)
//
// Standard streams, pipes, events and what the system keeps in /proc, /dev, /etc and the like are
// not counted: nothing of the product is in them.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { longest_line = 512, report_descriptor = 700, short_write = -1 };

static atomic_long count;
static long kill_at, fail_at;
static int failure;
static int signal_number = SIGKILL;
static int report = -1;

static int number_of_error(const char *name) {
  if (!strcmp(name, "ENOSPC")) return ENOSPC;
  if (!strcmp(name, "EIO")) return EIO;
  if (!strcmp(name, "EINTR")) return EINTR;
  if (!strcmp(name, "EMFILE")) return EMFILE;
  if (!strcmp(name, "SHORT")) return short_write;
  fprintf(stderr, "calls: no error is called %s\n", name);
  abort();
}

// The raw calls: what is done here is not counted.
__attribute__((constructor)) static void start(void) {
  const char *text = getenv("CALLS_KILL");
  if (text) kill_at = atol(text);
  text = getenv("CALLS_SIGNAL");
  if (text) signal_number = atoi(text);
  text = getenv("CALLS_FAIL");
  if (text) {
    fail_at = atol(text);
    const char *name = getenv("CALLS_ERROR");
    failure = number_of_error(name ? name : "EIO");
  }
  text = getenv("CALLS_REPORT");
  if (!text) return;
  long file = syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (file < 0) return;
  // Out of the way of the descriptors of the program.
  report = (int)syscall(SYS_fcntl, file, F_DUPFD_CLOEXEC, report_descriptor);
  syscall(SYS_close, file);
}

// Gives the call its number and tells of it; the error that it is to fail with, or 0.
static int note(const char *call, const char *about) {
  long number = atomic_fetch_add(&count, 1) + 1;
  int error = number == fail_at ? failure : 0;
  if (report >= 0) {
    char line[longest_line];
    int length = snprintf(line, sizeof line, "%ld %s %.400s\n", number, call, about);
    if (length > 0) syscall(SYS_write, report, line, (size_t)length);
  }
  if (number == kill_at) {
    syscall(SYS_kill, syscall(SYS_getpid), signal_number);
    while (signal_number == SIGKILL) syscall(SYS_pause);
  }
  return error;
}

static int is_of_the_system(const char *path) {
  static const char *const folders[] = {"/proc/", "/sys/", "/dev/", "/etc/", "/usr/", "/lib",
                                        "/opt/", "/run/"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    if (!strncmp(path, folders[i], strlen(folders[i]))) return 1;
  return 0;
}

static int note_path(const char *call, const char *path) {
  return is_of_the_system(path) ? 0 : note(call, path);
}

static int note_descriptor(const char *call, int descriptor) {
  if (descriptor <= STDERR_FILENO || descriptor == report) return 0;
  int saved = errno;
  struct stat information;
  int known = syscall(SYS_fstat, descriptor, &information) == 0;
  int wanted = known && (S_ISREG(information.st_mode) || S_ISSOCK(information.st_mode) ||
                         S_ISDIR(information.st_mode));
  int error = 0;
  if (wanted) {
    char link[64], path[longest_line] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length > 0) path[length] = 0;
    error = note_path(call, path);
  }
  errno = saved;
  return error;
}

#define REAL(name)                                                            \
  static __typeof__(name) *real;                                              \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

// A short write means nothing to a call that writes nothing: it is carried out then.
#define FAIL(noted)                                                           \
  do {                                                                        \
    int noted_error = (noted);                                                \
    if (noted_error > 0) {                                                    \
      errno = noted_error;                                                    \
      return -1;                                                              \
    }                                                                         \
  } while (0)

#define OPENING(name)                                                         \
  int name(const char *path, int flags, ...) {                                \
    REAL(name);                                                               \
    va_list rest;                                                             \
    va_start(rest, flags);                                                    \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;   \
    va_end(rest);                                                             \
    FAIL(note_path(flags & O_ACCMODE ? "open-to-write" : "open", path));      \
    return real(path, flags, mode);                                           \
  }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                      \
  int name(int folder, const char *path, int flags, ...) {                    \
    REAL(name);                                                               \
    va_list rest;                                                             \
    va_start(rest, flags);                                                    \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;   \
    va_end(rest);                                                             \
    FAIL(note_path(flags & O_ACCMODE ? "open-to-write" : "open", path));      \
    return real(folder, path, flags, mode);                                   \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

int mkstemp(char *path) {
  REAL(mkstemp);
  FAIL(note_path("mkstemp", path));
  return real(path);
}

char *mkdtemp(char *path) {
  REAL(mkdtemp);
  int error = note_path("mkdtemp", path);
  if (error <= 0) return real(path);
  errno = error;
  return NULL;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  FAIL(note_path("mkdir", path));
  return real(path, mode);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  FAIL(note_path("rename", to));
  return real(from, to);
}

int link(const char *from, const char *to) {
  REAL(link);
  FAIL(note_path("link", to));
  return real(from, to);
}

int unlink(const char *path) {
  REAL(unlink);
  FAIL(note_path("unlink", path));
  return real(path);
}

int rmdir(const char *path) {
  REAL(rmdir);
  FAIL(note_path("rmdir", path));
  return real(path);
}

int chmod(const char *path, mode_t mode) {
  REAL(chmod);
  FAIL(note_path("chmod", path));
  return real(path, mode);
}

int fchmod(int descriptor, mode_t mode) {
  REAL(fchmod);
  FAIL(note_descriptor("fchmod", descriptor));
  return real(descriptor, mode);
}

int flock(int descriptor, int operation) {
  REAL(flock);
  FAIL(note_descriptor("flock", descriptor));
  return real(descriptor, operation);
}

int fsync(int descriptor) {
  REAL(fsync);
  FAIL(note_descriptor("fsync", descriptor));
  return real(descriptor);
}

int fdatasync(int descriptor) {
  REAL(fdatasync);
  FAIL(note_descriptor("fdatasync", descriptor));
  return real(descriptor);
}

int ftruncate(int descriptor, off_t length) {
  REAL(ftruncate);
  FAIL(note_descriptor("ftruncate", descriptor));
  return real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  REAL(ftruncate64);
  FAIL(note_descriptor("ftruncate", descriptor));
  return real(descriptor, length);
}

// Half of the bytes, so that the rest must be written by a second call.
#define WRITING(name, call, parameters, arguments)                            \
  ssize_t name parameters {                                                   \
    REAL(name);                                                               \
    int error = note_descriptor(call, descriptor);                            \
    if (error == short_write && size > 1) size /= 2;                          \
    FAIL(error);                                                              \
    return real arguments;                                                    \
  }
WRITING(write, "write", (int descriptor, const void *bytes, size_t size),
        (descriptor, bytes, size))
WRITING(pwrite, "pwrite", (int descriptor, const void *bytes, size_t size, off_t offset),
        (descriptor, bytes, size, offset))
WRITING(pwrite64, "pwrite", (int descriptor, const void *bytes, size_t size, off64_t offset),
        (descriptor, bytes, size, offset))
WRITING(send, "send", (int descriptor, const void *bytes, size_t size, int flags),
        (descriptor, bytes, size, flags))

ssize_t writev(int descriptor, const struct iovec *pieces, int number) {
  REAL(writev);
  int error = note_descriptor("writev", descriptor);
  if (error == short_write && number > 0) {
    struct iovec half = pieces[0];
    if (half.iov_len > 1) half.iov_len /= 2;
    return real(descriptor, &half, 1);
  }
  FAIL(error);
  return real(descriptor, pieces, number);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
  REAL(sendmsg);
  FAIL(note_descriptor("sendmsg", descriptor));
  return real(descriptor, message, flags);
}

int socket(int domain, int type, int protocol) {
  REAL(socket);
  FAIL(note("socket", domain == AF_INET ? "ipv4" : domain == AF_INET6 ? "ipv6" : "other"));
  return real(domain, type, protocol);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
  REAL(connect);
  FAIL(note_descriptor("connect", descriptor));
  return real(descriptor, address, length);
}
