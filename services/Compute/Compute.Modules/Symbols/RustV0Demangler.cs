using System.Globalization;
using System.Text;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>
/// Demangles Rust's v0 names (RFC 2603, "Syntax of mangled names"). Hashes of crates are left out. Back references let short
/// names unfold into endless ones: depth and length are bounded, and what goes beyond is no name.
/// </summary>
internal ref partial struct RustV0Demangler
{
    private const int MaxDepth = 100, MaxText = 2000, MaxSteps = 10_000;
    private readonly ReadOnlySpan<char> _name;
    private readonly StringBuilder _text = new();
    private int _at;
    private int _depth;
    private int _steps;
    private int _silent;
    private bool _failed;

    private RustV0Demangler(ReadOnlySpan<char> name) => _name = name;

    /// <summary>The readable name; null if it is not one of v0.</summary>
    internal static string? Demangle(string mangled)
    {
        // Positions of back references count from after "_R"; suffixes of optimizers follow a dot or a dollar.
        var name = mangled.AsSpan(2);
        var suffix = name.IndexOfAny('.', '$');
        var demangler = new RustV0Demangler(suffix < 0 ? name : name[..suffix]);
        demangler.Path(inValue: true);
        return demangler._failed || demangler._text.Length == 0 ? null : demangler._text.ToString();
    }

    private readonly char Next => _at < _name.Length ? _name[_at] : '\0';

    private char Take()
    {
        if (_at < _name.Length) return _name[_at++];
        _failed = true;
        return '\0';
    }

    private bool Eat(char expected)
    {
        if (Next != expected) return false;
        _at++;
        return true;
    }

    private readonly void Print(ReadOnlySpan<char> text)
    {
        if (_silent == 0) _text.Append(text);
    }

    private bool Enter()
    {
        if (++_depth > MaxDepth || ++_steps > MaxSteps || _text.Length > MaxText) _failed = true;
        return !_failed;
    }

    private void Path(bool inValue)
    {
        if (Enter())
        {
            switch (Take())
            {
                case 'C':
                    Base62Option('s');
                    Print(Identifier());
                    break;
                case 'M':
                    ImplPath();
                    Print("<");
                    Type();
                    Print(">");
                    break;
                case 'X':
                    ImplPath();
                    TraitPath();
                    break;
                case 'Y':
                    TraitPath();
                    break;
                case 'N':
                    Nested(inValue);
                    break;
                case 'I':
                    Path(inValue);
                    Print(inValue ? "::<" : "<");
                    for (var first = true; !_failed && !Eat('E'); first = false)
                    {
                        if (!first) Print(", ");
                        GenericArgument();
                    }

                    Print(">");
                    break;
                case 'B':
                    var back = Backward();
                    Path(inValue);
                    _at = back;
                    break;
                default:
                    _failed = true;
                    break;
            }
        }

        _depth--;
    }

    /// <summary>The path of an impl block is where it stands, which is not shown.</summary>
    private void ImplPath()
    {
        Base62Option('s');
        _silent++;
        Path(inValue: false);
        _silent--;
    }

    private void TraitPath()
    {
        Print("<");
        Type();
        Print(" as ");
        Path(inValue: false);
        Print(">");
    }

    private void Nested(bool inValue)
    {
        var space = Take();
        Path(inValue);
        var number = Base62Option('s');
        var name = Identifier();
        if (char.IsAsciiLetterLower(space))
        {
            if (name.IsEmpty) return;
            Print("::");
            Print(name);
            return;
        }

        Print("::{");
        Print(space switch { 'C' => "closure", 'S' => "shim", _ => space.ToString() });
        if (!name.IsEmpty) Print(string.Concat(":", name));
        Print(string.Create(CultureInfo.InvariantCulture, $"#{number}}}"));
    }

    private void GenericArgument()
    {
        if (Eat('L'))
        {
            Base62();
            Print("'_");
        }
        else if (Eat('K')) Constant();
        else Type();
    }

    /// <summary>Goes to where a back reference points, always backward; returns where to go on.</summary>
    private int Backward()
    {
        var reference = _at - 1;
        var target = Base62();
        var back = _at;
        if (target >= (ulong)reference) _failed = true;
        else _at = (int)target;
        return back;
    }

    private ReadOnlySpan<char> Identifier()
    {
        var encoded = Eat('u');
        var length = 0;
        if (Next is < '0' or > '9') _failed = true;
        if (!Eat('0'))
        {
            while (Next is >= '0' and <= '9' && length < MaxText) length = (length * 10) + (Take() - '0');
        }

        Eat('_');
        if (_failed || length > _name.Length - _at)
        {
            _failed = true;
            return default;
        }

        var name = _name.Slice(_at, length);
        _at += length;
        return encoded ? string.Concat("punycode{", name, "}") : name;
    }

    private ulong Base62Option(char tag) => Eat(tag) ? Base62() + 1 : 0;

    private ulong Base62()
    {
        if (Eat('_')) return 0;
        ulong value = 0;
        while (!_failed && !Eat('_'))
        {
            var digit = Take() switch
            {
                >= '0' and <= '9' and var c => c - '0',
                >= 'a' and <= 'z' and var c => c - 'a' + 10,
                >= 'A' and <= 'Z' and var c => c - 'A' + 36,
                _ => -1,
            };
            if (digit < 0 || value > ulong.MaxValue / 62 - 1) _failed = true;
            value = (value * 62) + (ulong)Math.Max(0, digit);
        }

        return value + 1;
    }
}
