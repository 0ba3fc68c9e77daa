using System.Globalization;
using System.Text;

namespace WasmEngine.Compute.Modules.Symbols;

/// <content>Types and constants.</content>
internal ref partial struct RustV0Demangler
{
    private const string BasicTags = "abcdefhijlmnopstuvxyz";

    private static readonly string[] BasicNames =
    [
        "i8", "bool", "char", "f64", "str", "f32", "u8", "isize", "usize", "i32", "u32", "i128", "u128", "_", "i16", "u16", "()", "...", "i64", "u64", "!",
    ];

    private static string? Basic(char tag) => BasicTags.IndexOf(tag, StringComparison.Ordinal) is >= 0 and var index ? BasicNames[index] : null;

    private void Type()
    {
        if (Enter())
        {
            var tag = Next;
            if (Basic(tag) is { } basic)
            {
                _at++;
                Print(basic);
            }
            else if (tag is 'C' or 'M' or 'X' or 'Y' or 'N' or 'I') Path(inValue: false);
            else
            {
                _at++;
                Compound(tag);
            }
        }

        _depth--;
    }

    private void Compound(char tag)
    {
        switch (tag)
        {
            case 'A' or 'S':
                Print("[");
                Type();
                if (tag == 'A')
                {
                    Print("; ");
                    Constant();
                }

                Print("]");
                break;
            case 'T':
                Print("(");
                var count = List();
                Print(count == 1 ? ",)" : ")");
                break;
            case 'R' or 'Q':
                if (Eat('L')) Base62();
                Print(tag == 'R' ? "&" : "&mut ");
                Type();
                break;
            case 'P' or 'O':
                Print(tag == 'P' ? "*const " : "*mut ");
                Type();
                break;
            case 'F':
                Function();
                break;
            case 'D':
                Dynamic();
                break;
            case 'B':
                var back = Backward();
                Type();
                _at = back;
                break;
            default:
                _failed = true;
                break;
        }
    }

    private int List()
    {
        var count = 0;
        for (; !_failed && !Eat('E'); count++)
        {
            if (count > 0) Print(", ");
            Type();
        }

        return count;
    }

    private void Function()
    {
        Base62Option('G');
        if (Eat('U')) Print("unsafe ");
        if (Eat('K'))
        {
            Print("extern \"");
            Print(Eat('C') ? "C" : Identifier());
            Print("\" ");
        }

        Print("fn(");
        List();
        Print(")");
        if (Eat('u')) return;
        Print(" -> ");
        Type();
    }

    private void Dynamic()
    {
        Print("dyn ");
        Base62Option('G');
        for (var first = true; !_failed && !Eat('E'); first = false)
        {
            if (!first) Print(" + ");
            Path(inValue: false);
            while (!_failed && Eat('p'))
            {
                Print("<");
                Print(Identifier());
                Print(" = ");
                Type();
                Print(">");
            }
        }

        if (!Eat('L')) _failed = true;
        Base62();
    }

    private void Constant()
    {
        if (Enter())
        {
            if (Eat('B'))
            {
                var back = Backward();
                Constant();
                _at = back;
            }
            else if (Eat('p')) Print("_");
            else ConstantData(Take());
        }

        _depth--;
    }

    private void ConstantData(char type)
    {
        var negative = Eat('n');
        var start = _at;
        while (Next is (>= '0' and <= '9') or (>= 'a' and <= 'f')) _at++;
        var digits = _name[start.._at];
        if (!Eat('_') || Basic(type) is null)
        {
            _failed = true;
            return;
        }

        var known = ulong.TryParse(digits.IsEmpty ? "0" : digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        if (negative) Print("-");
        if (!known) Print(string.Concat("0x", digits));
        else if (type == 'b') Print(value == 0 ? "false" : "true");
        else if (type == 'c' && value <= int.MaxValue && Rune.IsValid((int)value)) Print($"'{new Rune((int)value)}'");
        else Print(value.ToString(CultureInfo.InvariantCulture));
    }
}
