using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core;

/// <summary>
/// A scene together with what it takes to draw it: the journal that it follows, shaped text, and the feeds of its surfaces.
/// Belongs to the thread of its scene.
/// </summary>
internal sealed partial class SceneContent : ISceneSurfaces, IDisposable
{
    private readonly RegionDirectory _directory;
    private readonly IRasterizer _rasterizer;
    private readonly ILogger _logger;
    private readonly RingConsumer _journal;
    private readonly Scene _scene = new();
    private readonly Dictionary<uint, IShapedText> _texts = [];
    private readonly Dictionary<RegionName, SurfaceFeed> _feeds = [];
    private readonly DisplayList _list = new();
    private readonly List<DomMutation> _fresh = [];
    private readonly List<string> _changedNames = [];
    private readonly SceneCheckpoint _checkpoint;
    private bool _broken;

    internal SceneContent(RegionDirectory directory, RegionName journal, IRasterizer rasterizer, ILogger logger)
    {
        _directory = directory;
        _rasterizer = rasterizer;
        _logger = logger;
        _checkpoint = new SceneCheckpoint(logger);
        _journal = RingConsumer.Open(directory, journal, out var checkpoint);
        _checkpoint.Load(_scene, _journal, checkpoint);
    }

    /// <summary>The document that it shows, once it is opened; null when it shows none.</summary>
    internal IDocumentScene? Document { get; private set; }

    /// <summary>Its file.</summary>
    internal string? DocumentFile { get; private set; }

    /// <summary>Shows a document from now on.</summary>
    internal void SetDocument(DocumentSource source, IDocumentScene document) => (DocumentFile, Document) = (source.File, document);

    /// <summary>Mutations of the document that the last <see cref="ApplyMutations"/> took.</summary>
    internal List<DomMutation> FreshMutations => _fresh;

    /// <summary>Names whose surfaces are others, or have new pictures, since this was last cleared.</summary>
    internal List<string> ChangedNames => _changedNames;

