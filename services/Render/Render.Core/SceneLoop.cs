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
    private const long FirstPictureNs = 1_000_000_000, RetryNs = 4_000_000;
    private readonly RegionDirectory _directory;
    private readonly IRasterizer _rasterizer;
    private readonly IDocumentEngine? _documents;
    private readonly ILogger _logger;
    private readonly Bell _bell = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly SceneViews _views;
    private readonly FaultPause _fault = new();
    private readonly SceneMeter _meter = new();
    private readonly WaitTarget[] _targets = new WaitTarget[MaxTargets];
    private readonly Thread _thread;
    private SceneContent? _content;
    private SceneContent? _watched; // whose words the targets are
    private int _watchedWiring;
    private FrameStamp _stamp;
    private long _contentSinceNs;
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
        _views = new SceneViews(appId, directory, rasterizer, logger);
        _thread = new Thread(Run, StackBytes) { Name = "scene " + appId, IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    internal string AppId { get; }

    /// <summary>What the thread has done so far. Any thread.</summary>
    internal SceneUsage Usage => _meter.Read(AppId);

    /// <summary>Follows a journal; another one than before means that the app was started anew.</summary>
    internal Task FollowAsync(RegionName journal, DocumentSource? document) => PostAsync(() =>
    {
        if (OpenUnlessFollowed(journal) is not { } content) return;
        _views.CloseDocuments();
        _content?.Dispose();
        _content = content;
        content.AttachNodes();
        _contentSinceNs = MonotonicClock.NowNs;
        if (document is not null && _documents is not null) content.SetDocument(document, _documents.Open(document));
        _views.OpenDocuments(content);
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
    internal Task OpenViewAsync(ViewSpec spec) => PostAsync(() => _views.Open(spec, _content));

    /// <summary>Closes a view and deletes its region.</summary>
    internal Task CloseViewAsync(string viewId) => PostAsync(() => _views.Close(viewId));

    /// <summary>Says whether anyone watches a view.</summary>
    internal Task SetVisibleAsync(string viewId, bool visible) => PostAsync(() => _views.SetVisible(viewId, visible));

    /// <summary>Hands input on to a view's document.</summary>
    internal Task SendInputAsync(string viewId, InputEventRecord[] events) => PostAsync(() => _views.HandleInput(viewId, events));

    /// <summary>Ends the thread; completes when it has closed everything.</summary>
    /// <param name="deleteRegions">Whether the views are gone for good; otherwise a successor continues their chains.</param>
    internal Task StopAsync(bool deleteRegions) => PostAsync(() =>
    {
        _ended = true;
        _views.CloseAll(deleteRegions);
        _content?.Dispose();
        _content = null;
    });

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
            RunCommands();
            if (_ended) break;
            var wait = StepGuarded(out var shown);
            _meter.RoundEnds(shown);
            if (wait.Nanoseconds == 0 || !AreTargetsCurrent()) continue;
            Waiter.System.WaitAny(_targets.AsSpan(0, wait.ForNews ? count : 1), wait.ForNews ? PatienceFor(wait.Nanoseconds) : wait.Nanoseconds);
        }

        lock (_closing)
        {
            _closed = true;
        }

        while (_commands.TryDequeue(out var late)) late();
    }

    private void RunCommands()
    {
        if (_commands.IsEmpty) return;
        _meter.CommandsBegin();
        while (_commands.TryDequeue(out var command)) command();
        _meter.CommandsEnd();
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

    // One bad scene must not take down the process of all the others: it keeps its picture and is tried again, less and less often.
    private SceneWait StepGuarded(out int shown)
    {
        shown = 0;
        try
        {
            return Step(out shown);
        }
        catch (Exception e)
        {
            var pause = _fault.Failed(MonotonicClock.NowNs);
            LogFault(_logger, e, AppId, e.Message, pause / FaultPause.FirstNs);
            _views.DamageAll();
            return new SceneWait(pause, ForNews: false);
        }
    }

    /// <summary>Shows what is due, and says when to look again.</summary>
    private SceneWait Step(out int shown)
    {
        shown = 0;
        if (_content is not { } content) return SceneWait.UntilNews;
        var damage = default(DamageList);
        var everything = content.ApplyMutations(ref damage);
        _views.Damage(damage, everything);
        foreach (var mutation in content.FreshMutations) _views.Apply(content, mutation);
        var now = MonotonicClock.NowNs;
        // A scene that is being built is not shown by halves, for a while: the last picture stays meanwhile.
        var patience = _contentSinceNs + FirstPictureNs - now;
        if (patience > 0 && !content.IsComplete) return new SceneWait(patience, ForNews: true);
        var wait = _views.UntilDue(content, now, out var anyDue);
        return anyDue ? ShowFrame(content, now, out shown) : wait;
    }

    private SceneWait ShowFrame(SceneContent content, long now, out int shown)
    {
        try
        {
            var damage = default(DamageList);
            var taken = content.AdvancePictures(ref damage);
            if (taken is not null) _stamp = taken.Value;
            _views.Damage(damage, everything: false);
            _views.SurfacesChanged(content.ChangedNames);
            shown = _views.ShowDue(content, _stamp, now, taken is not null);
            if (_views.ShowedDocument) content.MarkShown();
            _fault.Passed();
            return new SceneWait(shown > 0 || taken is not null ? 0 : RetryNs, ForNews: false);
        }
        finally
        {
            content.FinishAdvance();
        }
    }

    public void Dispose()
    {
        _thread.Join();
        _bell.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "the scene of {App} can't be shown: {Reason}; it is tried again in {Seconds} s")]
    private static partial void LogFault(ILogger logger, Exception exception, string app, string reason, long seconds);
}
