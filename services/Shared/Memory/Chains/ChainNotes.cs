namespace WasmEngine.Memory;

/// <summary>Notes of a chain's writer to its successor: two places, of which the newer intact one counts. Writer's thread.</summary>
internal static class ChainNotes
{
    internal static void Save(ref ChainControl control, ulong position, ReadOnlySpan<byte> note)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(note.Length, ChainNote.MaxLength);
        var stamp = Math.Max(control.Note0.Stamp, control.Note1.Stamp) + 1;
        ref var place = ref Newest(ref control) == 0 ? ref control.Note1 : ref control.Note0; // the other stays whole meanwhile
        place.Checksum = 0;
        note.CopyTo(place.Bytes);
        (place.Stamp, place.Position, place.Length) = (stamp, position, (ulong)note.Length);
        place.Checksum = RingMap.Checksum(stamp, position, note);
    }

    internal static int Load(ref ChainControl control, out ulong position, Span<byte> note)
    {
        var newest = Newest(ref control);
        position = 0;
        if (newest < 0) return 0;
        ref var place = ref newest == 0 ? ref control.Note0 : ref control.Note1;
        position = place.Position;
        BytesOf(ref place).CopyTo(note);
        return (int)place.Length;
    }

    private static int Newest(ref ChainControl control)
    {
        var first = IsWhole(ref control.Note0) ? control.Note0.Stamp : 0;
        var second = IsWhole(ref control.Note1) ? control.Note1.Stamp : 0;
        return first == 0 && second == 0 ? -1 : first > second ? 0 : 1;
    }

    private static bool IsWhole(ref ChainNote note) =>
        note.Stamp > 0 && note.Length <= ChainNote.MaxLength && RingMap.Checksum(note.Stamp, note.Position, BytesOf(ref note)) == note.Checksum;

    private static ReadOnlySpan<byte> BytesOf(ref ChainNote note) => ((ReadOnlySpan<byte>)note.Bytes)[..(int)note.Length];
}
