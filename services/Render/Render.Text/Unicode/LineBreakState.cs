using C = WasmEngine.Render.Text.Unicode.LineBreakClass;

namespace WasmEngine.Render.Text.Unicode;

/// <summary>Goes through a text by code points and decides at each whether the line may end before it (UAX 14 §6).</summary>
internal struct LineBreakState(LineBreakOptions options)
{
    private enum Number : byte
    {
        No,
        Digits, // NU (NU | SY | IS)*
        Closed, // … (CL | CP)
    }

    private readonly LineBreakOptions _options = options;
    private C _last; // the class before this place, marks joined to their base (LB9)
    private C _beforeSpaces; // the class before the spaces that end here; the same as _last without spaces
    private CharacterRecord _record; // of the base character of _last
    private bool _joiner; // the code point before this place is ZWJ
    private bool _eastAsianBeforeQuote; // of a quotation mark before this place
    private bool _oddRegional;
    private bool _hebrewHyphen;
    private Number _number;

    /// <summary>Takes the first code point, and gives it.</summary>
    internal int Begin(ReadOnlySpan<char> text, int at, out int length)
    {
        var codepoint = UnicodeData.CodepointAt(text, at, out length);
        var record = UnicodeData.Lookup(codepoint);
        var now = LineBreakTailoring.Classify(codepoint, record, _options);
        _joiner = now == C.ZWJ;
        Take(now is C.CM or C.ZWJ ? C.AL : now, record);
        return codepoint;
    }

    /// <summary>Takes the next code point, and says whether the line may end before it.</summary>
    internal LineBreak Next(ReadOnlySpan<char> text, int at, int length, int codepoint)
    {
        var record = UnicodeData.Lookup(codepoint);
        var now = LineBreakTailoring.Classify(codepoint, record, _options);
        if (_last is C.BK or C.LF or C.NL || (_last == C.CR && now != C.LF))
        {
            // LB4, LB5. What follows begins a line of its own.
            _joiner = now == C.ZWJ;
            Take(now is C.CM or C.ZWJ ? C.AL : now, record);
            return LineBreak.Mandatory;
        }

        var joiner = _joiner;
        _joiner = now == C.ZWJ;
        if (now is C.CM or C.ZWJ)
        {
            if (_last is not (C.SP or C.ZW or C.CR)) return LineBreak.None; // LB9: it is part of what is before it
            now = C.AL; // LB10
        }

        var allowed = (IsAllowed(now, record, joiner) && !PrefixesNumber(text, at + length, now)) || PartsQuote(text, at, length, now, record) ||
            LineBreakTailoring.IsLoose(_record, _last, codepoint, now, _options);
        if (_options.Word == WordBreakRule.KeepAll && LineBreakTailoring.IsKeptWhole(_last, _record) && LineBreakTailoring.IsKeptWhole(now, record)) allowed = false;
        Take(now, record);
        return allowed ? LineBreak.Allowed : LineBreak.None;
    }

    private void Take(C now, CharacterRecord record)
    {
        _oddRegional = now == C.RI && !(_last == C.RI && _oddRegional);
        if (now == C.QU) _eastAsianBeforeQuote = _last != C.SP && _record.IsEastAsian;
        _hebrewHyphen = now is C.HY or C.BA && _last == C.HL;
        _number = NextNumber(now);
        _last = now;
        if (now == C.SP) return;
        _beforeSpaces = now;
        _record = record;
    }

    private readonly Number NextNumber(C now) => now switch
    {
        C.NU => Number.Digits,
        C.SY or C.IS when _number == Number.Digits => Number.Digits,
        C.CL or C.CP when _number == Number.Digits => Number.Closed,
        _ => Number.No,
    };

