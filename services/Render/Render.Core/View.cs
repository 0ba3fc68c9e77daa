using System.Buffers.Binary;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Render.Core;

/// <summary>A view: its frame chain, its canvas, and what it has yet to redraw. Belongs to the thread of its scene.</summary>
internal sealed class View : IDisposable
{
    private readonly ChainWriter _chain;
    private readonly IFrameCanvas _canvas;
    private readonly DamageHistory _history;
    private readonly PixelRect _bounds;
    private DamageList _damage;
    private bool _mustSaveState;

    internal View(RegionDirectory directory, ViewSpec spec, IRasterizer rasterizer)
    {
        Spec = spec;
        _chain = ChainWriter.OpenOrCreate(directory, spec.Region, spec.Geometry);
        try
        {
            _canvas = rasterizer.CreateCanvas(spec.Geometry);
        }
        catch
        {
            _chain.Dispose();
            throw;
        }

        _history = new DamageHistory(spec.Geometry);
        _bounds = new PixelRect(0, 0, spec.Width, spec.Height);
        Pacer = new FramePacer(spec.RateHz, spec.Unpaced) { Visible = spec.Visible };
        Damage(_bounds);
    }

    internal ViewSpec Spec { get; }

    internal FramePacer Pacer { get; }

    /// <summary>Whether there is something to redraw.</summary>
    internal bool IsDamaged => !_damage.IsEmpty;

    /// <summary>Whether the newest frame is a guest's slot.</summary>
    internal bool ShowsScanout { get; private set; }

    /// <summary>Whether the last try found no free slot.</summary>
    internal bool IsPutOff { get; private set; }

    /// <summary>Whether a reader appeared that can't show the frame as it was handed over.</summary>
    internal bool MustCompose => ShowsScanout && _chain.AnyReaderNeedsComposed;

    /// <summary>The document that it shows; null when it shows none.</summary>
    internal IDocumentView? Document { get; private set; }

    /// <summary>What its failures lead to.</summary>
    internal FaultPause Fault { get; } = new();

    /// <summary>Whether its document is to be opened anew, since it failed.</summary>
    internal bool LacksDocument { get; private set; }

    /// <summary>Shows the content's document, if it has one, as it is now, with what a person had scrolled and focused in this view.</summary>
    internal void OpenDocument(SceneContent? content)
    {
        CloseDocument();
        LacksDocument = true; // until all of it went well
        Document = content?.OpenDocument(Spec);
        if (Document is not null) RestoreState(Document, content!);
        LacksDocument = false;
    }

    /// <summary>Shows no document.</summary>
    internal void CloseDocument()
    {
        var former = Document;
        (Document, LacksDocument) = (null, false);
        DamageAll();
        former?.Dispose();
    }

    /// <summary>Lets go of a document that failed.</summary>
    internal void DropDocument()
    {
        LacksDocument |= Document is not null;
        var former = Document;
        Document = null;
        DamageAll();
        former?.Dispose();
    }

    private void RestoreState(IDocumentView document, SceneContent content)
    {
        Span<byte> note = stackalloc byte[ChainNote.MaxLength];
        var length = _chain.LoadNote(out var position, note);
        if (length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(note) != content.JournalGeneration) return; // of another run of the app
        document.RestoreState(note[sizeof(ulong)..length]);
        content.RepeatScrolls(document, position);
    }

    private void SaveState(IDocumentView document, SceneContent content)
    {
        Span<byte> note = stackalloc byte[ChainNote.MaxLength];
        BinaryPrimitives.WriteUInt64LittleEndian(note, content.JournalGeneration);
        var length = document.SaveState(note[sizeof(ulong)..]);
        _chain.SaveNote(content.JournalPosition, note[..(sizeof(ulong) + length)]);
        _mustSaveState = false;
    }

    /// <summary>Takes over what another view showed, its size being another.</summary>
    internal void TakeDocument(View former)
    {
        (Document, former.Document) = (former.Document, null);
        LacksDocument = former.LacksDocument;
        _mustSaveState = true;
        Document?.Resize(Spec);
    }

    /// <summary>When the document wants a frame, on the monotonic clock.</summary>
    internal long DocumentDueNs => Document?.NextUpdateNs ?? long.MaxValue;

    /// <summary>Brings the document up to date, so that what changes in it counts as damage.</summary>
    internal void UpdateDocument(SceneContent content, long nowNs)
    {
        if (Document is null) return;
        Document.Update(nowNs);
        if (Document.HasNewState || _mustSaveState) SaveState(Document, content);
        foreach (var rect in Document.Damage) Damage(rect);
    }

    internal void Damage(PixelRect rect)
    {
        _damage.Add(rect);
        _damage.Clip(_bounds);
    }

    internal void DamageAll() => Damage(_bounds);

    /// <summary>Shows the list. Keeps the damage for the next try when no slot is free.</summary>
    /// <param name="list">What to show.</param>
    /// <param name="stamp">When the guest drew the newest picture in it.</param>
    /// <param name="scanout">The surface that fills the view, if one does and nothing lies over it.</param>
    internal void Show(DisplayList list, FrameStamp stamp, ScanoutSource? scanout)
    {
        IsPutOff = !_chain.TryBegin(out var slot);
        if (IsPutOff) return;
        var id = _chain.LatestFrameId + 1;
        _history.Record(id, _damage);
        var told = _damage;
        told.MergeTo(SlotDescriptor.MaxDamage);
        if (scanout is { } source && !Spec.ForbidScanout && MayHandOver(id))
        {
            _chain.PublishScanout(slot, stamp, told.Rectangles, source);
            ShowsScanout = true;
        }
        else
        {
            var parts = _history.Since(slot, id);
            var start = MonotonicClock.NowNs;
            list.Below = Document;
            _canvas.Draw(slot, _chain.PixelsAddress(slot), list, parts.Rectangles);
            _history.SetContents(slot, id);
            _chain.Publish(slot, stamp with { RasterStartNs = start, RasterEndNs = MonotonicClock.NowNs }, told.Rectangles);
            ShowsScanout = false;
        }

        _damage.Clear();
        Document?.Shown();
        Pacer.Shown(MonotonicClock.NowNs);
    }

    // A reader that died while it needed composed frames would forbid the fast path for good.
    private bool MayHandOver(ulong frameId)
    {
        const int reclaimEvery = 64;
        if (!_chain.AnyReaderNeedsComposed) return true;
        return frameId % reclaimEvery == 0 && _chain.ReclaimDeadReaders() > 0 && !_chain.AnyReaderNeedsComposed;
    }

    /// <summary>Tells the clients that this chain has ended.</summary>
    internal void Close() => _chain.Close();

    public void Dispose()
    {
        Document?.Dispose();
        _canvas.Dispose();
        _chain.Dispose();
    }
}
