using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>A document that an app shows.</summary>
/// <param name="File">Absolute path of the HTML file, links resolved.</param>
/// <param name="Folder">Absolute path of the folder that it and all that it refers to lie in, links resolved.</param>
public sealed record DocumentSource(string File, string Folder);

/// <summary>Shows documents. Implemented outside of the core. Thread-safe.</summary>
public interface IDocumentEngine
{
    /// <summary>Reads a document. Never fails: one that can't be shown is a page that says why.</summary>
    IDocumentScene Open(DocumentSource source);
}

/// <summary>A document of a scene. Belongs to the scene's thread, which has 16 MiB of stack.</summary>
public interface IDocumentScene : IDisposable
{
    /// <summary>Shows the document as its file says in a view; mutations made before are not in it yet.</summary>
    IDocumentView OpenView(ViewSpec spec, ISceneSurfaces surfaces);
}

/// <summary>The surfaces of a scene by the names that its app gave them.</summary>
public interface ISceneSurfaces
{
    /// <summary>
    /// Finds a surface's newest picture, its origin at 0; false when there is none. Called by several threads at once, but only within
    /// <see cref="IDocumentView.Draw"/>; the pixels are held until it returns.
    /// </summary>
    bool TryFind(string name, out Picture picture);
}

/// <summary>An element that came and went.</summary>
/// <param name="Insertion">The HTML that it was all of.</param>
/// <param name="Removal">What took it away.</param>
/// <param name="Ids">Its own id and those of all that was in it then.</param>
public readonly record struct GoneElement(DomMutation Insertion, DomMutation Removal, IReadOnlyList<string> Ids);

/// <summary>A document in one view, on the view's own clock. Belongs to the scene's thread. Calls may fail; the next one starts over.</summary>
public interface IDocumentView : IDisposable
{
    /// <summary>Takes a mutation. Elements that are not there are noted, once each, and nothing happens.</summary>
    void Apply(DomMutation mutation);

    /// <summary>
    /// An element that came alone by one mutation and went by another, both given to <see cref="Apply"/>: the next such pair, each told of once.
    /// </summary>
    /// <param name="gone">The pair.</param>
    /// <returns>False when there is none.</returns>
    bool TryTakeGone(out GoneElement gone);

    /// <summary>Takes another size, ratio or colour scheme; what was scrolled stays so.</summary>
    void Resize(ViewSpec spec);

    /// <summary>Takes what a person did: hovering, pressing and the wheel have effects of their own. Takes effect with the next update.</summary>
    void HandleInput(in InputEventRecord input);

    /// <summary>Whether what a person scrolled and focused is other than when it was last saved.</summary>
    bool HasNewState { get; }

    /// <summary>Writes what a person scrolled and focused, for a successor of this process.</summary>
    /// <param name="destination">Where to; what finds no room is left out, the oldest first.</param>
    /// <returns>Bytes written.</returns>
    int SaveState(Span<byte> destination);

    /// <summary>Takes up what was saved of the same document, once its mutations are carried out. What does not fit it is ignored.</summary>
    void RestoreState(ReadOnlySpan<byte> state);

    /// <summary>A named surface has a new picture, or another surface has its name.</summary>
    void SurfaceChanged(string name);

    /// <summary>CLOCK_MONOTONIC in nanoseconds of the next update that something waits for, in the past when it waits already; <see cref="long.MaxValue"/> when all is still.</summary>
    long NextUpdateNs { get; }

    /// <summary>Brings style, layout and layers up to date.</summary>
    void Update(long nowNs);

    /// <summary>View pixels that differ from the last frame that was shown; valid until the next update.</summary>
    ReadOnlySpan<PixelRect> Damage { get; }

    /// <summary>The surface that is all that can be seen, pixel for pixel and opaque; null when there is none.</summary>
    string? Scanout { get; }

    /// <summary>Draws parts of the updated document over whatever a slot holds.</summary>
    /// <param name="slot">Slot number; the address of a slot never changes.</param>
    /// <param name="pixels">Address of the slot's pixels.</param>
    /// <param name="parts">Rectangles within the frame that do not overlap.</param>
    void Draw(int slot, nint pixels, ReadOnlySpan<PixelRect> parts);

    /// <summary>The frame was shown: <see cref="Damage"/> starts over.</summary>
    void Shown();
}