    private readonly bool IsAllowed(C now, CharacterRecord record, bool joiner)
    {
        if (now is C.BK or C.CR or C.LF or C.NL or C.SP or C.ZW) return false; // LB6, LB7
        if (_beforeSpaces == C.ZW) return true; // LB8
        if (joiner) return false; // LB8a
        if (now == C.WJ || _last == C.WJ || _last == C.GL) return false; // LB11, LB12
        if (now == C.GL && _last is not (C.SP or C.BA or C.HY)) return false; // LB12a
        if (now is C.CL or C.CP or C.EX or C.IS or C.SY) return false; // LB13
        switch (_beforeSpaces, now)
        {
            case (C.OP, _): // LB14
            case (C.QU, C.OP): // LB15
            case (C.CL or C.CP, C.NS): // LB16
            case (C.B2, C.B2): // LB17
                return false;
        }

        if (_last == C.SP) return true; // LB18
        if (now == C.QU || _last == C.QU) return false; // LB19
        if (now == C.CB || _last == C.CB) return true; // LB20
        return !IsKept(now, record);
    }

    // LB21 to LB30b: what stays together without spaces.
    private readonly bool IsKept(C now, CharacterRecord record)
    {
        if (now is C.BA or C.HY or C.NS or C.IN || _last == C.BB || _hebrewHyphen) return true; // LB21, LB21a, LB22
        if (ContinuesNumber(now)) return true; // LB25
        return (_last, now) switch
        {
            (C.SY, C.HL) => true, // LB21b
            (C.AL or C.HL, C.NU) or (C.NU, C.AL or C.HL) => true, // LB23
            (C.PR, C.ID) => record.LineBreak is not (C.AL or C.HL), // else made so by break-all
            (C.PR, C.EB or C.EM) or (C.ID or C.EB or C.EM, C.PO) => true, // LB23a
            (C.PR or C.PO, C.AL or C.HL) or (C.AL or C.HL, C.PR or C.PO) => true, // LB24
            (C.JL, C.JL or C.JV or C.H2 or C.H3) or (C.JV or C.H2, C.JV or C.JT) or (C.JT or C.H3, C.JT) => true, // LB26
            (C.JL or C.JV or C.JT or C.H2 or C.H3, C.PO) or (C.PR, C.JL or C.JV or C.JT or C.H2 or C.H3) => true, // LB27
            (C.AL or C.HL or C.IS, C.AL or C.HL) => true, // LB28, LB29
            (C.AL or C.HL or C.NU, C.OP) => !record.IsEastAsian, // LB30
            (C.CP, C.AL or C.HL or C.NU) => !_record.IsEastAsian,
            (C.RI, C.RI) => _oddRegional, // LB30a
            (C.EB, C.EM) => true, // LB30b
            (_, C.EM) => _record is { IsExtendedPictographic: true, IsUnassigned: true },
            _ => false,
        };
    }

    private readonly bool ContinuesNumber(C now) => now switch
    {
        C.NU => _last is C.NU or C.PR or C.PO or C.HY || _number == Number.Digits,
        C.PR or C.PO => _number != Number.No,
        _ => false,
    };

    // LB19a of later versions: an opening quotation mark between East Asian characters may begin a line, a closing one end it.
    private readonly bool PartsQuote(ReadOnlySpan<char> text, int at, int length, C now, CharacterRecord record)
    {
        if (_options.IsPlain) return false;
        if (now == C.QU && record.IsInitialQuote && _last is C.ID or C.H2 or C.H3 && _record.IsEastAsian && at + length < text.Length)
            return UnicodeData.Lookup(UnicodeData.CodepointAt(text, at + length, out _)).IsEastAsian;
        return _last == C.QU && _record.IsFinalQuote && _eastAsianBeforeQuote && now is C.ID or C.H2 or C.H3 && record.IsEastAsian;
    }

    // LB25: a prefix stays with the bracket that opens a number: needs a look at what follows.
    private readonly bool PrefixesNumber(ReadOnlySpan<char> text, int next, C now)
    {
        if (now != C.OP || _last is not (C.PR or C.PO)) return false;
        while (next < text.Length)
        {
            var codepoint = UnicodeData.CodepointAt(text, next, out var length);
            var value = LineBreakTailoring.Classify(codepoint, UnicodeData.Lookup(codepoint), _options);
            if (value is not (C.CM or C.ZWJ)) return value == C.NU;
            next += length;
        }

        return false;
    }
}
