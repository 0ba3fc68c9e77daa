using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Render.Core;

/// <summary>How long a scene's thread is to sleep.</summary>
/// <param name="Nanoseconds">At most; 0: not at all; negative: without limit.</param>
/// <param name="ForNews">False when a frame is due at a known time, so that news can wait for it and only commands wake.</param>
internal readonly record struct SceneWait(long Nanoseconds, bool ForNews)
{
    internal static readonly SceneWait UntilNews = new(-1, ForNews: true);
}

/// <summary>
/// The views of one scene. One that fails keeps its last picture and is tried again, less and less often, its document opened anew: the others do
/// not notice. Belongs to the scene's thread.
/// </summary>
internal sealed partial class SceneViews(string appId, RegionDirectory directory, IRasterizer rasterizer, ILogger logger)
{
    private const long ScanoutCheckNs = 1_000_000_000;
    private readonly Dictionary<string, View> _views = new(StringComparer.Ordinal);

    /// <summary>Opens a view, or replaces it.</summary>
    internal void Open(ViewSpec spec, SceneContent? content)
    {
        if (!_views.TryGetValue(spec.Id, out var existing)) Add(new View(directory, spec, rasterizer), content);
        else if (existing.Spec with { Visible = spec.Visible } == spec) existing.Pacer.Visible = spec.Visible;
        else Replace(existing, spec, content);
    }

    private void Add(View view, SceneContent? content)
    {
        _views.Add(view.Spec.Id, view);
        TryOpenDocument(view, content);
    }

    // The former goes on when the new one can't be had; on the same region it has to give up the writer's role first.
    private void Replace(View former, ViewSpec spec, SceneContent? content)
    {
        var sameRegion = former.Spec.Region == spec.Region;
        if (sameRegion && former.Spec.Geometry != spec.Geometry)
            throw new RegionException(RegionFault.NameTaken, $"region {spec.Region} holds frames of {former.Spec.Width}x{former.Spec.Height}: give those of {spec.Width}x{spec.Height} a region of their own");
        var replacement = sameRegion ? null : new View(directory, spec, rasterizer);
        _views.Remove(spec.Id);
        replacement?.TakeDocument(former);
        CloseChain(former, keepRegion: sameRegion);
        if (replacement is null) Add(new View(directory, spec, rasterizer), content);
        else _views.Add(spec.Id, replacement);
    }

    /// <summary>Closes a view and deletes its region.</summary>
    internal void Close(string viewId)
    {
        if (_views.Remove(viewId, out var view)) CloseChain(view, keepRegion: false);
    }

    /// <summary>Says whether anyone watches a view.</summary>
    internal void SetVisible(string viewId, bool visible)
    {
        if (_views.TryGetValue(viewId, out var view)) view.Pacer.Visible = visible;
    }

    /// <summary>Hands input on to a view's document.</summary>
    internal void HandleInput(string viewId, InputEventRecord[] events)
    {
        if (!_views.TryGetValue(viewId, out var view) || view.Document is not { } document) return;
        foreach (var input in events) document.HandleInput(input);
    }

    /// <summary>Closes all.</summary>
    /// <param name="deleteRegions">Whether they are gone for good; otherwise a successor continues their chains.</param>
    internal void CloseAll(bool deleteRegions)
    {
        foreach (var view in _views.Values)
        {
            if (deleteRegions) CloseChain(view, keepRegion: false);
            else view.Dispose();
        }

        _views.Clear();
    }

    private void CloseChain(View view, bool keepRegion)
    {
        if (!keepRegion) view.Close();
        view.Dispose();
        if (!keepRegion) directory.Delete(view.Spec.Region);
    }

    /// <summary>Lets go of all documents; the last pictures stay.</summary>
    internal void CloseDocuments()
    {
        foreach (var view in _views.Values) view.CloseDocument();
    }

    /// <summary>Opens the content's document in all views.</summary>
    internal void OpenDocuments(SceneContent content)
    {
        foreach (var view in _views.Values)
        {
            view.Fault.Passed();
            TryOpenDocument(view, content); // drawn once it is complete; until then the last picture stays
        }
    }

    private void TryOpenDocument(View view, SceneContent? content)
    {
        try
        {
            view.OpenDocument(content);
        }
        catch (Exception e)
        {
            Fail(view, content, e);
        }
    }

    /// <summary>Hands a mutation on to the documents.</summary>
    internal void Apply(SceneContent content, DomMutation mutation)
    {
        foreach (var view in _views.Values)
        {
            view.Fault.News();
            try
            {
                view.Document?.Apply(mutation);
                if (view.Document is not null) content.TakeGone(view.Document);
            }
            catch (Exception e)
            {
                Fail(view, content, e);
            }
        }
    }

    /// <summary>All of each view is to be drawn again.</summary>
    internal void DamageAll()
    {
        foreach (var view in _views.Values) view.DamageAll();
    }

    /// <summary>What is to be drawn again in each view.</summary>
    internal void Damage(in DamageList damage, bool everything)
    {
        if (damage.IsEmpty && !everything) return;
        foreach (var view in _views.Values)
        {
            if (everything) view.DamageAll();
            foreach (var rect in damage.Rectangles) view.Damage(rect);
        }
    }

