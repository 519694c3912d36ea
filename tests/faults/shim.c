// LD_PRELOAD shim that makes one disk fault happen at an exact place, for files below a prefix.
//
//   FS_PREFIX=/dir     the faults touch only what lies below it
//   FS_KILL_AT=BYTE    SIGKILL when this many bytes have been written (the write is split there)
//   FS_KILL_OP=N       SIGKILL before the N-th write, fsync, close, rename, unlink or open
//   FS_SHORT=1         every write transfers about a third of what was asked
//   FS_EINTR=N         every N-th write is interrupted first
//   FS_ENOSPC_AT=BYTE  no space after this many bytes
//   FS_FSYNC_EIO=N     the N-th fsync fails
//   FS_COUNT=FILE      writes "bytes operations fsyncs" there at exit
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *prefix;
static long kill_at = -1, kill_op = -1, enospc_at = -1, fsync_eio = -1, eintr_every, short_writes;
static long bytes, operations, fsyncs, writes;
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long number(const char *name, long otherwise) {
  const char *text = getenv(name);
  return text ? atol(text) : otherwise;
}

__attribute__((constructor)) static void start(void) {
  prefix = getenv("FS_PREFIX");
  kill_at = number("FS_KILL_AT", -1);
  kill_op = number("FS_KILL_OP", -1);
  enospc_at = number("FS_ENOSPC_AT", -1);
  fsync_eio = number("FS_FSYNC_EIO", -1);
  eintr_every = number("FS_EINTR", 0);
  short_writes = number("FS_SHORT", 0);
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("FS_COUNT");
  if (!path) return;
  FILE *file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%ld %ld %ld\n", bytes, operations, fsyncs);
  fclose(file);
}

static int below(const char *path) { return prefix && !strncmp(path, prefix, strlen(prefix)); }

static int is_ours(int fd) {
  char link[64], path[4096];
  struct stat info;
  if (!prefix) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return 0;
  path[size] = 0;
  return below(path) && fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode));
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void tick(void) {
  if (++operations == kill_op) die();
}

static ssize_t put(int fd, const void *data, size_t size, off_t at) {
  return at < 0 ? REAL(write)(fd, data, size) : REAL(pwrite)(fd, data, size, at);
}

static ssize_t faulty(int fd, const void *data, size_t size, off_t at) {
  tick();
  if (eintr_every && ++writes % eintr_every == 0) {
    errno = EINTR;
    return -1;
  }
  if (short_writes && size > 1) size = 1 + size / 3;
  if (kill_at >= 0 && bytes + (long)size >= kill_at) {
    if (kill_at > bytes) put(fd, data, (size_t)(kill_at - bytes), at);
    die();
  }
  if (enospc_at >= 0 && bytes + (long)size > enospc_at) {
    if (enospc_at <= bytes) {
      errno = ENOSPC;
      return -1;
    }
    size = (size_t)(enospc_at - bytes);
  }
  ssize_t done = put(fd, data, size, at);
  if (done > 0) bytes += done;
  return done;
}

static ssize_t any_write(int fd, const void *data, size_t size, off_t at) {
  if (!is_ours(fd)) return put(fd, data, size, at);
  pthread_mutex_lock(&lock);
  ssize_t done = faulty(fd, data, size, at);
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

ssize_t write(int fd, const void *data, size_t size) { return any_write(fd, data, size, -1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
  return any_write(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off_t at) {
  return any_write(fd, data, size, at);
}

static int any_sync(int fd, int (*real)(int)) {
  if (!is_ours(fd)) return real(fd);
  pthread_mutex_lock(&lock);
  tick();
  int fails = ++fsyncs == fsync_eio;
  pthread_mutex_unlock(&lock);
  if (fails) {
    errno = EIO;
    return -1;
  }
  return real(fd);
}

int fsync(int fd) { return any_sync(fd, REAL(fsync)); }
int fdatasync(int fd) { return any_sync(fd, REAL(fdatasync)); }

static void locked_tick(void) {
  pthread_mutex_lock(&lock);
  tick();
  pthread_mutex_unlock(&lock);
}

int close(int fd) {
  if (is_ours(fd)) locked_tick();
  return REAL(close)(fd);
}
int rename(const char *from, const char *to) {
  if (below(to)) locked_tick();
  return REAL(rename)(from, to);
}
int unlink(const char *path) {
  if (below(path)) locked_tick();
  return REAL(unlink)(path);
}
int ftruncate(int fd, off_t size) {
  if (is_ours(fd)) locked_tick();
  return REAL(ftruncate)(fd, size);
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }

#define OPEN_BODY(call)                                              \
  mode_t mode = 0;                                                   \
  if (flags & O_CREAT) {                                             \
    va_list more;                                                    \
    va_start(more, flags);                                           \
    mode = va_arg(more, mode_t);                                     \
    va_end(more);                                                    \
  }                                                                  \
  if (below(path) && (flags & (O_WRONLY | O_RDWR))) locked_tick();   \
  return call

int open(const char *path, int flags, ...) { OPEN_BODY(REAL(open)(path, flags, mode)); }
int open64(const char *path, int flags, ...) { OPEN_BODY(REAL(open)(path, flags, mode)); }
