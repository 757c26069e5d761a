/* Launches a kernel once on the host, a thread of the system for each thread of the grid.

   The program's one argument names a file: `struct Call`, the kernel's arguments, and its arrays, which are as the kernel
   left them when the program ends (`launch` in __init__.py).  The functions here are those that the kernel's code calls
   (`for_the_host` there). */

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel.h" /* SHARED_ARRAYS, shared_bytes, call_kernel: of this kernel */

struct Call {
    int64_t blocks, threads, dynamic, words, arrays; /* `dynamic`: bytes of dynamic shared memory of a block */
};

enum { WARP = 32 };

struct Block {
    pthread_barrier_t barriers[2];
    char *shared[SHARED_ARRAYS + 1];
    pthread_barrier_t *warps;
    _Atomic int32_t (*lent)[2]; /* by each thread to its warp, in turn */
};

struct Thread {
    int32_t thread, block;
    struct Block *own;
    int turn, block_turn, grid_turn; /* which of two places in `lent`, of two barriers, is next */
};

static struct Call call;
static uint64_t *words; /* the kernel's arguments */
static pthread_barrier_t grid[2];
static _Thread_local struct Thread me;

static void *checked(void *pointer) {
    if (pointer == NULL || pointer == MAP_FAILED) {
        perror("host.c");
        exit(1);
    }
    return pointer;
}

