using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Pseudo-classes of links, forms and the like (HTML standard, "Pseudo-classes").</summary>
internal static class ElementConditions
{
    /// <summary>Whether it holds of an element.</summary>
    public static bool Test(PseudoClass pseudo, Element element) => pseudo switch
    {
        PseudoClass.AnyLink => IsLink(element),
        PseudoClass.Link => IsLink(element) && !Is(element, ElementState.Visited),
        PseudoClass.Visited => IsLink(element) && Is(element, ElementState.Visited),
        PseudoClass.Hover => Is(element, ElementState.Hover),
        PseudoClass.Active => Is(element, ElementState.Active),
        PseudoClass.Focus => Is(element, ElementState.Focus),
        PseudoClass.FocusVisible => Is(element, ElementState.FocusVisible),
        PseudoClass.FocusWithin => Is(element, ElementState.FocusWithin),
        PseudoClass.Target => Is(element, ElementState.Target),
        PseudoClass.TargetWithin => IsTargetWithin(element),
        PseudoClass.Enabled => CanBeDisabled(element) && !IsDisabled(element),
        PseudoClass.Disabled => CanBeDisabled(element) && IsDisabled(element),
        PseudoClass.Checked => IsChecked(element),
        PseudoClass.Unchecked => IsCheckable(element) && !IsChecked(element),
        PseudoClass.Indeterminate => Is(element, ElementState.Indeterminate) || (IsHtml(element, "progress") && !element.Has("value")),
        PseudoClass.Default => IsDefault(element),
        PseudoClass.Required => IsField(element) && element.Has("required"),
        PseudoClass.Optional => IsField(element) && !element.Has("required"),
        PseudoClass.ReadWrite => IsReadWrite(element),
        PseudoClass.ReadOnly => !IsReadWrite(element),
        PseudoClass.PlaceholderShown => IsPlaceholderShown(element),
        PseudoClass.Valid => IsValidated(element) && IsValid(element),
        PseudoClass.Invalid => IsValidated(element) && !IsValid(element),
        PseudoClass.InRange => HasRange(element) && IsInRange(element),
        PseudoClass.OutOfRange => HasRange(element) && !IsInRange(element),
        PseudoClass.Defined => true,
        PseudoClass.Open => element.Has("open") && element.Tag is "details" or "dialog",
        _ => false,
    };

    /// <summary>The attributes that a pseudo-class reads; empty when it reads none.</summary>
    public static string[] AttributesOf(PseudoClass pseudo) => pseudo switch
    {
        PseudoClass.AnyLink or PseudoClass.Link or PseudoClass.Visited => ["href"],
        PseudoClass.Enabled or PseudoClass.Disabled => ["disabled"],
        PseudoClass.Checked or PseudoClass.Unchecked => ["type", "checked", "selected"],
        PseudoClass.Indeterminate => ["value"],
        PseudoClass.Default => ["type", "checked", "selected"],
        PseudoClass.Required or PseudoClass.Optional => ["required", "type"],
        PseudoClass.ReadOnly or PseudoClass.ReadWrite => ["readonly", "disabled", "type", "contenteditable"],
        PseudoClass.PlaceholderShown => ["placeholder", "value"],
        PseudoClass.Valid or PseudoClass.Invalid => ["required", "value", "min", "max", "type", "disabled"],
        PseudoClass.InRange or PseudoClass.OutOfRange => ["value", "min", "max", "type"],
        PseudoClass.Open => ["open"],
        _ => [],
    };

    /// <summary>The states that a pseudo-class reads.</summary>
    public static ElementState StatesOf(PseudoClass pseudo) => pseudo switch
    {
        PseudoClass.Hover => ElementState.Hover,
        PseudoClass.Active => ElementState.Active,
        PseudoClass.Focus => ElementState.Focus,
        PseudoClass.FocusVisible => ElementState.FocusVisible,
        PseudoClass.FocusWithin => ElementState.FocusWithin,
        PseudoClass.Target or PseudoClass.TargetWithin => ElementState.Target,
        PseudoClass.Visited or PseudoClass.Link => ElementState.Visited,
        PseudoClass.Checked or PseudoClass.Unchecked or PseudoClass.Default => ElementState.Checked,
        PseudoClass.Indeterminate => ElementState.Indeterminate,
        _ => ElementState.None,
    };

    /// <summary>Whether an element can't be used because of itself or a fieldset around it.</summary>
    public static bool IsDisabled(Element element)
    {
        if (element.Has("disabled")) return true;
        if (element.Tag is "option") return element.Parent is { Tag: "optgroup" } group && group.Has("disabled");
        if (element.Tag is "optgroup") return false;
        Element child = element;
        for (var above = element.Parent; above is not null; above = above.Parent)
        {
            // What is in the first legend of a disabled fieldset can be used.
            if (above.Tag is "fieldset" && above.Has("disabled") && !(child.Tag is "legend" && IsFirstLegend(child))) return true;
            child = above;
        }

        return false;
    }

    private static bool IsFirstLegend(Element legend)
    {
        for (var before = legend.PreviousElement; before is not null; before = before.PreviousElement)
        {
            if (before.Tag is "legend") return false;
        }

        return true;
    }

