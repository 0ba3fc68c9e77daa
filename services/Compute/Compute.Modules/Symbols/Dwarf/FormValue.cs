namespace WasmEngine.Compute.Modules.Symbols.Dwarf;

/// <summary>What the number of an attribute's value means.</summary>
internal enum ValueKind : byte
{
    None,
    Number,
    Address,
    AddressIndex,
    UnitReference,
    SectionReference,
    Offset,
    RangeIndex,
    InlineText,
    StringOffset,
    LineStringOffset,
    StringIndex,
}

/// <summary>The value of an attribute. Text stays where it is: <c>InlineText</c> is an offset in the span that was read.</summary>
internal readonly record struct FormValue(ValueKind Kind, ulong Value)
{
    /// <summary>
    /// Reads a value of any form in DWARF 2 to 5 (7.5.6); a form that is not known fails the cursor, since its size isn't
    /// known either.
    /// </summary>
    internal static FormValue Read(ref ByteCursor cursor, ushort form, long constant, int addressSize, int version)
    {
        switch (form)
        {
            case Form.Address: return new(ValueKind.Address, cursor.Unsigned(addressSize));
            case Form.Data1 or Form.Flag: return new(ValueKind.Number, cursor.Byte());
            case Form.Data2: return new(ValueKind.Number, cursor.UInt16());
            // Offsets into sections had no form of their own before version 4.
            case Form.Data4: return new(version < 4 ? ValueKind.Offset : ValueKind.Number, cursor.UInt32());
            case Form.Data8: return new(ValueKind.Number, cursor.Unsigned(8));
            case Form.UnsignedData: return new(ValueKind.Number, cursor.Leb());
            case Form.SignedData: return new(ValueKind.Number, (ulong)cursor.SignedLeb());
            case Form.ImplicitConstant: return new(ValueKind.Number, (ulong)constant);
            case Form.FlagPresent: return new(ValueKind.Number, 1);
            case Form.SectionOffset: return new(ValueKind.Offset, cursor.UInt32());
            case Form.RangeIndex: return new(ValueKind.RangeIndex, cursor.Leb());
            case Form.AddressIndex: return new(ValueKind.AddressIndex, cursor.Leb());
            case >= Form.AddressIndex1 and <= Form.AddressIndex4: return new(ValueKind.AddressIndex, cursor.Unsigned(form - Form.AddressIndex1 + 1));
            case Form.Reference1: return new(ValueKind.UnitReference, cursor.Byte());
            case Form.Reference2: return new(ValueKind.UnitReference, cursor.UInt16());
            case Form.Reference4: return new(ValueKind.UnitReference, cursor.UInt32());
            case Form.Reference8: return new(ValueKind.UnitReference, cursor.Unsigned(8));
            case Form.ReferenceUnsigned: return new(ValueKind.UnitReference, cursor.Leb());
            case Form.ReferenceAddress: return new(ValueKind.SectionReference, cursor.Unsigned(version <= 2 ? addressSize : 4));
            default: return ReadTextOrBlock(ref cursor, form);
        }
    }

    private static FormValue ReadTextOrBlock(ref ByteCursor cursor, ushort form)
    {
        switch (form)
        {
            case Form.StringPointer: return new(ValueKind.StringOffset, cursor.UInt32());
            case Form.LineString: return new(ValueKind.LineStringOffset, cursor.UInt32());
            case Form.StringIndex: return new(ValueKind.StringIndex, cursor.Leb());
            case >= Form.StringIndex1 and <= Form.StringIndex4: return new(ValueKind.StringIndex, cursor.Unsigned(form - Form.StringIndex1 + 1));
            case Form.String:
                var at = cursor.Position;
                cursor.ZeroTerminated();
                return new(ValueKind.InlineText, (ulong)at);
            case Form.Block1:
                cursor.Skip(cursor.Byte());
                break;
            case Form.Block2:
                cursor.Skip(cursor.UInt16());
                break;
            case Form.Block4:
                cursor.Skip(cursor.UInt32());
                break;
            case Form.Block or Form.Expression:
                cursor.Skip(cursor.Leb());
                break;
            case Form.Data16:
                cursor.Skip(16);
                break;
            case Form.Signature or Form.SupplementReference8:
                cursor.Skip(8);
                break;
            case Form.SupplementReference4 or Form.SupplementString:
                cursor.Skip(4);
                break;
            case Form.LocationIndex:
                cursor.Leb();
                break;
            default:
                cursor.Fail();
                break;
        }

        return default;
    }
}
