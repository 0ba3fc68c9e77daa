// Made by deploy/unicode-tables.py.
namespace WasmEngine.Render.Text;

/// <summary>The scripts of UAX 24; the numbers may change with the version of Unicode.</summary>
public enum Script : byte
{
    /// <summary>Zzzz.</summary>
    Unknown,
    /// <summary>Zyyy.</summary>
    Common,
    /// <summary>Zinh.</summary>
    Inherited,
    /// <summary>Adlm.</summary>
    Adlam,
    /// <summary>Ahom.</summary>
    Ahom,
    /// <summary>Hluw.</summary>
    AnatolianHieroglyphs,
    /// <summary>Arab.</summary>
    Arabic,
    /// <summary>Armn.</summary>
    Armenian,
    /// <summary>Avst.</summary>
    Avestan,
    /// <summary>Bali.</summary>
    Balinese,
    /// <summary>Bamu.</summary>
    Bamum,
    /// <summary>Bass.</summary>
    BassaVah,
    /// <summary>Batk.</summary>
    Batak,
    /// <summary>Beng.</summary>
    Bengali,
    /// <summary>Bhks.</summary>
    Bhaiksuki,
    /// <summary>Bopo.</summary>
    Bopomofo,
    /// <summary>Brah.</summary>
    Brahmi,
    /// <summary>Brai.</summary>
    Braille,
    /// <summary>Bugi.</summary>
    Buginese,
    /// <summary>Buhd.</summary>
    Buhid,
    /// <summary>Cans.</summary>
    CanadianAboriginal,
    /// <summary>Cari.</summary>
    Carian,
    /// <summary>Aghb.</summary>
    CaucasianAlbanian,
    /// <summary>Cakm.</summary>
    Chakma,
    /// <summary>Cham.</summary>
    Cham,
    /// <summary>Cher.</summary>
    Cherokee,
    /// <summary>Chrs.</summary>
    Chorasmian,
    /// <summary>Copt.</summary>
    Coptic,
    /// <summary>Xsux.</summary>
    Cuneiform,
    /// <summary>Cprt.</summary>
    Cypriot,
    /// <summary>Cpmn.</summary>
    CyproMinoan,
    /// <summary>Cyrl.</summary>
    Cyrillic,
    /// <summary>Dsrt.</summary>
    Deseret,
    /// <summary>Deva.</summary>
    Devanagari,
    /// <summary>Diak.</summary>
    DivesAkuru,
    /// <summary>Dogr.</summary>
    Dogra,
    /// <summary>Dupl.</summary>
    Duployan,
    /// <summary>Egyp.</summary>
    EgyptianHieroglyphs,
    /// <summary>Elba.</summary>
    Elbasan,
    /// <summary>Elym.</summary>
    Elymaic,
    /// <summary>Ethi.</summary>
    Ethiopic,
    /// <summary>Geor.</summary>
    Georgian,
    /// <summary>Glag.</summary>
    Glagolitic,
    /// <summary>Goth.</summary>
    Gothic,
    /// <summary>Gran.</summary>
    Grantha,
    /// <summary>Grek.</summary>
    Greek,
    /// <summary>Gujr.</summary>
    Gujarati,
    /// <summary>Gong.</summary>
    GunjalaGondi,
    /// <summary>Guru.</summary>
    Gurmukhi,
    /// <summary>Hani.</summary>
    Han,
    /// <summary>Hang.</summary>
    Hangul,
    /// <summary>Rohg.</summary>
    HanifiRohingya,
    /// <summary>Hano.</summary>
    Hanunoo,
    /// <summary>Hatr.</summary>
    Hatran,
    /// <summary>Hebr.</summary>
    Hebrew,
    /// <summary>Hira.</summary>
    Hiragana,
    /// <summary>Armi.</summary>
    ImperialAramaic,
    /// <summary>Phli.</summary>
    InscriptionalPahlavi,
    /// <summary>Prti.</summary>
    InscriptionalParthian,
    /// <summary>Java.</summary>
    Javanese,
    /// <summary>Kthi.</summary>
    Kaithi,
    /// <summary>Knda.</summary>
    Kannada,
    /// <summary>Kana.</summary>
    Katakana,
    /// <summary>Kawi.</summary>
    Kawi,
    /// <summary>Kali.</summary>
    KayahLi,
    /// <summary>Khar.</summary>
    Kharoshthi,
    /// <summary>Kits.</summary>
    KhitanSmallScript,
    /// <summary>Khmr.</summary>
    Khmer,
    /// <summary>Khoj.</summary>
    Khojki,
    /// <summary>Sind.</summary>
    Khudawadi,
    /// <summary>Laoo.</summary>
    Lao,
    /// <summary>Latn.</summary>
    Latin,
    /// <summary>Lepc.</summary>
    Lepcha,
    /// <summary>Limb.</summary>
    Limbu,
    /// <summary>Lina.</summary>
    LinearA,
    /// <summary>Linb.</summary>
    LinearB,
    /// <summary>Lisu.</summary>
    Lisu,
    /// <summary>Lyci.</summary>
    Lycian,
    /// <summary>Lydi.</summary>
    Lydian,
    /// <summary>Mahj.</summary>
    Mahajani,
    /// <summary>Maka.</summary>
    Makasar,
    /// <summary>Mlym.</summary>
    Malayalam,
    /// <summary>Mand.</summary>
    Mandaic,
    /// <summary>Mani.</summary>
    Manichaean,
    /// <summary>Marc.</summary>
    Marchen,
    /// <summary>Gonm.</summary>
    MasaramGondi,
    /// <summary>Medf.</summary>
    Medefaidrin,
    /// <summary>Mtei.</summary>
    MeeteiMayek,
    /// <summary>Mend.</summary>
    MendeKikakui,
    /// <summary>Merc.</summary>
    MeroiticCursive,
    /// <summary>Mero.</summary>
    MeroiticHieroglyphs,
    /// <summary>Plrd.</summary>
    Miao,
    /// <summary>Modi.</summary>
    Modi,
    /// <summary>Mong.</summary>
    Mongolian,
    /// <summary>Mroo.</summary>
    Mro,
    /// <summary>Mult.</summary>
    Multani,
    /// <summary>Mymr.</summary>
    Myanmar,
    /// <summary>Nbat.</summary>
    Nabataean,
    /// <summary>Nagm.</summary>
    NagMundari,
    /// <summary>Nand.</summary>
    Nandinagari,
    /// <summary>Talu.</summary>
    NewTaiLue,
    /// <summary>Newa.</summary>
    Newa,
    /// <summary>Nkoo.</summary>
    Nko,
    /// <summary>Nshu.</summary>
    Nushu,
    /// <summary>Hmnp.</summary>
    NyiakengPuachueHmong,
    /// <summary>Ogam.</summary>
    Ogham,
    /// <summary>Olck.</summary>
    OlChiki,
    /// <summary>Hung.</summary>
    OldHungarian,
    /// <summary>Ital.</summary>
    OldItalic,
    /// <summary>Narb.</summary>
    OldNorthArabian,
    /// <summary>Perm.</summary>
    OldPermic,
    /// <summary>Xpeo.</summary>
    OldPersian,
    /// <summary>Sogo.</summary>
    OldSogdian,
    /// <summary>Sarb.</summary>
    OldSouthArabian,
    /// <summary>Orkh.</summary>
    OldTurkic,
    /// <summary>Ougr.</summary>
    OldUyghur,
    /// <summary>Orya.</summary>
    Oriya,
    /// <summary>Osge.</summary>
    Osage,
    /// <summary>Osma.</summary>
    Osmanya,
    /// <summary>Hmng.</summary>
    PahawhHmong,
    /// <summary>Palm.</summary>
    Palmyrene,
    /// <summary>Pauc.</summary>
    PauCinHau,
    /// <summary>Phag.</summary>
    PhagsPa,
    /// <summary>Phnx.</summary>
    Phoenician,
    /// <summary>Phlp.</summary>
    PsalterPahlavi,
    /// <summary>Rjng.</summary>
    Rejang,
    /// <summary>Runr.</summary>
    Runic,
    /// <summary>Samr.</summary>
    Samaritan,
    /// <summary>Saur.</summary>
    Saurashtra,
    /// <summary>Shrd.</summary>
    Sharada,
    /// <summary>Shaw.</summary>
    Shavian,
    /// <summary>Sidd.</summary>
    Siddham,
    /// <summary>Sgnw.</summary>
    SignWriting,
    /// <summary>Sinh.</summary>
    Sinhala,
    /// <summary>Sogd.</summary>
    Sogdian,
    /// <summary>Sora.</summary>
    SoraSompeng,
    /// <summary>Soyo.</summary>
    Soyombo,
    /// <summary>Sund.</summary>
    Sundanese,
    /// <summary>Sylo.</summary>
    SylotiNagri,
    /// <summary>Syrc.</summary>
    Syriac,
    /// <summary>Tglg.</summary>
    Tagalog,
    /// <summary>Tagb.</summary>
    Tagbanwa,
    /// <summary>Tale.</summary>
    TaiLe,
    /// <summary>Lana.</summary>
    TaiTham,
    /// <summary>Tavt.</summary>
    TaiViet,
    /// <summary>Takr.</summary>
    Takri,
    /// <summary>Taml.</summary>
    Tamil,
    /// <summary>Tnsa.</summary>
    Tangsa,
    /// <summary>Tang.</summary>
    Tangut,
    /// <summary>Telu.</summary>
    Telugu,
    /// <summary>Thaa.</summary>
    Thaana,
    /// <summary>Thai.</summary>
    Thai,
    /// <summary>Tibt.</summary>
    Tibetan,
    /// <summary>Tfng.</summary>
    Tifinagh,
    /// <summary>Tirh.</summary>
    Tirhuta,
    /// <summary>Toto.</summary>
    Toto,
    /// <summary>Ugar.</summary>
    Ugaritic,
    /// <summary>Vaii.</summary>
    Vai,
    /// <summary>Vith.</summary>
    Vithkuqi,
    /// <summary>Wcho.</summary>
    Wancho,
    /// <summary>Wara.</summary>
    WarangCiti,
    /// <summary>Yezi.</summary>
    Yezidi,
    /// <summary>Yiii.</summary>
    Yi,
    /// <summary>Zanb.</summary>
    ZanabazarSquare,
}
