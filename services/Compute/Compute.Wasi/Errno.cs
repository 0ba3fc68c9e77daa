namespace WasmEngine.Compute.Wasi;

/// <summary>Error numbers of WASI preview 1, as far as they are given.</summary>
internal static class Errno
{
    internal const int Success = 0, TooBig = 1, Access = 2, Again = 6, BadDescriptor = 8, Busy = 10, Exists = 20, Fault = 21, FileTooBig = 22, Invalid = 28, Io = 29,
        IsDirectory = 31, Loop = 32, TooManyFiles = 33, NameTooLong = 37, TooManyFilesInSystem = 41, NoEntry = 44, NoMemory = 48, NoSpace = 51, NoSystemCall = 52, NotDirectory = 54,
        NotEmpty = 55, NotSocket = 57, NotSupported = 58, Permission = 63, Range = 68, ReadOnlyFileSystem = 69, IllegalSeek = 70, CrossDevice = 75, NotCapable = 76;

    // Linux's errno(3) numbers 1 to 40 in WASI's numbering, which is alphabetical.
    private static ReadOnlySpan<byte> Low =>
    [
        0, 63, 44, 71, 27, 29, 60, 1, 45, 8, 12, 6, 48, 2, 21, 29, 10, 20, 75, 43,
        54, 31, 28, 41, 33, 59, 74, 22, 51, 70, 69, 34, 64, 18, 68, 16, 37, 46, 52, 55, 32,
    ];

    /// <summary>The number for a negative result of the system; 0 for any other.</summary>
    internal static int Of(long result) => result >= 0 ? Success : -result switch
    {
        <= 40 => Low[(int)-result],
        61 => Io, // no data
        75 => 61, // overflow
        84 => 25, // illegal byte sequence
        95 => NotSupported,
        110 => 73, // timed out
        116 => 72, // stale
        122 => 19, // quota
        125 => 11, // cancelled
        _ => Io,
    };

    /// <summary>As <see cref="Of"/>, for a path that the kernel was to keep within a directory.</summary>
    internal static int OfPath(long result) => result == -18 ? Permission : Of(result);
}
