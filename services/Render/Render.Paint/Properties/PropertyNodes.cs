using System.Numerics;
using WasmEngine.Render.Layout;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Paint;

/// <summary>Why a node's contents are worth a layer of their own.</summary>
[Flags]
public enum CompositingReasons : byte
{
    None = 0,

    /// <summary>It scrolls.</summary>
    Scroll = 1,

    /// <summary>will-change, or a 3D transform.</summary>
    Requested = 2,

    /// <summary>A running animation changes it.</summary>
    Animation = 4,

    /// <summary>It changed in successive frames.</summary>
    Activity = 8,
}

/// <summary>
/// A node of the transform tree: maps its space to its parent's. Nodes live as long as their box has the property; their values may change between
/// frames without painting anew. Belongs to the document's thread.
/// </summary>
public sealed class TransformNode(TransformNode? parent, LayoutBox? owner)
{
    /// <summary>Null for the view's own space.</summary>
    public TransformNode? Parent { get; internal set; } = parent;

    /// <summary>The box that it comes from.</summary>
    public LayoutBox? Owner { get; } = owner;

    /// <summary>Row vectors: p * Matrix is p in the parent's space.</summary>
    public Matrix4x4 Matrix { get; set; } = Matrix4x4.Identity;

    /// <summary>What is within lies in this space's plane: its depth does not go through (transform-style: flat).</summary>
    public bool Flattens { get; set; } = true;

    /// <summary>It is the offset of a scroll container's contents.</summary>
    public bool IsScroll { get; init; }

    public bool HidesBackface { get; set; }

    public CompositingReasons Reasons { get; set; }

    /// <summary>Counts changes of Matrix, so that others see at once whether anything changed.</summary>
    public int Version { get; internal set; }

    /// <summary>Sets the matrix; true when that changed it.</summary>
    public bool Set(in Matrix4x4 matrix)
    {
        if (Matrix == matrix) return false;
        Matrix = matrix;
        Version++;
        return true;
    }

    /// <summary>Maps this space to an ancestor's; null is the view's.</summary>
    public Matrix4x4 To(TransformNode? ancestor)
    {
        var result = Matrix4x4.Identity;
        for (var node = this; node is not null && node != ancestor; node = node.Parent)
        {
            // What is within is put into the node's plane; the plane itself may stand out of its parent's, where that keeps depth.
            if (node.Flattens) result = Flatten(result);
            result *= node.Matrix;
        }

        return result;
    }

    private static Matrix4x4 Flatten(Matrix4x4 m)
    {
        m.M13 = m.M23 = m.M43 = 0;
        m.M31 = m.M32 = m.M34 = 0;
        m.M33 = 1;
        return m;
    }
}

/// <summary>A node of the clip tree. Nothing outside of the shape is seen. Replaced, not changed, when its shape changes.</summary>
/// <param name="Parent">What clips besides.</param>
/// <param name="Space">The space of the shape.</param>
/// <param name="Shape">The rounded rectangle that stays visible.</param>
/// <param name="Path">A clip-path in the same space; Shape is then its bounds.</param>
public sealed record ClipNode(ClipNode? Parent, TransformNode Space, RoundedRect Shape, ClipShape? Path = null);

/// <summary>A resolved clip-path.</summary>
/// <param name="Shape">As computed.</param>
/// <param name="Box">The reference box.</param>
public sealed record ClipShape(BasicShape Shape, RectF Box);

/// <summary>A node of the effect tree: what is in it is drawn as a group, then put on what is below with opacity, filter, blending. Values may change between frames.</summary>
public sealed class EffectNode(EffectNode? parent, LayoutBox? owner)
{
    public EffectNode? Parent { get; internal set; } = parent;

    public LayoutBox? Owner { get; } = owner;

    /// <summary>The space that blur radii and backdrops are measured in.</summary>
    public required TransformNode Space { get; set; }

    /// <summary>Clips the result.</summary>
    public ClipNode? Clip { get; set; }

    public float Opacity { get; set; } = 1;

    public BlendMode Blend { get; set; }

    public IReadOnlyList<FilterFunction> Filters { get; set; } = [];

    public IReadOnlyList<FilterFunction> Backdrop { get; set; } = [];

    /// <summary>The box whose backdrop is filtered, in Space.</summary>
    public RoundedRect BackdropBox { get; set; }

    /// <summary>Mask layers with the box that they are laid on, or none.</summary>
    public IReadOnlyList<BackgroundItem> Masks { get; set; } = [];

    public CompositingReasons Reasons { get; set; }

    public int Version { get; internal set; }

    /// <summary>Sets the opacity; true when that changed it.</summary>
    public bool SetOpacity(float opacity)
    {
        if (Opacity == opacity) return false;
        Opacity = opacity;
        Version++;
        return true;
    }
}

/// <summary>Where in the trees an item is.</summary>
public readonly record struct PropertyState(TransformNode Transform, ClipNode? Clip, EffectNode? Effect);
