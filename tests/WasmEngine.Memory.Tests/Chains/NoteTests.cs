namespace WasmEngine.Memory.Tests;

/// <summary>What a writer of a chain notes for its successor.</summary>
public sealed class NoteTests : MemoryTest
{
    private const int FirstNote = ChainControl.Offset + 256, SecondNote = FirstNote + ChainNote.Size;
    private readonly ChainSpec _spec = new(RegionKind.FrameChain, 64, 16, 2);

    private static (ulong Position, byte[] Bytes) Load(ChainWriter writer)
    {
        var note = new byte[ChainNote.MaxLength];
        var length = writer.LoadNote(out var position, note);
        return (position, note[..length]);
    }

    private void Expect(RegionName name, ulong position, params byte[] bytes)
    {
        using var successor = ChainWriter.OpenOrCreate(Regions, name, _spec);
        var found = Load(successor);
        Assert.Equal(position, found.Position);
        Assert.Equal(bytes, found.Bytes);
    }

    private void Spoil(RegionName name, long offset)
    {
        using var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var value = new byte[1];
        RandomAccess.Read(handle, value, offset);
        value[0] ^= 0xFF;
        RandomAccess.Write(handle, value, offset);
    }

    [Fact]
    public void Note_Saved_TheNewestIsFoundByASuccessor()
    {
        var name = Sandbox.Name("view");
        using (var writer = ChainWriter.Create(Regions, name, _spec))
        {
            Assert.Empty(Load(writer).Bytes);
            for (byte i = 1; i <= 5; i++) writer.SaveNote(i * 100UL, [i, (byte)(i + 1)]);
            Assert.Equal(1UL, PublishOne(writer)); // frames and notes do not disturb each other
        }

        Expect(name, 500, 5, 6);
        using (var writer = ChainWriter.OpenOrCreate(Regions, name, _spec)) writer.SaveNote(7, []);
        Expect(name, 7);
    }

    [Theory]
    [InlineData(SecondNote)] // stamp
    [InlineData(SecondNote + 8)]
    [InlineData(SecondNote + 16)]
    [InlineData(SecondNote + 19)] // a length beyond the note
    [InlineData(SecondNote + 24)]
    [InlineData(SecondNote + 32)]
    public void Note_HalfWritten_TheFormerOneCounts(long offset)
    {
        var name = Sandbox.Name("view");
        using (var writer = ChainWriter.Create(Regions, name, _spec))
        {
            writer.SaveNote(1, [1]); // lies in the second place or the first, as does the third
            writer.SaveNote(2, [2]);
            writer.SaveNote(3, [3]);
        }

        Spoil(name, offset - SecondNote + (IsInSecond(name, 3) ? SecondNote : FirstNote));
        Expect(name, 2, 2);
        using (var writer = ChainWriter.OpenOrCreate(Regions, name, _spec)) writer.SaveNote(4, [4]);
        Expect(name, 4, 4);
    }

    private bool IsInSecond(RegionName name, ulong position)
    {
        using var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var value = new byte[8];
        RandomAccess.Read(handle, value, SecondNote + 8);
        return BitConverter.ToUInt64(value) == position;
    }

    [Fact]
    public void Note_AsLongAsItMayBe_FitsAndNoLonger()
    {
        var name = Sandbox.Name("view");
        using var writer = ChainWriter.Create(Regions, name, _spec);
        var note = new byte[ChainNote.MaxLength];
        Random.Shared.NextBytes(note);
        writer.SaveNote(1, note);
        writer.SaveNote(2, note);
        Assert.Equal(note, Load(writer).Bytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.SaveNote(3, new byte[ChainNote.MaxLength + 1]));
    }
}
