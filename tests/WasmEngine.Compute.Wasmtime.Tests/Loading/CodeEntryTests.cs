using System.Security.Cryptography;
using System.Text;
using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests.Loading;

/// <summary>The format of kept code, byte for byte as docs/compute.md has it.</summary>
public sealed class CodeEntryTests
{
    private static readonly CodeEntry Sample = new(new byte[] { 0xC0, 0xDE })
    {
        GuardMemoryIndex = 1,
        Functions = 0x01020304,
        EpochsBecause = "é",
        Offsets = new byte[] { 7, 8, 9 },
    };

    [Fact]
    public void Store_Sample_IsTheseBytes()
    {
        using var directory = new TempDirectory();
        var cache = new CodeCache(directory["code"], 1 << 20, "any", TimeProvider.System, new LogLines<WasmtimeEngine>());
        var name = cache.NameOf("abc");

        cache.Store(name, Sample);

        byte[] body = [1, 0, 0, 0, 4, 3, 2, 1, 2, 0, 0, 0, 3, 0, 0, 0, 0xC3, 0xA9, 7, 8, 9, 0xC0, 0xDE];
        byte[] digest = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), .. body]);
        Assert.Equal([.. "WEcode02"u8, 23, 0, 0, 0, 0, 0, 0, 0, .. digest, .. body], File.ReadAllBytes(Path.Combine(directory["code"], name)));
    }

    [Fact]
    public void TryParse_WhatWasWritten_IsTheSame()
    {
        foreach (var entry in new[] { Sample, new CodeEntry(new byte[5]) { EpochsBecause = new string('x', 5000) }, new CodeEntry(default) })
        {
            var read = CodeEntry.TryParse(entry.Parts.SelectMany(p => p.ToArray()).ToArray())!;

            Assert.Equal((entry.GuardMemoryIndex, entry.Functions), (read.GuardMemoryIndex, read.Functions));
            Assert.StartsWith(read.EpochsBecause, entry.EpochsBecause, StringComparison.Ordinal);
            Assert.Equal(entry.Offsets.ToArray(), read.Offsets.ToArray());
            Assert.Equal(entry.Code.ToArray(), read.Code.ToArray());
        }
    }

    [Fact]
    public void TryParse_Mutations_AreReadOrRefused()
    {
        var good = Sample.Parts.SelectMany(p => p.ToArray()).ToArray();
        var random = new Random(20261122);
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var n = random.Next(1, 5); n > 0; n--) bytes[random.Next(16)] = (byte)random.Next(256);
            if (CodeEntry.TryParse(bytes.AsMemory(0, random.Next(bytes.Length + 1))) is null) refused++;
        }

        Assert.InRange(refused, 1, 19_999);
    }
}
