using System.Globalization;
using System.Text;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>Valid modules of random control flow, with stretches of straight code up to about the guards' budget.</summary>
internal sealed class RandomModule
{
    private const int Functions = 7, MostDepth = 5;
    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly bool _indirect;
    private int _left;

    private RandomModule(Random random, bool indirect)
    {
        _random = random;
        _indirect = indirect;
    }

    /// <param name="random">Where chance comes from.</param>
    /// <param name="indirect">With calls through a table.</param>
    public static string Create(Random random, bool indirect)
    {
        var module = new RandomModule(random, indirect);
        module._text.Append(CultureInfo.InvariantCulture, $"(module (import \"test\" \"f\" (func $imported)) (memory 1) (table {Functions} funcref) (tag $e)\n");
        module._text.Append("(type $t (func (param i32)))\n");
        for (var i = 0; i < Functions; i++)
        {
            module._text.Append(CultureInfo.InvariantCulture, $"(func $f{i} (type $t)\n");
            module._left = random.Next(2, 30);
            module.Sequence(0);
            module._text.Append(")\n");
        }

        return module._text.Append(')').ToString();
    }

    private void Sequence(int depth)
    {
        for (var count = _random.Next(1, 7); count > 0 && _left > 0; count--)
        {
            _left--;
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        switch (_random.Next(depth < MostDepth ? 16 : 8))
        {
            case 0 or 1:
                // From a few instructions to most of the budget, each magnitude as often.
                var count = (int)Math.Pow(2, _random.NextDouble() * 13.2);
                _text.Insert(_text.Length, "nop ", count).Append('\n');
                break;
            case 2 or 3:
                Add($"(call $f{_random.Next(Functions)} (local.get 0))");
                break;
            case 4 when _indirect:
                Add("(call_indirect (type $t) (local.get 0) (i32.const 0))");
                break;
            case 4 or 5:
                Add($"(br_if {_random.Next(depth + 1)} (local.get 0))");
                break;
            case 6:
                Add(_random.Next(4) switch { 0 => "(call $imported)", 1 => "(memory.fill (i32.const 0) (i32.const 0) (i32.const 9))", 2 => "(memory.fill (i32.const 0) (i32.const 0) (local.get 0))", _ => "(drop (memory.grow (i32.const 0)))" });
                break;
            case 7:
                Leave(depth);
                break;
            case 8 or 9:
                Nest("(block", depth);
                break;
            case 10 or 11:
                Nest("(loop", depth);
                break;
            case 12 or 13:
                Nest("(if (local.get 0) (then", depth);
                if (_random.Next(2) == 0) Nest("(else", depth);
                _text.Append(')');
                break;
            default:
                Nest($"(try_table (catch{(_random.Next(2) == 0 ? "_all" : " $e")} {_random.Next(depth + 1)})", depth);
                break;
        }
    }

    private void Leave(int depth) => Add("(if (local.get 0) (then " + _random.Next(5) switch
    {
        0 => "return",
        1 => $"(br {_random.Next(depth + 2)})",
        2 => $"(br_table {_random.Next(depth + 2)} {_random.Next(depth + 2)} {_random.Next(depth + 2)} (local.get 0))",
        3 => "(throw $e)",
        _ => !_indirect || _random.Next(2) == 0 ? $"(return_call $f{_random.Next(Functions)} (local.get 0))" : "(return_call_indirect (type $t) (local.get 0) (i32.const 0))",
    } + "))");

    private void Nest(string open, int depth)
    {
        Add(open);
        Sequence(depth + 1);
        Add(")");
    }

    private void Add(string text) => _text.Append(text).Append('\n');
}
