using System.Text.RegularExpressions;
using PipAi.Workers.Contracts.Elements;

namespace PipAi.Workers.Unstructured.Elements;

/// <summary>Tells what a piece of text is from its looks alone, where the format says nothing better.</summary>
internal static partial class TextClassifier
{
    private const int LongestTitleInWords = 12;
    private const int LongestTitle = 100;
    private const int ShortestSentenceInWords = 5;

    /// <summary>The kind of a paragraph of text whose white space is collapsed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="titles">Whether short text may be a heading; false where headings are marked in the format.</param>
    public static ElementType Classify(string text, bool titles)
    {
        if (Bullet().IsMatch(text) || Numbered().IsMatch(text)) return ElementType.ListItem;
        if (Email().IsMatch(text)) return ElementType.EmailAddress;
        var words = Words(text);
        if (titles && IsTitle(text, words)) return ElementType.Title;
        if (words >= ShortestSentenceInWords && (EndsSentence(text) || words > LongestTitleInWords)) return ElementType.NarrativeText;
        return ElementType.UncategorizedText;
    }

    /// <summary>Whether text reads like a heading: short, begins with a capital or digit, ends without a full stop.</summary>
    public static bool LooksLikeTitle(string text) => IsTitle(text, Words(text));

    /// <summary>The text without a leading bullet; numbers stay, for they mean something.</summary>
    public static string WithoutBullet(string text) => Bullet().Replace(text, "", 1);

    /// <summary>Whether the text begins with a bullet or a list number.</summary>
    public static bool BeginsListItem(string text) => Bullet().IsMatch(text) || Numbered().IsMatch(text);

    private static bool IsTitle(string text, int words)
    {
        if (words is 0 or > LongestTitleInWords || text.Length > LongestTitle) return false;
        if (EndsSentence(text) || text[^1] is ',' or ';') return false;
        return (char.IsUpper(text[0]) || char.IsDigit(text[0]) || !char.IsAscii(text[0])) && text.Any(char.IsLetter);
    }

    private static bool EndsSentence(string text) => text.TrimEnd('"', '\'', ')', '”', '’', '»')
        is { Length: > 0 } bare && bare[^1] is '.' or '!' or '?' or ':' or '…' or '。' or '！' or '？';

    private static int Words(string text) => text.Count(c => c == ' ') + (text.Length > 0 ? 1 : 0);

    [GeneratedRegex(@"^(?:[•●○◦▪▫■□‣⁃∙·–—*+-]|[\uF0B7\uF0A7\uF0D8])\s+(?=\S)")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(?:\d{1,3}[.)]|\(?[a-z]\)|\(\d{1,3}\)|\(?[ivx]{1,5}\))\s+\S")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")]
    private static partial Regex Email();
}
