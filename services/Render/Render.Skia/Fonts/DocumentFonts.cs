using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;

namespace WasmEngine.Render.Skia;

/// <summary>The fonts of one document before those of the machine. A change swaps the cache whole. Thread-safe.</summary>
internal sealed class DocumentFonts(FontLibrary library) : IDocumentFonts
{
    private readonly Lock _changing = new();
    private State _state = new(0, [], null);

    private sealed record State(int Generation, IReadOnlyList<DocumentFace> Faces, FontCache? Cache);

    /// <inheritdoc/>
    public int Generation => Current.Generation;

    // SYNC: acquire, partner of the release in Replace: a reader sees a state whole.
    private State Current => Volatile.Read(ref _state);

    /// <inheritdoc/>
    public ResolvedFont Resolve(FontDescription description) => Current.Cache is { } own ? own.Resolve(description) : library.Resolve(description);

    /// <inheritdoc/>
    public void Add(FontFaceDescriptor descriptor, ReadOnlyMemory<byte> font) => AddFace(descriptor, new FontFile(FontContainer.Unpack(font)));

    /// <inheritdoc/>
    public bool AddLocal(FontFaceDescriptor descriptor, string name)
    {
        if (library.Catalog.FindByName(name) is not { } file || !file.IsUsable(out _)) return false;
        AddFace(descriptor, file);
        return true;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_changing)
        {
            if (_state.Faces.Count > 0) Replace([]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private void AddFace(FontFaceDescriptor descriptor, FontFile file)
    {
        lock (_changing) Replace([.. _state.Faces, new DocumentFace(descriptor, file)]);
    }

    private void Replace(IReadOnlyList<DocumentFace> faces)
    {
        var state = new State(_state.Generation + 1, faces, faces.Count > 0 ? new FontCache(library, faces) : null);
        // SYNC: release, partner of the read in Current.
        Volatile.Write(ref _state, state);
    }
}
