using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Render.Core;

/// <summary>
/// One app's scene and its views, on a thread of their own. The thread sleeps on shared words (journal, surfaces) and on its
/// bell; when nothing changes it does nothing. Commands from other threads run between frames.
/// </summary>
internal sealed partial class SceneLoop : IDisposable
{
    private const int MaxTargets = 128; // as many as a waiter takes
    private const int StackBytes = 16 << 20; // documents nest
    private const long PollNs = 16_000_000;
    private const long FirstPictureNs = 1_000_000_000, ScanoutCheckNs = 1_000_000_000, RetryNs = 4_000_000;
    private const long FirstFaultPauseNs = 1_000_000_000, LastFaultPauseNs = 64_000_000_000;
    private static readonly Wait UntilNews = new(-1, ForNews: true);
    private readonly RegionDirectory _directory;
    private readonly IRasterizer _rasterizer;
    private readonly IDocumentEngine? _documents;
    private readonly ILogger _logger;
    private readonly Bell _bell = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly Dictionary<string, View> _views = new(StringComparer.Ordinal);
    private readonly WaitTarget[] _targets = new WaitTarget[MaxTargets];
    private readonly Thread _thread;
    private SceneContent? _content;
    private SceneContent? _watched; // whose words the targets are
    private int _watchedWiring;
    private FrameStamp _stamp;
    private long _contentSinceNs;
    private long _faultPauseNs = FirstFaultPauseNs;
    private readonly Lock _closing = new();
    private bool _closed;
    private bool _ended;

