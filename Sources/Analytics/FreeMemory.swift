import CMalloc

/// What was allocated and let go.
enum FreeMemory {
    /// Gives it back to the system, where the C library can. Left in pieces, it would stay beside what is allocated next, and
    /// the longer a process computes, the more.
    static func giveBack() {
        #if canImport(Glibc)
            _ = malloc_trim(0)
        #endif
    }
}
