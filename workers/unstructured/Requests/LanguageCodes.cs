using System.Collections.Frozen;

namespace PipAi.Workers.Unstructured.Requests;

/// <summary>
/// Languages as senders name them (ISO 639-1, both forms of ISO 639-2, Tesseract's codes, English names), and as elements
/// state them: ISO 639-3.
/// </summary>
internal static class LanguageCodes
{
    // Code of ISO 639-3, code of ISO 639-1, bibliographic code of ISO 639-2 where it is another one, English name.
    private const string WithTwoLetters = """
        aar/aa/afar abk/ab/abkhazian afr/af/afrikaans aka/ak/akan amh/am/amharic ara/ar/arabic arg/an/aragonese asm/as/assamese
        ava/av/avaric ave/ae/avestan aym/ay/aymara aze/az/azerbaijani bak/ba/bashkir bam/bm/bambara bel/be/belarusian ben/bn/bengali
        bih/bh/bihari_languages bis/bi/bislama bod/bo/tib/tibetan bos/bs/bosnian bre/br/breton bul/bg/bulgarian cat/ca/catalan
        ces/cs/cze/czech cha/ch/chamorro che/ce/chechen chu/cu/church_slavic chv/cv/chuvash cor/kw/cornish cos/co/corsican cre/cr/cree
        cym/cy/wel/welsh dan/da/danish deu/de/ger/german div/dv/divehi dzo/dz/dzongkha ell/el/gre/greek eng/en/english epo/eo/esperanto
        est/et/estonian eus/eu/baq/basque ewe/ee/ewe fao/fo/faroese fas/fa/per/persian fij/fj/fijian fin/fi/finnish fra/fr/fre/french
        fry/fy/western_frisian ful/ff/fulah gla/gd/gaelic gle/ga/irish glg/gl/galician glv/gv/manx grn/gn/guarani guj/gu/gujarati
        hat/ht/haitian hau/ha/hausa heb/he/hebrew her/hz/herero hin/hi/hindi hmo/ho/hiri_motu hrv/hr/croatian hun/hu/hungarian
        hye/hy/arm/armenian ibo/ig/igbo ido/io/ido iii/ii/sichuan_yi iku/iu/inuktitut ile/ie/interlingue ina/ia/interlingua
        ind/id/indonesian ipk/ik/inupiaq isl/is/ice/icelandic ita/it/italian jav/jv/javanese jpn/ja/japanese kal/kl/kalaallisut
        kan/kn/kannada kas/ks/kashmiri kat/ka/geo/georgian kau/kr/kanuri kaz/kk/kazakh khm/km/central_khmer kik/ki/kikuyu
        kin/rw/kinyarwanda kir/ky/kirghiz kom/kv/komi kon/kg/kongo kor/ko/korean kua/kj/kuanyama kur/ku/kurdish lao/lo/lao lat/la/latin
        lav/lv/latvian lim/li/limburgan lin/ln/lingala lit/lt/lithuanian ltz/lb/luxembourgish lub/lu/luba-katanga lug/lg/ganda
        mah/mh/marshallese mal/ml/malayalam mar/mr/marathi mkd/mk/mac/macedonian mlg/mg/malagasy mlt/mt/maltese mon/mn/mongolian
        mri/mi/mao/maori msa/ms/may/malay mya/my/bur/burmese nau/na/nauru nav/nv/navajo nbl/nr/ndebele nde/nd/ndebele ndo/ng/ndonga
        nep/ne/nepali nld/nl/dut/dutch nno/nn/norwegian_nynorsk nob/nb/bokmål nor/no/norwegian nya/ny/chichewa oci/oc/occitan
        oji/oj/ojibwa ori/or/oriya orm/om/oromo oss/os/ossetian pan/pa/panjabi pli/pi/pali pol/pl/polish por/pt/portuguese pus/ps/pushto
        roh/rm/romansh ron/ro/rum/romanian run/rn/rundi rus/ru/russian sag/sg/sango san/sa/sanskrit sin/si/sinhala slk/sk/slo/slovak
        slv/sl/slovenian sme/se/northern_sami smo/sm/samoan sna/sn/shona snd/sd/sindhi som/so/somali sot/st/sotho spa/es/spanish
        sqi/sq/alb/albanian srd/sc/sardinian srp/sr/serbian ssw/ss/swati sun/su/sundanese swa/sw/swahili swe/sv/swedish tah/ty/tahitian
        tam/ta/tamil tat/tt/tatar tel/te/telugu tgk/tg/tajik tgl/tl/tagalog tha/th/thai tir/ti/tigrinya ton/to/tonga tsn/tn/tswana
        tso/ts/tsonga tuk/tk/turkmen tur/tr/turkish twi/tw/twi uig/ug/uighur ukr/uk/ukrainian urd/ur/urdu uzb/uz/uzbek ven/ve/venda
        vie/vi/vietnamese vol/vo/volapük wln/wa/walloon wol/wo/wolof xho/xh/xhosa yid/yi/yiddish yor/yo/yoruba zha/za/zhuang
        zho/zh/chi/chinese zul/zu/zulu
        """;

    // Codes without a two-letter form.
    private const string Others = """
        ace ach ada ady afh ain akk ale alt ang anp arc arn arp arw ast awa bal ban bas bej bem bho bik bin bla bnt bra bua bug byn cad
        car ceb chb chg chk chm chn cho chp chr chy cmn cnr cop cpe cpf cpp crh crp csb dak dar del den dgr din doi dsb dua dum dyu efi
        egy eka elx enm ewo fan fat fil fon frk frm fro frr frs fur gaa gay gba gez gil gmh goh gon gor got grb grc gsw gwi hai haw hil
        hit hmn hsb hup iba ilo inh jbo jpr jrb kaa kab kac kam kaw kbd kha kho kmb kmr kok kos kpe krc krl kru kum kut lad lah lam lez
        lol loz lua lui lun luo lus mad mag mai mak man mas mdf mdr men mga mic min mnc mni moh mos mus mwl mwr myv nan nap nds new nia
        niu nog non nqo nso nwc nym nyn nyo nzi osa ota pag pal pam pap pau peo phn pon pro raj rap rar rom rup sad sah sai sam sas sat
        scn sco sel sga shn sid sma smj smn sms snk sog srn srr suk sus sux syc syr tem ter tet tig tiv tkl tlh tli tmh tog tpi tsi tum
        tvl tyv udm uga umb vai vot wal war was wuu xal yao yap yue zap zbl zen zgh zun zza
        """;

    // What Tesseract appends for scripts, directions and older spellings.
    private static readonly string[] Variants = ["_sim", "_tra", "_vert", "_cyrl", "_latn", "_old"];

    private static readonly FrozenDictionary<string, string> Codes = Names().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The ISO 639-3 code that a name stands for, or null if it stands for no language.</summary>
    public static string? Of(string name)
    {
        var bare = name.Trim().Replace(' ', '_');
        if (Codes.TryGetValue(bare, out var code)) return code;
        var variant = Variants.FirstOrDefault(ending => bare.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return variant is null ? null : Of(bare[..^variant.Length]);
    }

    private static Dictionary<string, string> Names()
    {
        var codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var code in Entries(Others)) codes[code] = code;
        foreach (var language in Entries(WithTwoLetters).Select(entry => entry.Split('/')))
            foreach (var name in language)
                codes.TryAdd(name, language[0]);
        return codes;
    }

    private static string[] Entries(string table) => table.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
