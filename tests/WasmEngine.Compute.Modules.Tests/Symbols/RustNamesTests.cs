using WasmEngine.Compute.Modules.Symbols;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

public sealed class RustNamesTests
{
    [Theory]
    [InlineData("_ZN4core9panicking5panic17h0123456789abcdefE", "core::panicking::panic")]
    [InlineData("_ZN36_$LT$T$u20$as$u20$core..any..Any$GT$7type_id17he2dbf429ec92e8f4E", "<T as core::any::Any>::type_id")]
    [InlineData("_ZN3std9panicking12default_hook28_$u7b$$u7b$closure$u7d$$u7d$17h404a232f9fbc8059E", "std::panicking::default_hook::{{closure}}")]
    [InlineData("_ZN5alloc7raw_vec11finish_grow17h1dca93577eb608a3E.llvm.14866878828741223298", "alloc::raw_vec::finish_grow")]
    [InlineData("core::panicking::panic::h0123456789abcdef", "core::panicking::panic")]
    [InlineData("_$LT$T$u20$as$u20$core..any..Any$GT$::type_id::he2dbf429ec92e8f4", "<T as core::any::Any>::type_id")]
    public void Readable_Legacy_IsUnescapedAndWithoutHash(string mangled, string expected) => Assert.Equal(expected, RustNames.Readable(mangled));

    [Theory]
    [InlineData("_RNvC5krate4main", "krate::main")]
    [InlineData("_RNvCs1234_7mycrate3foo", "mycrate::foo")]
    [InlineData("_RNvNtNtCs9tm3sCXHW8O_4core3ptr7mut_ptr5write", "core::ptr::mut_ptr::write")]
    [InlineData("_RNCNvC7mycrate4main0B3_", "mycrate::main::{closure#0}")]
    [InlineData("_RNCNvC7mycrate4mains_0B3_", "mycrate::main::{closure#1}")]
    [InlineData("_RINvNtC3std3mem8align_ofjE", "std::mem::align_of::<usize>")]
    [InlineData("_RINvC1a1fRShTlmEE", "a::f::<&[u8], (i32, u32)>")]
    [InlineData("_RINvC1a1fQNtC1b1TE", "a::f::<&mut b::T>")]
    [InlineData("_RINvC1a1fAhj10_E", "a::f::<[u8; 16]>")]
    [InlineData("_RINvC1a1fKb1_Kc61_Kln5_E", "a::f::<true, 'a', -5>")]
    [InlineData("_RINvC1a1fFUKCmEuE", "a::f::<unsafe extern \"C\" fn(u32)>")]
    [InlineData("_RINvC1a1fDNtNtC4core3fmt5DebugEL_E", "a::f::<dyn core::fmt::Debug>")]
    [InlineData("_RNvMNtC1a1mNtB2_1S3new", "<a::m::S>::new")]
    [InlineData("_RNvXNtC1a1mNtB2_1SNtNtC4core3fmt5Debug3fmt", "<a::m::S as core::fmt::Debug>::fmt")]
    [InlineData("_RNvYlNtC1a5Thing2go", "<i32 as a::Thing>::go")]
    [InlineData("_RNvC5krate4main.llvm.1234", "krate::main")]
    public void Readable_V0_IsThePath(string mangled, string expected) => Assert.Equal(expected, RustNames.Readable(mangled));

    [Theory]
    [InlineData("main")]
    [InlineData("")]
    [InlineData("_ZN3foo3barEv")] // of C++: no hash
    [InlineData("_ZN99999999999foo17h0123456789abcdefE")]
    [InlineData("_ZN3foo17h0123456789abcdeE")]
    [InlineData("_R")]
    [InlineData("_RNvC5krate99main")]
    [InlineData("_RNvB_4main")]
    [InlineData("_RYYYYYYYYYYYYYYYYYYYYYYY")]
    [InlineData("std::vector<int>::push_back(int const&)")]
    public void Readable_OtherNames_StayAsTheyAre(string name) => Assert.Equal(name, RustNames.Readable(name));

    [Fact]
    public void Readable_DeepOrUnfoldingNames_AreGivenUp()
    {
        var deep = "_RINvC1a1f" + new string('R', 100_000) + "hE";
        Assert.Equal(deep, RustNames.Readable(deep));

        // Each pair refers to the pair before it, twice: 2 to the power of 40 types.
        var name = "INvC1a1fThhE";
        var last = 8;
        for (var i = 0; i < 40; i++)
        {
            var next = name.Length;
            name += $"TB{Base62(last)}B{Base62(last)}E";
            last = next;
        }

        Assert.Equal("_R" + name + "E", RustNames.Readable("_R" + name + "E"));
    }

    private static string Base62(int value)
    {
        const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        if (value == 0) return "_";
        value--;
        var text = "";
        do
        {
            text = Digits[value % 62] + text;
            value /= 62;
        }
        while (value > 0);
        return text + "_";
    }
}