    internal SceneLoop(string appId, RegionDirectory directory, IRasterizer rasterizer, IDocumentEngine? documents, ILogger logger)
    {
        AppId = appId;
        _directory = directory;
        _rasterizer = rasterizer;
        _documents = documents;
        _logger = logger;
        _thread = new Thread(Run, StackBytes) { Name = "scene " + appId, IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    internal string AppId { get; }

    /// <summary>Follows a journal; another one than before means that the app was started anew.</summary>
    internal Task FollowAsync(RegionName journal, DocumentSource? document) => PostAsync(() =>
    {
        if (OpenUnlessFollowed(journal) is not { } content) return;
        foreach (var view in _views.Values) view.SetDocument(null);
        _content?.Dispose();
        _content = content;
        content.AttachNodes();
        _contentSinceNs = MonotonicClock.NowNs;
        if (document is not null) content.Document = _documents?.Open(document);
        foreach (var view in _views.Values) view.SetDocument(content.OpenDocument(view.Spec)); // drawn once it is complete; until then the last picture stays
    });

    // A journal of the same name may be another region; the one that is followed already has its consumer.
    private SceneContent? OpenUnlessFollowed(RegionName journal)
    {
        try
        {
            return new SceneContent(_directory, journal, _rasterizer, _logger);
        }
        catch (RegionException e) when (_content?.Journal == journal && e.Fault is RegionFault.RoleTaken or RegionFault.Missing)
        {
            return null;
        }
    }

    /// <summary>Opens a view, or replaces it.</summary>
    internal Task OpenViewAsync(ViewSpec spec) => PostAsync(() =>
    {
        if (_views.TryGetValue(spec.Id, out var existing))
        {
            if (existing.Spec with { Visible = spec.Visible } == spec)
            {
                SetVisible(existing, spec.Visible);
                return;
            }

            ReplaceView(existing, spec);
            return;
        }

        var view = new View(_directory, spec, _rasterizer);
        _views.Add(spec.Id, view);
        view.SetDocument(_content?.OpenDocument(spec));
    });

    // The former goes on when the new one can't be had; on the same region it has to give up the writer's role first.
    private void ReplaceView(View former, ViewSpec spec)
    {
        var sameRegion = former.Spec.Region == spec.Region;
        if (sameRegion && former.Spec.Geometry != spec.Geometry)
            throw new RegionException(RegionFault.NameTaken, $"region {spec.Region} holds frames of {former.Spec.Width}x{former.Spec.Height}: give those of {spec.Width}x{spec.Height} a region of their own");
        var replacement = sameRegion ? null : new View(_directory, spec, _rasterizer);
        _views.Remove(spec.Id);
        replacement?.TakeDocument(former);
        CloseChain(former, keepRegion: sameRegion);
        if (replacement is null) (replacement = new View(_directory, spec, _rasterizer)).SetDocument(_content?.OpenDocument(spec));
        _views.Add(spec.Id, replacement);
    }

    /// <summary>Closes a view and deletes its region.</summary>
    internal Task CloseViewAsync(string viewId) => PostAsync(() =>
    {
        if (_views.Remove(viewId, out var view)) CloseChain(view, keepRegion: false);
    });

    /// <summary>Says whether anyone watches a view.</summary>
    internal Task SetVisibleAsync(string viewId, bool visible) => PostAsync(() =>
    {
        if (_views.TryGetValue(viewId, out var view)) SetVisible(view, visible);
    });

    /// <summary>Hands input on to a view's document.</summary>
    internal Task SendInputAsync(string viewId, InputEventRecord[] events) => PostAsync(() =>
    {
        if (!_views.TryGetValue(viewId, out var view) || view.Document is not { } document) return;
        foreach (var input in events) document.HandleInput(input);
    });

    /// <summary>Ends the thread; completes when it has closed everything.</summary>
    /// <param name="deleteRegions">Whether the views are gone for good; otherwise a successor continues their chains.</param>
    internal Task StopAsync(bool deleteRegions) => PostAsync(() =>
    {
        _ended = true;
        foreach (var view in _views.Values)
        {
            if (deleteRegions) CloseChain(view, keepRegion: false);
            else view.Dispose();
        }

        _views.Clear();
        _content?.Dispose();
        _content = null;
    });

    private static void SetVisible(View view, bool visible) => view.Pacer.Visible = visible;

    private void CloseChain(View view, bool keepRegion)
    {
        if (!keepRegion) view.Close();
        view.Dispose();
        if (!keepRegion) _directory.Delete(view.Spec.Region);
    }

    private Task PostAsync(Action command)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = () =>
        {
            try
            {
                ObjectDisposedException.ThrowIf(_ended, this); // it came after the end: nothing may be opened any more
                command();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        };
        lock (_closing)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _commands.Enqueue(posted);
            _bell.Ring();
        }

        return done.Task;
    }

    private void Run()
    {
        while (!_ended)
        {
            // Words are read before the state that they announce: a change in between ends the wait at once.
            var count = CollectTargets();
            while (_commands.TryDequeue(out var command)) command();
            if (_ended) break;
            var wait = StepGuarded();
            if (wait.Nanoseconds == 0 || !AreTargetsCurrent()) continue;
            Waiter.System.WaitAny(_targets.AsSpan(0, wait.ForNews ? count : 1), wait.ForNews ? PatienceFor(wait.Nanoseconds) : wait.Nanoseconds);
        }

        lock (_closing)
        {
            _closed = true;
        }

        while (_commands.TryDequeue(out var late)) late();
    }

    private int CollectTargets()
    {
        _targets[0] = _bell.Word.Unless(_bell.Word.Value);
        _watched = _content;
        _watchedWiring = _content?.Wiring ?? 0;
        if (_content is null) return 1;
        _targets[1] = _content.Mutated.Unless(_content.Mutated.Value);
        var count = 2;
        foreach (var feed in _content.Feeds)
        {
            if (count < MaxTargets) _targets[count++] = feed.Published.Unless(feed.Published.Value);
        }

        return count;
    }

    // Surfaces that found no room among the targets are looked at now and then.
    private long PatienceFor(long nanoseconds)
    {
        if (_content is null || _content.Feeds.Count <= MaxTargets - 2) return nanoseconds;
        return nanoseconds < 0 ? PollNs : Math.Min(nanoseconds, PollNs);
    }

    // A surface that came in this very round is not among the targets yet; one that went is unmapped.
    private bool AreTargetsCurrent() => _watched == _content && _watchedWiring == (_content?.Wiring ?? 0);

    /// <summary>How long to sleep.</summary>
    /// <param name="Nanoseconds">At most; 0: not at all; negative: without limit.</param>
    /// <param name="ForNews">False when a frame is due at a known time, so that news can wait for it and only commands wake.</param>
    private readonly record struct Wait(long Nanoseconds, bool ForNews);

    // One bad scene must not take down the process of all the others: it keeps its picture and is tried again, less and less often.
    private Wait StepGuarded()
    {
        try
        {
            return Step();
        }
        catch (Exception e)
        {
            LogFault(_logger, e, AppId, e.Message, _faultPauseNs / FirstFaultPauseNs);
            foreach (var view in _views.Values) view.DamageAll();
            var pause = _faultPauseNs;
            _faultPauseNs = Math.Min(pause * 2, LastFaultPauseNs);
            return new Wait(pause, ForNews: false);
        }
    }

    /// <summary>Shows what is due, and says when to look again.</summary>
    private Wait Step()
    {
        if (_content is not { } content) return UntilNews;
        var damage = default(DamageList);
        var everything = content.ApplyMutations(ref damage);
        Spread(damage, everything);
        foreach (var mutation in content.FreshMutations)
        {
            foreach (var view in _views.Values) view.Document?.Apply(mutation);
        }

        var now = MonotonicClock.NowNs;
        // A scene that is being built is not shown by halves, for a while: the last picture stays meanwhile.
        var patience = _contentSinceNs + FirstPictureNs - now;
        if (patience > 0 && !content.IsComplete) return new Wait(patience, ForNews: true);
        var wait = UntilDue(content, now, out var anyDue);
        return anyDue ? ShowFrame(content, now) : wait;
    }

    private Wait ShowFrame(SceneContent content, long now)
    {
        try
        {
            var damage = default(DamageList);
            var taken = content.AdvancePictures(ref damage);
            if (taken is not null) _stamp = taken.Value;
            Spread(damage, everything: false);
            SpreadNames(content);
            var shown = ShowDueViews(content, now, taken is not null);
            _faultPauseNs = FirstFaultPauseNs;
            return new Wait(shown || taken is not null ? 0 : RetryNs, ForNews: false);
        }
        finally
        {
            content.FinishAdvance();
        }
    }

    private void Spread(in DamageList damage, bool everything)
    {
        if (damage.IsEmpty && !everything) return;
        foreach (var view in _views.Values)
        {
            if (everything) view.DamageAll();
            foreach (var rect in damage.Rectangles) view.Damage(rect);
        }
    }

    private void SpreadNames(SceneContent content)
    {
        foreach (var name in content.ChangedNames)
        {
            foreach (var view in _views.Values) view.Document?.SurfaceChanged(name);
        }

        content.ChangedNames.Clear();
    }

    private Wait UntilDue(SceneContent content, long now, out bool anyDue)
    {
        anyDue = false;
        var news = content.HasNewPictures;
        var next = long.MaxValue;
        var later = long.MaxValue; // a document's clock, before which news count
        var scanout = false;
        foreach (var view in _views.Values)
        {
            if (view.MustCompose) view.DamageAll();
            scanout |= view.ShowsScanout;
            var until = view.Pacer.Until(now);
            if (!view.IsDamaged && !news && content.ChangedNames.Count == 0 && view.DocumentDueNs > now + Math.Max(until, 0))
            {
                if (view.DocumentDueNs != long.MaxValue) later = Math.Min(later, view.DocumentDueNs - now);
                continue;
            }

            anyDue |= until <= 0;
            next = Math.Min(next, Math.Max(until, 1));
        }

        if (next != long.MaxValue) return new Wait(next, ForNews: false);
        // A reader that can't map a surface says so in its own page, which nobody waits on.
        if (scanout) later = Math.Min(later, ScanoutCheckNs);
        return later != long.MaxValue ? new Wait(later, ForNews: true) : UntilNews;
    }

    private bool ShowDueViews(SceneContent content, long now, bool picturesTaken)
    {
        var list = content.BuildDisplayList();
        var shown = false;
        foreach (var view in _views.Values)
        {
            if (view.Pacer.Until(now) > 0) continue;
            var moves = view.DocumentDueNs <= now;
            view.UpdateDocument(now);
            if (view.IsDamaged) shown |= TryShow(view, list, content);
            else if (picturesTaken || moves) view.Pacer.Shown(now); // nothing of it is seen here; its guest keeps the view's pace all the same
        }

        return shown;
    }

    private bool TryShow(View view, DisplayList list, SceneContent content)
    {
        var wasPutOff = view.IsPutOff;
        view.Show(list, _stamp, content.FindScanout(list, view.Spec.Width, view.Spec.Height, view.Document?.Scanout));
        if (view.IsPutOff && !wasPutOff) LogNoSlot(_logger, view.Spec.Id);
        return !view.IsPutOff;
    }

    public void Dispose()
    {
        _thread.Join();
        _bell.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "the scene of {App} can't be shown: {Reason}; it is tried again in {Seconds} s")]
    private static partial void LogFault(ILogger logger, Exception exception, string app, string reason, long seconds);

    [LoggerMessage(LogLevel.Warning, "view {View} has no free slot: its frame is put off")]
    private static partial void LogNoSlot(ILogger logger, string view);
}