    private static bool Is(Element element, ElementState state) => (element.State & state) != 0;

    private static bool IsHtml(Element element, string tag) => element.Namespace == ElementNamespace.Html && string.Equals(element.Tag, tag, StringComparison.Ordinal);

    private static bool IsLink(Element element) => element.Tag is "a" or "area" && (element.Has("href") || element.Has("xlink:href"));

    private static bool IsTargetWithin(Element element)
    {
        foreach (var node in Document.Walk(element))
        {
            if (node is Element inner && Is(inner, ElementState.Target)) return true;
        }

        return false;
    }

    private static bool CanBeDisabled(Element element) =>
        element.Namespace == ElementNamespace.Html && element.Tag is "button" or "input" or "select" or "textarea" or "optgroup" or "option" or "fieldset";

    private static string TypeOf(Element element) => (element.Attribute("type") ?? "").ToLowerInvariant();

    private static bool IsCheckable(Element element) => IsHtml(element, "option") || (IsHtml(element, "input") && TypeOf(element) is "checkbox" or "radio");

    private static bool IsChecked(Element element) => IsCheckable(element) && Is(element, ElementState.Checked);

    private static bool IsDefault(Element element)
    {
        if (IsHtml(element, "option")) return element.Has("selected");
        if (IsHtml(element, "input") && TypeOf(element) is "checkbox" or "radio") return element.Has("checked");
        if (!(IsHtml(element, "button") && TypeOf(element) is "submit" or "") && !(IsHtml(element, "input") && TypeOf(element) is "submit" or "image")) return false;
        Element? form = element.Parent;
        while (form is not null && form.Tag is not "form") form = form.Parent;
        if (form is null) return false;
        foreach (var node in Document.Walk(form))
        {
            if (node is Element other && ((IsHtml(other, "button") && TypeOf(other) is "submit" or "") || (IsHtml(other, "input") && TypeOf(other) is "submit" or "image"))) return other == element;
        }

        return false;
    }

    private static bool IsField(Element element) =>
        element.Namespace == ElementNamespace.Html && (element.Tag is "select" or "textarea" || (element.Tag is "input" && TypeOf(element) is not ("hidden" or "range" or "color" or "submit" or "image" or "reset" or "button")));

    private static bool IsReadWrite(Element element)
    {
        if (element.Namespace != ElementNamespace.Html) return false;
        if (element.Tag is "textarea" || (element.Tag is "input" && TypeOf(element) is not ("hidden" or "range" or "color" or "checkbox" or "radio" or "file" or "submit" or "image" or "reset" or "button")))
            return !element.Has("readonly") && !IsDisabled(element);
        for (var node = element; node is not null; node = node.Parent)
        {
            if (node.Attribute("contenteditable") is { } editable) return !editable.Equals("false", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    private static bool IsPlaceholderShown(Element element)
    {
        if (!element.Has("placeholder")) return false;
        if (IsHtml(element, "textarea")) return element.TextContent().Length == 0;
        return IsHtml(element, "input") && TypeOf(element) is "" or "text" or "search" or "url" or "tel" or "email" or "password" or "number" && string.IsNullOrEmpty(element.Attribute("value"));
    }

    private static bool IsValidated(Element element)
    {
        if (element.Namespace != ElementNamespace.Html) return false;
        if (element.Tag is "form" or "fieldset") return true;
        if (element.Tag is not ("input" or "select" or "textarea" or "button")) return false;
        if (element.Tag is "input" && TypeOf(element) is "hidden" or "reset" or "button") return false;
        return !IsDisabled(element) && !(element.Has("readonly") && element.Tag is not "select");
    }

    private static bool IsValid(Element element)
    {
        if (element.Tag is "form" or "fieldset")
        {
            foreach (var node in Document.Walk(element))
            {
                if (node is Element { Tag: "input" or "select" or "textarea" } field && IsValidated(field) && !IsValid(field)) return false;
            }

            return true;
        }

        if (IsField(element) && element.Has("required") && IsMissing(element)) return false;
        return !HasRange(element) || IsInRange(element);
    }

    private static bool IsMissing(Element element)
    {
        if (element.Tag is "textarea") return element.TextContent().Length == 0;
        if (element.Tag is "input" && TypeOf(element) is "checkbox" or "radio") return !IsChecked(element);
        if (element.Tag is not "select") return string.IsNullOrEmpty(element.Attribute("value"));
        foreach (var node in Document.Walk(element))
        {
            if (node is Element { Tag: "option" } option) return (option.Attribute("value") ?? option.TextContent()).Length == 0;
        }

        return true;
    }

    private static bool HasRange(Element element) =>
        IsHtml(element, "input") && TypeOf(element) is "number" or "range" && (Number(element, "min") is not null || Number(element, "max") is not null) && !IsDisabled(element) && !element.Has("readonly");

    private static bool IsInRange(Element element)
    {
        if (Number(element, "value") is not { } value) return true;
        return !(value < Number(element, "min")) && !(value > Number(element, "max"));
    }

    private static double? Number(Element element, string attribute) =>
        double.TryParse(element.Attribute(attribute), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
}
