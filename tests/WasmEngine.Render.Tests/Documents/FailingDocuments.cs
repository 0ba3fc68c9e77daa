using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Tests.Documents;

/// <summary>Documents of the real engine, some of whose calls throw.</summary>
internal sealed class FailingDocuments(IDocumentEngine real) : IDocumentEngine
{
    /// <summary>Called before each update of a view; may throw.</summary>
    internal Action<ViewSpec> BeforeUpdate { get; set; } = _ => { };

    /// <summary>Called before a view is opened; may throw.</summary>
    internal Action<ViewSpec> BeforeOpen { get; set; } = _ => { };

    /// <summary>Called before each drawing; may throw.</summary>
    internal Action<ViewSpec> BeforeDraw { get; set; } = _ => { };

    public IDocumentScene Open(DocumentSource source) => new Scene(this, real.Open(source));

    private sealed class Scene(FailingDocuments owner, IDocumentScene real) : IDocumentScene
    {
        public IDocumentView OpenView(ViewSpec spec, ISceneSurfaces surfaces)
        {
            owner.BeforeOpen(spec);
            return new View(owner, spec, real.OpenView(spec, surfaces));
        }

        public void Dispose() => real.Dispose();
    }

    private sealed class View(FailingDocuments owner, ViewSpec spec, IDocumentView real) : IDocumentView
    {
        public long NextUpdateNs => real.NextUpdateNs;

        public ReadOnlySpan<PixelRect> Damage => real.Damage;

        public string? Scanout => real.Scanout;

        public bool HasNewState => real.HasNewState;

        public void Apply(DomMutation mutation) => real.Apply(mutation);

        public bool TryTakeGone(out GoneElement gone) => real.TryTakeGone(out gone);

        public void Resize(ViewSpec other) => real.Resize(other);

        public void HandleInput(in InputEventRecord input) => real.HandleInput(input);

        public int SaveState(Span<byte> destination) => real.SaveState(destination);

        public void RestoreState(ReadOnlySpan<byte> state) => real.RestoreState(state);

        public void SurfaceChanged(string name) => real.SurfaceChanged(name);

        public void Update(long nowNs)
        {
            owner.BeforeUpdate(spec);
            real.Update(nowNs);
        }

        public void Draw(int slot, nint pixels, ReadOnlySpan<PixelRect> parts)
        {
            owner.BeforeDraw(spec);
            real.Draw(slot, pixels, parts);
        }

        public void Shown() => real.Shown();

        public void Dispose() => real.Dispose();
    }
}