/* Room that is full of NaN, begins at a multiple of 16, and ends where nobody may read or write. */
static char *fenced(size_t bytes) {
#ifdef SANITIZED /* it has fences of its own */
    void *start;
    if (posix_memalign(&start, 16, bytes > 0 ? bytes : 1) != 0) checked(NULL);
    return memset(start, 0xff, bytes);
#else
    size_t page = sysconf(_SC_PAGESIZE), used = (bytes + page - 1) / page * page;
    char *start = checked(mmap(NULL, used + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (used > 0 && mprotect(start + page, used, PROT_READ | PROT_WRITE) != 0) checked(NULL);
    memset(start + page, 0xff, used);
    return start + page + used - (bytes + 15) / 16 * 16;
#endif
}

/* --- what a kernel asks of the device --- */

int32_t nvvm_read_ptx_sreg_tid_x(void) { return me.thread; }
int32_t nvvm_read_ptx_sreg_ctaid_x(void) { return me.block; }
int32_t nvvm_read_ptx_sreg_ntid_x(void) { return (int32_t)call.threads; }
int32_t nvvm_read_ptx_sreg_nctaid_x(void) { return (int32_t)call.blocks; }
int32_t nvvm_read_ptx_sreg_tid_y(void) { return 0; }
int32_t nvvm_read_ptx_sreg_tid_z(void) { return 0; }
int32_t nvvm_read_ptx_sreg_ctaid_y(void) { return 0; }
int32_t nvvm_read_ptx_sreg_ctaid_z(void) { return 0; }
int32_t nvvm_read_ptx_sreg_ntid_y(void) { return 1; }
int32_t nvvm_read_ptx_sreg_ntid_z(void) { return 1; }
int32_t nvvm_read_ptx_sreg_nctaid_y(void) { return 1; }
int32_t nvvm_read_ptx_sreg_nctaid_z(void) { return 1; }

/* Two barriers in turn: where a thread that wakes late meets one that waits at the same barrier again, ThreadSanitizer
   takes what that one did in between for ordered, and would miss a race. */
void nvvm_barrier0(void) { pthread_barrier_wait(&me.own->barriers[me.block_turn ^= 1]); }
int64_t cudaCGGetIntrinsicHandle(int32_t kind) { return kind; }
int32_t cudaCGSynchronize(int64_t handle, int32_t flags) {
    pthread_barrier_wait(&grid[me.grid_turn ^= 1]);
    return 0;
}

/* Exchange within a warp.  It orders no other access, as on the device, and ThreadSanitizer is told so: its functions
   are there when it is.  {i32, i1} comes back in two registers. */
struct Exchanged {
    uint64_t value, valid;
};

void AnnotateIgnoreSyncBegin(const char *file, int line) __attribute__((weak));
void AnnotateIgnoreSyncEnd(const char *file, int line) __attribute__((weak));

struct Exchanged nvvm_shfl_sync_i32(int32_t mask, int32_t mode, int32_t value, int32_t lanes, int32_t clamp) {
    if (mask != -1 || mode != 3 || clamp != WARP - 1) { /* whole warps, xor: all there is so far */
        fprintf(stderr, "host.c knows no exchange of mode %d among %x\n", mode, mask);
        abort();
    }
    int32_t other = (me.thread ^ lanes) < call.threads ? me.thread ^ lanes : me.thread;
    int turn = me.turn = !me.turn;
    atomic_store_explicit(&me.own->lent[me.thread][turn], value, memory_order_relaxed);
    if (AnnotateIgnoreSyncBegin) AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
    pthread_barrier_wait(&me.own->warps[me.thread / WARP]);
    if (AnnotateIgnoreSyncEnd) AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
    int32_t found = atomic_load_explicit(&me.own->lent[other][turn], memory_order_relaxed);
    return (struct Exchanged){(uint32_t)found, 1};
}

int32_t dynamic_shared_bytes(void) { return (int32_t)call.dynamic; }
void *shared_array(int32_t number) { return me.own->shared[number]; }

/* --- libdevice: https://docs.nvidia.com/cuda/libdevice-users-guide --- */

#define UNARY(name) \
    double __nv_##name(double x) { return name(x); } \
    float __nv_##name##f(float x) { return name##f(x); }
#define BINARY(name) \
    double __nv_##name(double x, double y) { return name(x, y); } \
    float __nv_##name##f(float x, float y) { return name##f(x, y); }
UNARY(fabs) UNARY(sqrt) UNARY(floor) UNARY(ceil) UNARY(exp) UNARY(expm1) UNARY(log) UNARY(log1p) UNARY(log2)
UNARY(log10) UNARY(sin) UNARY(cos) UNARY(tan) UNARY(asin) UNARY(acos) UNARY(atan) UNARY(sinh) UNARY(cosh) UNARY(tanh)
UNARY(erf) UNARY(erfc)
BINARY(pow) BINARY(fmin) BINARY(fmax) BINARY(fmod) BINARY(copysign) BINARY(atan2) BINARY(hypot)
int32_t __nv_isfinited(double x) { return isfinite(x); }
int32_t __nv_finitef(float x) { return isfinite(x); }
int32_t __nv_isnand(double x) { return isnan(x); }
int32_t __nv_isnanf(float x) { return isnan(x); }
int32_t __nv_isinfd(double x) { return isinf(x); }
int32_t __nv_isinff(float x) { return isinf(x); }
float __nv_fast_fdividef(float x, float y) { return x / y; }
double __nv_powi(double x, int32_t n) { return pow(x, n); }
float __nv_powif(float x, int32_t n) { return powf(x, (float)n); }

/* --- arithmetic without an answer ends the run: the code says that it never happens --- */

static void never(const char *what, int64_t a, int64_t b) {
    fprintf(stderr, "undefined: %lld %s %lld in thread %d of block %d\n", (long long)a, what, (long long)b, me.thread,
            me.block);
    abort();
}

#define CHECKED(name, sign, type, bits) \
    type checked_##name##_##bits(type a, type b) { \
        type result; \
        if (__builtin_##name##_overflow(a, b, &result)) never(sign, a, b); \
        return result; \
    }
#define DIVISION(bits, type, least) \
    type checked_sdiv_##bits(type a, type b) { \
        if (b == 0 || (b == -1 && a == least)) never("/", a, b); \
        return a / b; \
    } \
    type checked_srem_##bits(type a, type b) { \
        if (b == 0 || (b == -1 && a == least)) never("%", a, b); \
        return a % b; \
    } \
    u##type checked_udiv_##bits(u##type a, u##type b) { \
        if (b == 0) never("/", a, b); \
        return a / b; \
    } \
    u##type checked_urem_##bits(u##type a, u##type b) { \
        if (b == 0) never("%", a, b); \
        return a % b; \
    } \
    type checked_shl_##bits(type a, u##type b) { \
        if (b >= bits) never("<<", a, b); \
        return (type)((u##type)a << b); \
    } \
    type checked_ashr_##bits(type a, u##type b) { \
        if (b >= bits) never(">>", a, b); \
        return a >> b; \
    } \
    u##type checked_lshr_##bits(u##type a, u##type b) { \
        if (b >= bits) never(">>", a, b); \
        return a >> b; \
    }
