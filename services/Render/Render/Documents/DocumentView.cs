using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;
using WasmEngine.Render.Core;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Documents;

/// <summary>A document in one view: its page, the page's layers, and what is needed to draw them.</summary>
internal sealed partial class DocumentView : IDocumentView
{
    private const int MaxNoted = 64, MaxInputs = 1024;
    private readonly PageView _view;
    private readonly IDocumentFonts _fonts;
    private readonly DocumentDrawing _drawing;
    private readonly DomMutator _mutator;
    private readonly string _file;
    private readonly bool _isError;
    private readonly ILogger _logger;
    private readonly long _startNs = MonotonicClock.NowNs;
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);
    private readonly PersonalState _personal;
    private readonly List<ScrollWish> _scrolls = [];
    private readonly List<InputEventRecord> _inputs = [];
    private readonly DocumentInput _input;
    private PixelRect[] _damage = [];
    private int _damageCount;
    private int _issues;
    private bool _waits = true;
    private long _nextNs = long.MaxValue;

    internal DocumentView(Page page, IDocumentFonts fonts, ViewSpec spec, DocumentDrawing drawing, string file, bool isError, ILogger logger)
    {
        _view = new PageView(page);
        _personal = new PersonalState(page.Document);
        _input = new DocumentInput(_view, _personal);
        _fonts = fonts;
        _drawing = drawing;
        _mutator = new DomMutator(page.Document);
        _file = file;
        _isError = isError;
        _logger = logger;
        Spec = spec;
    }

    /// <summary>Something to scroll once layout knows how far it can go.</summary>
    /// <param name="Id">By the app: the element's id, empty for the viewport; null: as a person had scrolled it.</param>
    /// <param name="Container">Then the container; null for the viewport.</param>
    /// <param name="X">Offset in CSS px.</param>
    /// <param name="Y">Offset in CSS px.</param>
    private readonly record struct ScrollWish(string? Id, Element? Container, float X, float Y);

    private ViewSpec Spec { get; set; }

    internal static PageOptions OptionsOf(ViewSpec spec) => new()
    {
        Width = spec.Width / spec.DevicePixelRatio,
        Height = spec.Height / spec.DevicePixelRatio,
        DevicePixelRatio = spec.DevicePixelRatio,
        PrefersDark = spec.PrefersDark,
    };

    /// <inheritdoc/>
    public void Apply(DomMutation mutation)
    {
        if (_isError) return; // it is not the app's document that is shown
        _waits = true;
        try
        {
            if (mutation.Operation == DomOperation.Scroll) _scrolls.Add(new ScrollWish(mutation.Id, null, mutation.X, mutation.Y)); // once layout knows how far it can go
            else if (!_mutator.TryApply(mutation, out var problem)) Note(problem);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFailed(e, mutation.Operation, mutation.Id, _file); // the others still count
        }
    }

    /// <inheritdoc/>
    public bool TryTakeGone(out GoneElement gone) => _mutator.TryTakeGone(out gone);

    /// <inheritdoc/>
    public void Resize(ViewSpec spec)
    {
        var other = spec.Geometry != Spec.Geometry;
        Spec = spec;
        _view.Page.Options = OptionsOf(spec);
        if (other) _drawing.Resize(spec.Geometry);
        _waits = true;
    }

    /// <inheritdoc/>
    public void HandleInput(in InputEventRecord input)
    {
        if (_inputs.Count >= MaxInputs) return; // nothing is drawn; what was hovered meanwhile nobody sees
        _inputs.Add(input);
        _waits = true;
    }

    /// <inheritdoc/>
    public bool HasNewState => _personal.IsNew;

    /// <inheritdoc/>
    public int SaveState(Span<byte> destination) => _isError ? 0 : _personal.Save(destination);

    /// <inheritdoc/>
    public void RestoreState(ReadOnlySpan<byte> state)
    {
        if (_isError) return;
        var (scrolled, focused) = PersonalState.Read(_view.Page.Document, state);
        foreach (var (container, x, y) in scrolled) _scrolls.Add(new ScrollWish(null, container, x, y));
        if (focused is not null) _input.Focus(focused);
        _waits = true;
    }

    /// <inheritdoc/>
    public void SurfaceChanged(string name)
    {
        _view.Compositor.DamageSurface(name);
        _waits = true;
    }

    /// <inheritdoc/>
    public long NextUpdateNs => _waits || _view.IsDirty ? 0 : _nextNs;

    /// <inheritdoc/>
    public void Update(long nowNs)
    {
        var now = (nowNs - _startNs) / 1e9;
        _view.Update(now);
        if (_scrolls.Count > 0) Scroll(now);
        if (_inputs.Count > 0) TakeInput(now);
        _waits = false;
        var next = _view.NextUpdateIn;
        _nextNs = next < 1e6 ? nowNs + (long)(next * 1e9) : long.MaxValue;
        TakeDamage();
        ReportIssues();
    }

    private void Scroll(double now)
    {
        foreach (var scroll in _scrolls)
        {
            var container = scroll.Id is null ? scroll.Container : scroll.Id.Length == 0 ? null : _mutator.Find(scroll.Id);
            if (container is null && scroll.Id?.Length > 0)
            {
                Note($"there is no element with the id \"{scroll.Id}\" to scroll");
                continue;
            }

            var offset = _view.ScrollTo(container, new LayoutPoint(LayoutUnit.From(scroll.X), LayoutUnit.From(scroll.Y)));
            if (scroll.Id is null) _personal.Scroll(container, offset);
            else _personal.Forget(container);
        }

        _scrolls.Clear();
        _view.Update(now);
    }

    private void TakeInput(double now)
    {
        _input.Trim();
        foreach (var input in _inputs) _input.Handle(input);
        _inputs.Clear();
        _view.Update(now);
    }

    private void TakeDamage()
    {
        var rects = _view.Compositor.Damage.Rects;
        if (_damage.Length < rects.Length) _damage = new PixelRect[rects.Length];
        for (var i = 0; i < rects.Length; i++) _damage[i] = new PixelRect(rects[i].X, rects[i].Y, rects[i].Width, rects[i].Height);
        _damageCount = rects.Length;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<PixelRect> Damage => _damage.AsSpan(0, _damageCount);

    /// <inheritdoc/>
    public string? Scanout => DocumentScanout.Find(_view.Compositor);

    /// <inheritdoc/>
    public void Draw(int slot, nint pixels, ReadOnlySpan<PixelRect> parts) => _drawing.Draw(_view.Compositor, slot, pixels, parts);

    /// <inheritdoc/>
    public void Shown()
    {
        _view.Compositor.Shown();
        _damageCount = 0;
    }

    private void ReportIssues()
    {
        var issues = _view.Page.Document.Issues.Issues;
        if (issues.Count == _issues) return;
        LogIssues(_file, issues.Count - _issues, issues[_issues].Line, issues[_issues].Text);
        _issues = issues.Count;
    }

    private void Note(string problem)
    {
        if (_noted.Count < MaxNoted && _noted.Add(problem)) LogNoTarget(problem, _file);
    }

    public void Dispose()
    {
        _view.Compositor.ReleaseTiles();
        _drawing.Dispose();
        _fonts.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "a mutation has no effect: {Problem} in {File}")]
    private partial void LogNoTarget(string problem, string file);

    [LoggerMessage(LogLevel.Error, "mutation {Operation} of \"{Id}\" in {File} failed")]
    private partial void LogFailed(Exception exception, DomOperation operation, string id, string file);

    [LoggerMessage(LogLevel.Warning, "{File}: {Count} things are not shown as they are written, the first in line {Line}: {Text}; wasmengine check lists them all")]
    private partial void LogIssues(string file, int count, int line, string text);
}
