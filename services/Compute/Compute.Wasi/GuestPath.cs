using Microsoft.Win32.SafeHandles;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>A path as a guest gave it, copied, and then its last part apart from the directory that holds it. Reused; one thread.</summary>
internal sealed class GuestPath
{
    /// <summary>Longest path in bytes, as PATH_MAX of the system without its end.</summary>
    internal const int MaxBytes = 4095;

    private byte[] _bytes = []; // made at the first use: most instances have no files
    private int _length;
    private int _nameStart;

    /// <summary>The whole path, with a 0 at its end. Only before <see cref="TryLocate"/>.</summary>
    internal ReadOnlySpan<byte> Whole => _bytes.AsSpan(0, _length + 1);

    /// <summary>The last part, with a 0 at its end; after <see cref="TryLocate"/>.</summary>
    internal ReadOnlySpan<byte> Name => _bytes.AsSpan(_nameStart, _length - _nameStart + 1);

    /// <summary>Whether a '/' followed the last part: it is meant to be a directory.</summary>
    internal bool MeansDirectory { get; private set; }

    /// <summary>Copies it from the guest.</summary>
    /// <returns>Errno.</returns>
    internal int Copy(IGuestMemory memory, uint address, uint length)
    {
        if (length > MaxBytes) return memory.TryRead(address, length, out _) ? Errno.NameTooLong : Errno.Fault;
        if (!memory.TryRead(address, length, out var bytes)) return Errno.Fault;
        if (_bytes.Length == 0) _bytes = new byte[MaxBytes + 1];
        bytes.CopyTo(_bytes);
        _length = (int)length;
        _nameStart = 0;
        MeansDirectory = false;
        _bytes[_length] = 0;
        var path = _bytes.AsSpan(0, _length);
        if (path.Contains((byte)0)) return Errno.Invalid;
        if (path.IsEmpty) return Errno.NoEntry;
        return path[0] == '/' ? Errno.Permission : Errno.Success; // absolute: leads out
    }

    /// <summary>
    /// Opens the directory that holds the last part; the kernel sees to it that it lies in <paramref name="root"/>. Calls on
    /// <see cref="Name"/> relative to it can't leave it, whatever becomes of the path meanwhile.
    /// </summary>
    /// <param name="root">Where the path begins.</param>
    /// <param name="parent">That directory; <paramref name="root"/> itself when the path has one part.</param>
    /// <param name="isDots">The last part is "." or "..", which is no name.</param>
    /// <returns>Errno.</returns>
    internal int TryLocate(SafeFileHandle root, out Parent parent, out bool isDots)
    {
        parent = default;
        while (_bytes[_length - 1] == '/')
        {
            MeansDirectory = true;
            _bytes[--_length] = 0;
        }

        var path = _bytes.AsSpan(0, _length);
        var slash = path.LastIndexOf((byte)'/');
        isDots = path[(slash + 1)..] is [(byte)'.'] or [(byte)'.', (byte)'.'];
        if (slash < 0)
        {
            parent = new Parent(root, isOwned: false);
            return Errno.Success;
        }

        _nameStart = slash + 1;
        if (isDots) return Errno.Success; // the whole path stays as it is
        _bytes[slash] = 0;
        var error = Errno.OfPath(DirectoryCalls.OpenBeneath(root, _bytes.AsSpan(0, slash + 1), FileOpening.Reference | FileOpening.Directory, out var opened));
        if (error != Errno.Success) return error;
        parent = new Parent(opened!, isOwned: true);
        if (!DirectoryCalls.IsKernelFileSystem(opened!)) return Errno.Success;
        parent.Dispose();
        return Errno.Permission;
    }

    /// <summary>A directory for the time of one call.</summary>
    internal readonly ref struct Parent(SafeFileHandle handle, bool isOwned)
    {
        internal SafeFileHandle Handle => handle;

        public void Dispose()
        {
            if (isOwned) handle.Dispose();
        }
    }
}