    /// <summary>A view of the document as it is now; null when there is none.</summary>
    internal IDocumentView? OpenDocument(ViewSpec spec)
    {
        var view = Document?.OpenView(spec, this);
        if (view is null) return null;
        try
        {
            foreach (var mutation in _scene.Document.Mutations) view.Apply(mutation);
            TakeGone(view);
            return view;
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }

    /// <summary>Forgets the mutations of what came and went.</summary>
    internal void TakeGone(IDocumentView view)
    {
        while (view.TryTakeGone(out var gone)) _scene.Document.Cancel(gone.Insertion, gone.Removal, gone.Ids);
    }

    /// <summary>Which journal it is, among all that ever had its name.</summary>
    internal ulong JournalGeneration => _journal.Generation;

    /// <summary>Tells the app that what it changed in the document so far is shown.</summary>
    internal void MarkShown() => _journal.MarkShown();

    /// <summary>How far the journal has been read.</summary>
    internal ulong JournalPosition => _journal.Position;

    /// <summary>Carries out again what the app scrolled after a position in the journal.</summary>
    internal void RepeatScrolls(IDocumentView view, ulong position)
    {
        foreach (var mutation in _scene.Document.Mutations)
        {
            if (mutation.Operation == DomOperation.Scroll && mutation.Position > position) view.Apply(mutation);
        }
    }

    /// <summary>Opens what the restored nodes show. A surface has one compositor: any former content of its is gone by now.</summary>
    internal void AttachNodes()
    {
        foreach (var node in _scene.Nodes) Attach(node);
        foreach (var surface in _scene.Names.Values) AttachSurface(surface.Region!.Value, surface.Name);
    }

    /// <summary>The journal's region.</summary>
    internal RegionName Journal => _journal.Name;

    /// <summary>Changes with each mutation.</summary>
    internal WakeWord Mutated => _journal.Written;

    /// <summary>Changes when the set of feeds does: addresses of their words from before are not to be used.</summary>
    internal int Wiring { get; private set; }

    /// <summary>The feeds of the surfaces in the scene.</summary>
    internal Dictionary<RegionName, SurfaceFeed>.ValueCollection Feeds => _feeds.Values;

    /// <summary>Whether there is something to show, and every surface in it has a first picture.</summary>
    internal bool IsComplete
    {
        get
        {
            if (_scene.IsEmpty && Document is null) return false;
            foreach (var feed in _feeds.Values)
            {
                if (!feed.HasFrame && !feed.HasNewer) return false;
            }

            return true;
        }
    }

    /// <summary>Whether a surface may have a newer picture.</summary>
    internal bool HasNewPictures
    {
        get
        {
            foreach (var feed in _feeds.Values)
            {
                if (feed.HasNewer) return true;
            }

            return false;
        }
    }

    /// <summary>Takes the mutations that have arrived.</summary>
    /// <param name="damage">Gets what they change.</param>
    /// <returns>True when something changed that may be anywhere, as the background.</returns>
    internal bool ApplyMutations(ref DamageList damage)
    {
        var everything = false;
        _fresh.Clear();
        try
        {
            while (!_broken && _journal.TryRead(out var record))
            {
                if (record.Type is (uint)SceneRecordType.Dom or (uint)SceneRecordType.SurfaceName)
                {
                    if (!TryApplyToDocument(record)) LogBadMutation(_logger, record.Type, _journal.Name.Value);
                    continue;
                }

                if (!_scene.TryApply(record.Type, record.Payload, out var replaced, out var current))
                {
                    LogBadMutation(_logger, record.Type, _journal.Name.Value);
                    continue;
                }

                if (replaced is null && current is null) everything = true;
                if (replaced is not null) damage.Add(BoundsOf(replaced));
                if (replaced is not null) Detach(replaced);
                if (current is not null) Attach(current);
                if (current is not null) damage.Add(BoundsOf(current));
            }

            if (_journal.RetainedBytes > _journal.Spec.DataCapacity / 2 && !_scene.IsPending) _checkpoint.Save(_scene, _journal);
        }
        catch (RegionException e)
        {
            _broken = true; // the scene stays as it is; other scenes do not notice
            LogBrokenJournal(_logger, e.Message);
        }

        return everything;
    }

    private bool TryApplyToDocument(in RingRecord record)
    {
        if (record.Type == (uint)SceneRecordType.Dom)
        {
            if (!_scene.TryApplyDom(record.Payload, out var mutation, out var refused, _journal.Position)) return false;
            if (refused is not null) _checkpoint.Refuse(refused, _scene.Document, _journal.Name, DocumentFile);
            if (mutation is not null) _fresh.Add(mutation);
            return true;
        }

        if (!_scene.TryApplyName(record.Payload, out var former, out var current)) return false;
        if (former?.Region is { } gone && gone != current!.Region) DetachSurface(gone);
        if (current!.Region is { } region) AttachSurface(region, current.Name);
        _changedNames.Add(current.Name);
        return true;
    }

    /// <inheritdoc/>
    bool ISceneSurfaces.TryFind(string name, out Picture picture)
    {
        picture = default;
        if (!_scene.Names.TryGetValue(name, out var surface) || surface.Region is not { } region || !_feeds.TryGetValue(region, out var feed) || !feed.HasFrame) return false;
        picture = new Picture(0, 0, feed.Geometry.Width, feed.Geometry.Height, surface.Opaque, feed.Pixels, feed.Generation, feed.Shown.Slot, feed.Geometry);
        return true;
    }

    private void Attach(SceneNode node)
    {
        if (node.Text is { } text) Shape(node.Id, text);
        if (node.Surface is { } surface) AttachSurface(surface.Region, node.Id);
    }

    // A node or a name.
    private void AttachSurface<T>(RegionName region, T who)
    {
        if (_feeds.TryGetValue(region, out var known) && !known.IsClosed) return;
        try
        {
            var feed = new SurfaceFeed(_directory, region);
            known?.Dispose(); // it was ended, and another was made under its name
            _feeds[region] = feed;
            Wiring++;
        }
        catch (IOException e)
        {
            if (known is null) LogBadNode(_logger, $"{who}", e.Message); // a surface that was ended keeps its last picture
        }
    }

    private void Shape(uint node, TextNode text)
    {
        try
        {
            _texts[node] = _rasterizer.Shape(text);
        }
        catch (Exception e)
        {
            LogBadNode(_logger, $"{node}", e.Message); // one bad text costs nobody else anything
        }
    }

    private void Detach(SceneNode node)
    {
        if (_texts.Remove(node.Id, out var text)) text.Dispose();
        if (node.Surface is { } surface) DetachSurface(surface.Region);
    }

    private void DetachSurface(RegionName region)
    {
        foreach (var other in _scene.Nodes)
        {
            if (other.Surface?.Region == region) return; // still shown
        }

        foreach (var named in _scene.Names.Values)
        {
            if (named.Region == region) return;
        }

        if (!_feeds.Remove(region, out var feed)) return;
        feed.Dispose();
        Wiring++;
    }

    private PixelRect BoundsOf(SceneNode node) => node.Surface is { } surface
        ? PixelBounds.Of(surface.X, surface.Y, surface.Width, surface.Height)
        : _texts.TryGetValue(node.Id, out var text) ? text.Bounds : default;

    /// <summary>Moves every surface on to its newest picture.</summary>
    /// <param name="damage">Gets what that changes.</param>
    /// <returns>The times of the newest picture, or null when none was new.</returns>
    internal FrameStamp? AdvancePictures(ref DamageList damage)
    {
        FrameStamp? newest = null;
        foreach (var feed in _feeds.Values)
        {
            if (!TryAdvance(feed, out var changed)) continue;
            foreach (var node in _scene.Nodes)
            {
                if (node.Surface is { } surface && surface.Region == feed.Region) damage.Add(ToView(surface, changed, feed.Geometry));
            }

            foreach (var named in _scene.Names.Values)
            {
                if (named.Region == feed.Region) _changedNames.Add(named.Name);
            }

            var description = feed.Description;
            if (newest is null || description.KernelEndNs > newest.Value.KernelEndNs)
                newest = new FrameStamp(description.KernelStartNs, description.KernelEndNs);
        }

        return newest;
    }

    private bool TryAdvance(SurfaceFeed feed, out PixelRect changed)
    {
        changed = default;
        try
        {
            return feed.HasNewer && feed.TryAdvance(out changed);
        }
        catch (RegionException e)
        {
            feed.GiveUp(); // its last picture stays; the other surfaces do not notice
            LogBrokenSurface(_logger, e.Message);
            return false;
        }
    }

    private static PixelRect ToView(SurfaceNode node, PixelRect changed, ChainSpec geometry)
    {
        var whole = PixelBounds.Of(node.X, node.Y, node.Width, node.Height);
        if (changed.IsEmpty) return whole;
        float scaleX = node.Width / geometry.Width, scaleY = node.Height / geometry.Height;
        // Filtering spreads a pixel over its neighbours when the picture is scaled.
        var spread = scaleX == 1 && scaleY == 1 ? 0 : 1;
        return PixelBounds.Of(
            node.X + ((changed.X - spread) * scaleX), node.Y + ((changed.Y - spread) * scaleY),
            (changed.Width + (2 * spread)) * scaleX, (changed.Height + (2 * spread)) * scaleY).Intersect(whole);
    }

    /// <summary>Tells the guests that their pictures were taken; the former ones are free.</summary>
    internal void FinishAdvance()
    {
        foreach (var feed in _feeds.Values) feed.FinishAdvance();
    }

    /// <summary>What to draw now; valid until the next call.</summary>
    internal DisplayList BuildDisplayList()
    {
        _list.Clear();
        _list.Background = _scene.Background;
        foreach (var node in _scene.Nodes)
        {
            if (node.Surface is { } surface)
            {
                if (!_feeds.TryGetValue(surface.Region, out var feed) || !feed.HasFrame) continue;
                _list.Add(new DisplayItem(new Picture(surface.X, surface.Y, surface.Width, surface.Height, surface.Opaque, feed.Pixels, feed.Generation, feed.Shown.Slot, feed.Geometry), null));
            }
            else if (_texts.TryGetValue(node.Id, out var text))
            {
                _list.Add(new DisplayItem(default, text));
            }
        }

        return _list;
    }

    /// <summary>
    /// The surface that can be handed to clients as it is: opaque, unscaled, exactly as large as the view, with nothing
    /// visible over it.
    /// </summary>
    /// <param name="list">What lies over the document.</param>
    /// <param name="width">Of the view.</param>
    /// <param name="height">Of the view.</param>
    /// <param name="document">The document's own surface of that kind.</param>
    internal ScanoutSource? FindScanout(DisplayList list, int width, int height, string? document = null)
    {
        var view = new PixelRect(0, 0, width, height);
        var items = list.Items;
        var top = items.Length - 1;
        while (top >= 0 && items[top].Bounds.Intersect(view).IsEmpty) top--;
        if (top < 0) return document is not null && ((ISceneSurfaces)this).TryFind(document, out var picture) && picture.Opaque && picture.Bounds == view ? SourceOf(picture) : null;
        return items[top].Covers(view) && items[top].Bounds == view ? SourceOf(items[top].Picture) : null;
    }

    private ScanoutSource? SourceOf(in Picture picture)
    {
        foreach (var feed in _feeds.Values)
        {
            if (feed.Generation == picture.Generation) return new ScanoutSource(feed.Region, feed.Generation, feed.Shown.FrameId, feed.Shown.Slot);
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var text in _texts.Values) text.Dispose();
        foreach (var feed in _feeds.Values) feed.Dispose();
        Document?.Dispose();
        _journal.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "a record of type {Type} in {Journal} is not a scene mutation: ignored")]
    private static partial void LogBadMutation(ILogger logger, uint type, string journal);

    [LoggerMessage(LogLevel.Error, "{Reason}: the scene does not change any more")]
    private static partial void LogBrokenJournal(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "{Reason}: the surface does not change any more")]
    private static partial void LogBrokenSurface(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "node {Node} shows nothing: {Reason}")]
    private static partial void LogBadNode(ILogger logger, string node, string reason);
}
