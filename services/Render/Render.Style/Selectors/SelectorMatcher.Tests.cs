using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <content>Simple selectors.</content>
public sealed partial class SelectorMatcher
{
    private static readonly char[] Spaces = [' ', '\t', '\n', '\r', '\f'];

    private bool Test(SimpleSelector test, Element element) => test.Kind switch
    {
        SimpleKind.Universal => IsInSpace(test, element),
        SimpleKind.Tag => HasTag(test, element),
        SimpleKind.Id => string.Equals(element.Id, test.Name, _isQuirky ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
        SimpleKind.Class => HasClass(test.Name, element),
        SimpleKind.Attribute => HasAttribute(test, element),
        SimpleKind.Pseudo => Pseudo(test.Pseudo, element),
        SimpleKind.Nth => Nth(test, element),
        SimpleKind.Is or SimpleKind.Where or SimpleKind.Nesting => Any(element, test.List),
        SimpleKind.Not => !Any(element, test.List),
        SimpleKind.Has => Has(element, test.List!),
        SimpleKind.Lang => IsLanguage(test.Value, element),
        SimpleKind.Dir => IsDirection(test.Value, element),
        SimpleKind.Contains => element.TextContent().Contains(test.Value, StringComparison.Ordinal),
        SimpleKind.Anchor => element == _anchor,
        _ => false,
    };

    private static bool IsInSpace(SimpleSelector test, Element element) => test.Space is not { } space || space == element.Namespace;

    private static bool HasTag(SimpleSelector test, Element element) =>
        string.Equals(element.Tag, element.Namespace == ElementNamespace.Html ? test.LowerName : test.Name, StringComparison.Ordinal) && IsInSpace(test, element);

    private bool HasClass(string name, Element element)
    {
        foreach (var own in element.Classes)
        {
            if (own.Length == name.Length && string.Equals(own, name, _isQuirky ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool HasAttribute(SimpleSelector test, Element element)
    {
        var isHtml = element.Namespace == ElementNamespace.Html;
        var actual = element.Attribute(isHtml ? test.LowerName : test.Name);
        if (actual is null) return test.Operator == AttributeOperator.NotEqual;
        if (test.Operator == AttributeOperator.Exists) return true;
        var comparison = test.IgnoreCase ?? (isHtml && CaselessAttributes.Contains(test.LowerName)) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var value = test.Value;
        return test.Operator switch
        {
            AttributeOperator.Equal => string.Equals(actual, value, comparison),
            AttributeOperator.NotEqual => !string.Equals(actual, value, comparison),
            AttributeOperator.Word => HasWord(actual, value, comparison),
            AttributeOperator.Dash => actual.StartsWith(value, comparison) && (actual.Length == value.Length || actual[value.Length] == '-'),
            AttributeOperator.Prefix => value.Length > 0 && actual.StartsWith(value, comparison),
            AttributeOperator.Suffix => value.Length > 0 && actual.EndsWith(value, comparison),
            _ => value.Length > 0 && actual.Contains(value, comparison),
        };
    }

    private static bool HasWord(string text, string word, StringComparison comparison)
    {
        if (word.Length == 0 || word.AsSpan().IndexOfAny(Spaces) >= 0) return false;
        for (var at = text.IndexOf(word, comparison); at >= 0; at = at + 1 < text.Length ? text.IndexOf(word, at + 1, comparison) : -1)
        {
            var end = at + word.Length;
            if ((at == 0 || Array.IndexOf(Spaces, text[at - 1]) >= 0) && (end == text.Length || Array.IndexOf(Spaces, text[end]) >= 0)) return true;
        }

        return false;
    }

    private bool Pseudo(PseudoClass pseudo, Element element) => pseudo switch
    {
        PseudoClass.Root => element == element.Document.Root,
        PseudoClass.Scope => element == (_scope ?? element.Document.Root),
        PseudoClass.Empty => IsEmpty(element),
        PseudoClass.FirstChild => Structural(element) && element.PreviousElement is null,
        PseudoClass.LastChild => Structural(element) && element.NextElement is null,
        PseudoClass.OnlyChild => Structural(element) && element.PreviousElement is null && element.NextElement is null,
        PseudoClass.FirstOfType => Structural(element) && IsFirstOfType(element),
        PseudoClass.LastOfType => Structural(element) && IsLastOfType(element),
        PseudoClass.OnlyOfType => Structural(element) && IsFirstOfType(element) && IsLastOfType(element),
        _ => ElementConditions.Test(pseudo, element),
    };

    private static bool Structural(Element element)
    {
        ElementStyle.Mark(element.Parent, StyleFlags.ChildrenDependOnPosition);
        return true;
    }

    private static bool IsEmpty(Element element)
    {
        ElementStyle.Mark(element, StyleFlags.DependsOnEmptiness);
        for (var child = element.FirstChild; child is not null; child = child.Next)
        {
            if (child is Element or TextNode { Data.Length: > 0 }) return false;
        }

        return true;
    }

    private static bool IsSameType(Element a, Element b) => a.Namespace == b.Namespace && string.Equals(a.Tag, b.Tag, StringComparison.Ordinal);

    private bool IsFirstOfType(Element element) => _nth.Index(element, sameType: true) == 1;

    private bool IsLastOfType(Element element) => _nth.Index(element, sameType: true) == _nth.Count(element, sameType: true);

    private bool Nth(SimpleSelector test, Element element)
    {
        ElementStyle.Mark(element.Parent, StyleFlags.ChildrenDependOnPosition);
        if (test.List is not null) return NthOf(test, element);
        var index = _nth.Index(element, test.OfType);
        return test.Nth.Takes(test.FromEnd ? _nth.Count(element, test.OfType) - index + 1 : index);
    }

    private bool NthOf(SimpleSelector test, Element element)
    {
        if (!Any(element, test.List)) return false;
        var index = 1;
        if (test.FromEnd)
        {
            for (var other = element.NextElement; other is not null && !IsExhausted; other = other.NextElement) index += Any(other, test.List) ? 1 : 0;
        }
        else
        {
            for (var other = element.PreviousElement; other is not null && !IsExhausted; other = other.PreviousElement) index += Any(other, test.List) ? 1 : 0;
        }

        return test.Nth.Takes(index);
    }

    private static bool IsLanguage(string ranges, Element element)
    {
        string? language = null;
        for (var node = element; node is not null && language is null; node = node.Parent) language = node.Attribute("lang") ?? node.Attribute("xml:lang");
        if (language is null) return false;
        foreach (var range in ranges.Split(',')) if (LanguageRange.Matches(range, language)) return true;
        return false;
    }

    private static bool IsDirection(string wanted, Element element)
    {
        var rtl = ElementDirection.IsRtl(element);
        return wanted.Equals("rtl", StringComparison.OrdinalIgnoreCase) ? rtl : wanted.Equals("ltr", StringComparison.OrdinalIgnoreCase) && !rtl;
    }

    // Attributes whose values HTML compares without case (HTML standard, "Case-sensitivity of selectors").
    private static readonly HashSet<string> CaselessAttributes = new(StringComparer.Ordinal)
    {
        "accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked", "clear", "codetype", "color", "compact", "declare", "defer", "dir", "direction", "disabled", "enctype",
        "face", "frame", "hreflang", "http-equiv", "lang", "language", "link", "media", "method", "multiple", "nohref", "noresize", "noshade", "nowrap", "readonly", "rel", "rev", "rules", "scope",
        "scrolling", "selected", "shape", "target", "text", "type", "valign", "valuetype", "vlink",
    };
}
