namespace WasmEngine.Render.Style;

/// <summary>Reads images (css-images-4): url(), image-set(), gradients.</summary>
internal static class ImageParser
{
    /// <summary>An image or `none`, which is <see cref="NoImage"/>.</summary>
    internal static bool ImageOrNone(ValueReader reader, out CssImage value)
    {
        value = NoImage.Instance;
        return reader.TryIdent("none") || Image(reader, out value);
    }

    internal static bool Image(ValueReader reader, out CssImage value)
    {
        value = NoImage.Instance;
        if (TryUrl(reader, out var url))
        {
            value = new UrlImage(url);
            return true;
        }

        var token = reader.Peek();
        if (token.Kind != CssTokenKind.Function) return false;
        if (reader.TryFunction("image-set") || reader.TryFunction("-webkit-image-set")) return TrySet(reader, out value);
        reader.Next();
        return GradientParser.TryArguments(reader, token.Text!.ToLowerInvariant(), out value) && reader.TryClose();
    }

    /// <summary>url(…), with or without quotes, made absolute.</summary>
    internal static bool TryUrl(ValueReader reader, out string url)
    {
        var token = reader.Peek();
        url = "";
        if (token.Kind == CssTokenKind.Url)
        {
            reader.Next();
            url = reader.Options.Resolve(token.Text!);
            return true;
        }

        if (!token.IsFunction("url")) return false;
        reader.Next();
        if (!reader.TryString(out var text) || !reader.TryClose()) return false;
        url = reader.Options.Resolve(text);
        return true;
    }

    /// <summary>The candidate for the device's resolution: the least that is enough, or else the greatest.</summary>
    private static bool TrySet(ValueReader reader, out CssImage value)
    {
        value = NoImage.Instance;
        var wanted = reader.Context?.Context.DevicePixelRatio ?? 1;
        var (best, found) = (0f, false);
        do
        {
            if (!TryCandidate(reader, out var image, out var resolution, out var usable)) return false;
            if (!usable || (found && !(best < wanted ? resolution > best : resolution >= wanted && resolution < best))) continue;
            (value, best, found) = (image, resolution, true);
        }
        while (reader.TryComma());
        reader.Dependencies |= ValueDependencies.Viewport; // of which the resolution is a part
        return reader.TryClose();
    }

    private static bool TryCandidate(ValueReader reader, out CssImage image, out float resolution, out bool usable)
    {
        (resolution, usable) = (1, true);
        if (reader.TryString(out var text)) image = new UrlImage(reader.Options.Resolve(text));
        else if (reader.Peek().IsFunction("image-set") || reader.Peek().IsFunction("-webkit-image-set") || !Image(reader, out image))
        {
            image = NoImage.Instance;
            return false;
        }

        while (reader.Peek().Kind is not (CssTokenKind.Comma or CssTokenKind.CloseParen or CssTokenKind.End))
        {
            if (reader.TryFunction("type"))
            {
                if (!reader.TryString(out var type) || !reader.TryClose()) return false;
                usable = type is "image/png" or "image/jpeg" or "image/webp" or "image/gif" or "image/svg+xml" or "image/bmp";
            }
            else if (!Numeric.Resolution(reader, out resolution) || resolution < 0) return false;
        }

        return true;
    }
}
