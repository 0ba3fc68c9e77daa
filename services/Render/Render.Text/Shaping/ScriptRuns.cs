using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Text.Shaping;

/// <summary>
/// Splits text by script (UAX 24 §5): characters of all scripts take that of what is before them, brackets that of their
/// partner, characters of several scripts one that fits their neighbours.
/// </summary>
internal ref struct ScriptRuns(ReadOnlySpan<char> text)
{
    private const int MaxDepth = 32; // of brackets, as ICU and Blink have it
    private readonly ReadOnlySpan<char> _text = text;
    private readonly Stack<(int Closer, Script Script)> _brackets = new();
    private int _at;

    /// <summary>Where the current run begins.</summary>
    internal int Start { get; private set; }

    /// <summary>Index behind the current run.</summary>
    internal readonly int End => _at;

    /// <summary>Its script; Common where no character has one.</summary>
    internal Script Script { get; private set; } = Script.Common;

    /// <summary>Goes to the next run; false at the end of the text.</summary>
    internal bool MoveNext()
    {
        if (_at >= _text.Length) return false;
        Start = _at;
        Script = Script.Common;
        while (_at < _text.Length)
        {
            var codepoint = UnicodeData.CodepointAt(_text, _at, out var length);
            var record = UnicodeData.Lookup(codepoint);
            var script = Resolve(codepoint, record);
            if (script is not (Script.Common or Script.Inherited))
            {
                if (Script == Script.Common) Adopt(script);
                else if (script != Script) break;
            }

            if (UnicodeData.TryGetBracket(codepoint, out var partner, out var opens) && opens && _brackets.Count < MaxDepth) _brackets.Push((partner, Script));
            _at += length;
        }

        return true;
    }

    // The first real script of a run is that of the brackets opened in it before, too.
    private void Adopt(Script script)
    {
        Script = script;
        if (_brackets.Count == 0) return;
        var all = _brackets.ToArray();
        _brackets.Clear();
        for (var i = all.Length - 1; i >= 0; i--) _brackets.Push(all[i].Script == Script.Common ? (all[i].Closer, script) : all[i]);
    }

    private readonly Script Resolve(int codepoint, CharacterRecord record)
    {
        if (record.Script == Script.Inherited) return Script.Inherited;
        var extensions = UnicodeData.ScriptExtensions(record);
        if (extensions.Length > 0) return extensions.Contains(Script) || Script == Script.Common ? Script.Common : FirstOther(record, extensions);
        if (record.Script != Script.Common) return record.Script;
        if (UnicodeData.TryGetBracket(codepoint, out _, out var opens) && !opens) return CloseBracket(codepoint);
        return Script.Common;
    }

    // A character with extensions that don't fit: its own script if it has one, else it stays common.
    private static Script FirstOther(CharacterRecord record, ReadOnlySpan<Script> extensions) =>
        record.Script is Script.Common ? (extensions.Length == 1 ? extensions[0] : Script.Common) : record.Script;

    private readonly Script CloseBracket(int closer)
    {
        while (_brackets.Count > 0)
        {
            var (expected, script) = _brackets.Pop();
            if (expected == closer) return script;
        }

        return Script.Common;
    }
}
