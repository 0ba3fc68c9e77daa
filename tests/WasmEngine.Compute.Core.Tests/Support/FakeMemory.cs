using WasmEngine.Platform;

namespace WasmEngine.Compute.Core.Tests.Support;

/// <summary>A guest's memory that only hands out addresses and notes what is asked of it.</summary>
internal sealed class FakeMemory : IGuestMemory
{
    private uint _next = 0x10000;

    /// <summary>Windows mapped now: length by address.</summary>
    public Dictionary<uint, long> Windows { get; } = [];

    /// <summary>Whether the guest's memory can't grow any more.</summary>
    public bool IsFull { get; set; }

    /// <summary>What mapping throws, if anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether its instance is gone: nothing may be asked of it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Calls that came after the instance was gone.</summary>
    public int LateCalls { get; private set; }

    public bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, out uint address)
    {
        Assert.Equal(0, fileOffset % 65536);
        Assert.Equal(0, length % 65536);
        if (IsGone) LateCalls++;
        if (Failure is not null) throw Failure;
        address = _next;
        if (IsFull || _next + length > uint.MaxValue) return false;
        _next += (uint)length;
        Windows.Add(address, length);
        return true;
    }

    public bool TryMapPrivate(long length, out uint address)
    {
        address = _next;
        _next += (uint)length;
        return !IsFull;
    }

    public bool TryRead(uint address, long length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return false;
    }

    public bool TryWrite(uint address, long length, out Span<byte> bytes)
    {
        bytes = default;
        return false;
    }

    public void UnmapWindow(uint address, long length)
    {
        if (IsGone) LateCalls++;
        Assert.True(Windows.Remove(address, out var mapped));
        Assert.Equal(mapped, length);
    }
}
