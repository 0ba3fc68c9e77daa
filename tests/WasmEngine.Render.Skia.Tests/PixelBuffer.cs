using System.Runtime.InteropServices;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia.Tests;

/// <summary>The pixels of one slot outside of any region, with guard rows before and after that nobody may touch.</summary>
internal sealed class PixelBuffer : IDisposable
{
    private const uint Guard = 0xDEADBEEF;
    private const int GuardRows = 2;
    private nint _memory;

    internal PixelBuffer(int width, int height, RegionKind kind = RegionKind.FrameChain)
    {
        Geometry = new ChainSpec(kind, width, height, 4);
        Row = Geometry.Stride / 4;
        _memory = Marshal.AllocHGlobal(Geometry.Stride * (height + (2 * GuardRows)));
        var guard = Repeat(Guard, Row * GuardRows);
        Marshal.Copy(guard, 0, _memory, guard.Length);
        Marshal.Copy(guard, 0, Address + (Geometry.Stride * height), guard.Length);
        Fill(0);
    }

    internal ChainSpec Geometry { get; }

    internal nint Address => _memory + (Geometry.Stride * GuardRows);

    private int Row { get; }

    internal uint this[int x, int y]
    {
        get => (uint)Marshal.ReadInt32(Address + (((y * Row) + x) * 4));
        set => Marshal.WriteInt32(Address + (((y * Row) + x) * 4), (int)value);
    }

    internal void Fill(uint premultiplied)
    {
        var row = Repeat(premultiplied, Row);
        for (var y = 0; y < Geometry.Height; y++) Marshal.Copy(row, 0, Address + (y * Geometry.Stride), Row);
    }

    /// <summary>Fills with pixels that differ from place to place, premultiplied.</summary>
    internal void FillPattern(uint seed, bool opaque)
    {
        for (var y = 0; y < Geometry.Height; y++)
        {
            for (var x = 0; x < Geometry.Width; x++)
            {
                var hash = (seed + ((uint)x * 0x9E3779B1) + ((uint)y * 0x85EBCA77)) * 0xC2B2AE3D;
                var alpha = opaque ? 255 : hash >> 24;
                var channel = alpha == 0 ? 0 : (hash >> 8) % (alpha + 1);
                this[x, y] = (alpha << 24) | (channel << 16) | ((alpha - channel) << 8) | (channel / 2);
            }
        }
    }

    /// <summary>The pixels without the padding of rows.</summary>
    internal uint[] Copy()
    {
        var pixels = new int[Geometry.Width * Geometry.Height];
        for (var y = 0; y < Geometry.Height; y++) Marshal.Copy(Address + (y * Geometry.Stride), pixels, y * Geometry.Width, Geometry.Width);
        return [.. pixels.Select(p => (uint)p)];
    }

    internal Picture At(float x, float y, float? width = null, float? height = null, bool opaque = true, ulong generation = 1, int slot = 0) =>
        new(x, y, width ?? Geometry.Width, height ?? Geometry.Height, opaque, Address, generation, slot, Geometry);

    internal void AssertGuards()
    {
        for (var x = 0; x < Row; x++)
        {
            for (var y = 1; y <= GuardRows; y++)
            {
                Assert.Equal(Guard, this[x, -y]);
                Assert.Equal(Guard, this[x, Geometry.Height - 1 + y]);
            }
        }
    }

    private static int[] Repeat(uint value, int count)
    {
        var row = new int[count];
        Array.Fill(row, (int)value);
        return row;
    }

    public void Dispose()
    {
        Marshal.FreeHGlobal(_memory);
        _memory = 0;
    }
}