#define CONVERSION(from, name, type, bits, least, end) \
    type checked_fptosi_##name##_##bits(from x) { \
        if (!(x > least && x < end)) never("is no integer, nearly", isfinite(x) ? (int64_t)(x / 2) : 0, bits); \
        return (type)x; \
    }
CHECKED(add, "+", int32_t, 32) CHECKED(add, "+", int64_t, 64) CHECKED(sub, "-", int32_t, 32)
CHECKED(sub, "-", int64_t, 64) CHECKED(mul, "*", int32_t, 32) CHECKED(mul, "*", int64_t, 64)
DIVISION(32, int32_t, INT32_MIN) DIVISION(64, int64_t, INT64_MIN)
CONVERSION(float, float, int32_t, 32, -2147483904.0f, 2147483648.0f)
CONVERSION(double, double, int32_t, 32, -2147483649.0, 2147483648.0)
CONVERSION(float, float, int64_t, 64, -9223373136366403584.0f, 9223372036854775808.0f)
CONVERSION(double, double, int64_t, 64, -9223372036854777856.0, 9223372036854775808.0)

/* --- the launch --- */

const char *__asan_default_options(void) { return "detect_leaks=0"; }


static void *run(void *thread) {
    me = *(struct Thread *)thread;
    call_kernel(words);
    return NULL;
}

static void run_all(void) {
    int64_t count = call.blocks * call.threads;
    struct Block *blocks = checked(calloc(call.blocks, sizeof *blocks));
    struct Thread *threads = checked(calloc(count, sizeof *threads));
    pthread_t *started = checked(calloc(count, sizeof *started));
    for (int k = 0; k < 2; k++) pthread_barrier_init(&grid[k], NULL, count);
    for (int64_t b = 0; b < call.blocks; b++) {
        for (int k = 0; k < 2; k++) pthread_barrier_init(&blocks[b].barriers[k], NULL, call.threads);
        blocks[b].lent = checked(calloc(call.threads, sizeof *blocks[b].lent));
        blocks[b].warps = checked(calloc((call.threads + WARP - 1) / WARP, sizeof *blocks[b].warps));
        for (int64_t t = 0; t < call.threads; t += WARP)
            pthread_barrier_init(&blocks[b].warps[t / WARP], NULL, call.threads - t < WARP ? call.threads - t : WARP);
        for (int s = 0; s < SHARED_ARRAYS; s++)
            blocks[b].shared[s] = fenced(shared_bytes[s] == 0 ? call.dynamic : shared_bytes[s]);
    }
    for (int64_t i = 0; i < count; i++) {
        threads[i] = (struct Thread){i % call.threads, i / call.threads, &blocks[i / call.threads], 0, 0, 0};
        if (pthread_create(&started[i], NULL, run, &threads[i]) != 0) checked(NULL);
    }
    for (int64_t i = 0; i < count; i++) pthread_join(started[i], NULL);
}

static void get(void *into, size_t bytes, FILE *file) {
    if (fread(into, 1, bytes, file) != bytes) checked(NULL);
}

int main(int count, char **names) {
    FILE *file = checked(count == 2 ? fopen(names[1], "r+b") : NULL);
    get(&call, sizeof call, file);
    words = checked(calloc(call.words + 1, sizeof *words));
    int64_t(*arrays)[2] = checked(calloc(call.arrays + 1, sizeof *arrays)); /* (which word, bytes) */
    get(words, call.words * sizeof *words, file);
    get(arrays, call.arrays * sizeof *arrays, file);
    long begin = ftell(file);
    for (int64_t k = 0; k < call.arrays; k++) {
        char *data = fenced(arrays[k][1]);
        get(data, arrays[k][1], file);
        words[arrays[k][0]] = (uint64_t)(uintptr_t)data;
    }
    run_all();
    fseek(file, begin, SEEK_SET);
    for (int64_t k = 0; k < call.arrays; k++)
        fwrite((void *)(uintptr_t)words[arrays[k][0]], 1, arrays[k][1], file);
    return fclose(file) == 0 ? 0 : 1;
}