    /// <summary>Tells the documents whose named surfaces have new pictures.</summary>
    internal void SurfacesChanged(List<string> names)
    {
        foreach (var name in names)
        {
            foreach (var view in _views.Values) view.Document?.SurfaceChanged(name);
        }

        names.Clear();
    }

    /// <summary>When to look again.</summary>
    internal SceneWait UntilDue(SceneContent content, long now, out bool anyDue)
    {
        anyDue = false;
        var news = content.HasNewPictures;
        var next = long.MaxValue;
        var later = long.MaxValue; // a document's clock, or the end of a fault's pause, before which news count
        var scanout = false;
        foreach (var view in _views.Values)
        {
            if (view.MustCompose) view.DamageAll();
            scanout |= view.ShowsScanout;
            var until = view.Pacer.Until(now);
            if (!news && view.Fault.Until(now) is > 0 and var pause)
            {
                later = Math.Min(later, pause); // with new pictures its guest keeps the view's pace all the same
                continue;
            }

            if (!view.IsDamaged && !news && content.ChangedNames.Count == 0 && view.DocumentDueNs > now + Math.Max(until, 0))
            {
                if (view.DocumentDueNs != long.MaxValue) later = Math.Min(later, view.DocumentDueNs - now);
                continue;
            }

            anyDue |= until <= 0;
            next = Math.Min(next, Math.Max(until, 1));
        }

        if (next != long.MaxValue) return new SceneWait(next, ForNews: false);
        // A reader that can't map a surface says so in its own page, which nobody waits on.
        if (scanout) later = Math.Min(later, ScanoutCheckNs);
        return later != long.MaxValue ? new SceneWait(later, ForNews: true) : SceneWait.UntilNews;
    }

    /// <summary>Whether the last <see cref="ShowDue"/> brought the document of any view up to date, at that view's pace.</summary>
    internal bool ShowedDocument { get; private set; }

    /// <summary>Shows the views that are due.</summary>
    /// <param name="content">What to show.</param>
    /// <param name="stamp">When the guest drew the newest picture.</param>
    /// <param name="now">On the monotonic clock.</param>
    /// <param name="picturesTaken">Whether any surface moved on.</param>
    /// <returns>How many were shown.</returns>
    internal int ShowDue(SceneContent content, FrameStamp stamp, long now, bool picturesTaken)
    {
        var list = content.BuildDisplayList();
        ShowedDocument = false;
        var shown = 0;
        foreach (var view in _views.Values)
        {
            if (view.Pacer.Until(now) > 0) continue;
            if (view.Fault.Until(now) <= 0) shown += TryShow(view, list, content, stamp, now, picturesTaken) ? 1 : 0;
            else if (picturesTaken) view.Pacer.Shown(now);
        }

        return shown;
    }

    private bool TryShow(View view, DisplayList list, SceneContent content, FrameStamp stamp, long now, bool picturesTaken)
    {
        try
        {
            if (view.LacksDocument) view.OpenDocument(content);
            var moves = view.DocumentDueNs <= now;
            view.UpdateDocument(content, now);
            var shown = view.IsDamaged && Show(view, list, content, stamp);
            if (!view.IsDamaged && !shown && (picturesTaken || moves)) view.Pacer.Shown(now); // nothing of it is seen here; its guest keeps the view's pace all the same
            if (!view.IsPutOff) view.Fault.Passed();
            ShowedDocument |= view.Document is not null && (shown || (!view.IsDamaged && moves));
            return shown;
        }
        catch (Exception e)
        {
            Fail(view, content, e);
            return false;
        }
    }

    private bool Show(View view, DisplayList list, SceneContent content, FrameStamp stamp)
    {
        var wasPutOff = view.IsPutOff;
        view.Show(list, stamp, content.FindScanout(list, view.Spec.Width, view.Spec.Height, view.Document?.Scanout));
        if (view.IsPutOff && !wasPutOff) LogNoSlot(logger, view.Spec.Id);
        return !view.IsPutOff;
    }

    // Whatever state a document was left in: the next try begins with its source.
    private void Fail(View view, SceneContent? content, Exception e)
    {
        var seconds = view.Fault.Failed(MonotonicClock.NowNs) / FaultPause.FirstNs;
        if (content?.DocumentFile is { } file) LogDocumentFault(logger, e, view.Spec.Id, appId, file, e.Message, seconds);
        else LogFault(logger, e, view.Spec.Id, appId, e.Message, seconds);
        try
        {
            view.DropDocument();
        }
        catch (Exception second)
        {
            LogFault(logger, second, view.Spec.Id, appId, second.Message, seconds);
        }
    }

    [LoggerMessage(LogLevel.Error, "view {View} of {App} can't be shown: {Reason}; its last picture stays, other views go on; it is tried again in {Seconds} s")]
    private static partial void LogFault(ILogger logger, Exception exception, string view, string app, string reason, long seconds);

    [LoggerMessage(LogLevel.Error, "view {View} of {App} can't show {File}: {Reason}; its last picture stays, other views go on; the document is loaded again in {Seconds} s, sooner when the app changes it. Take back what it changed last, or see what `wasmengine check {File}` says")]
    private static partial void LogDocumentFault(ILogger logger, Exception exception, string view, string app, string file, string reason, long seconds);

    [LoggerMessage(LogLevel.Warning, "view {View} has no free slot: its frame is put off")]
    private static partial void LogNoSlot(ILogger logger, string view);
}
