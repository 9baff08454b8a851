using System.Globalization;

namespace PipAi.Workers.Unstructured.Elements;

/// <summary>
/// Guesses a document's language from its script and its most common small words. Coarse on purpose: it costs a
/// microsecond a word, no model, and is right for running text in the languages it knows.
/// </summary>
internal static class LanguageDetector
{
    /// <summary>What Unstructured's API says of text too short to tell.</summary>
    private const string Default = "eng";
    private const int WordsToRead = 4000;

    private static readonly (string Language, HashSet<string> Words)[] SmallWords =
    [
        ("eng", Set("the of and to in is that it for was with as are be this on by at from or which not have has")),
        ("deu", Set("der die das und ist nicht ein eine zu den von mit sich des auf für im dem werden auch als wird bei")),
        ("fra", Set("le la les des et est un une dans que qui pour pas sur au avec ce il sont plus par ne se aux")),
        ("spa", Set("el la los las de y que en un una es por con no para se del como más su al lo pero")),
        ("ita", Set("il lo gli di che è un una per non con del della sono alla dei nel si come anche ma le")),
        ("por", Set("o os as de e que do da em um uma para com não por se na no dos mais como foi ao são")),
        ("nld", Set("de het een en van is dat niet op te zijn voor met die aan er ook door maar bij als worden")),
        ("swe", Set("och att det som en på är av för med den till inte om har ett jag var från men")),
        ("pol", Set("i w nie na się z do że jest to o jak ale po co tak za od są przez")),
    ];

    private static readonly (string Language, UnicodeBlock Block)[] Scripts =
    [
        ("jpn", new('\u3040', '\u30FF')), ("kor", new('\uAC00', '\uD7AF')), ("zho", new('\u4E00', '\u9FFF')),
        ("rus", new('\u0400', '\u04FF')), ("ell", new('\u0370', '\u03FF')), ("ara", new('\u0600', '\u06FF')),
        ("heb", new('\u0590', '\u05FF')), ("hin", new('\u0900', '\u097F')), ("tha", new('\u0E00', '\u0E7F')),
    ];

    /// <summary>The likeliest language, as ISO 639-3 codes; one in this version.</summary>
    /// <param name="texts">The document's texts in order; only the first few thousand words are read.</param>
    public static IReadOnlyList<string> Detect(IEnumerable<string> texts)
    {
        var words = texts.SelectMany(text => text.Split(' ')).Take(WordsToRead).Select(word => word.Trim('.', ',', ';', ':', '"', '(', ')'))
            .ToList();
        return [ByScript(words) ?? BySmallWords(words) ?? Default];
    }

    private static string? ByScript(List<string> words)
    {
        var letters = words.Sum(word => word.Count(char.IsLetter));
        foreach (var (language, block) in Scripts)
        {
            // Japanese is mostly Chinese characters: a tenth of kana is enough to tell.
            var share = language == "jpn" ? 10 : 3;
            if (letters > 0 && words.Sum(word => word.Count(block.Contains)) * share > letters) return language;
        }

        return null;
    }

    private static string? BySmallWords(List<string> words)
    {
        var lower = words.Select(word => word.ToLower(CultureInfo.InvariantCulture)).ToList();
        var (language, hits) = SmallWords
            .Select(known => (known.Language, Hits: lower.Count(known.Words.Contains)))
            .MaxBy(known => known.Hits);
        return hits >= 3 ? language : null;
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private readonly record struct UnicodeBlock(char First, char Last)
    {
        public bool Contains(char c) => c >= First && c <= Last;
    }
}
