using System.Globalization;
using System.Text;
using System.Text.Json;
using EmbeddedPulumi.Engine.Files;
using PipAi.Cli.Errors;
using YamlDotNet.Core;

namespace PipAi.Cli.Settings;

/// <summary>A setting's value as YAML on one line, which every parser reads back as what was meant.</summary>
internal static class SettingText
{
    /// <summary>
    /// What a user gave: a map or a list where it is one in YAML's flow form and the setting may be one, else a text or a number.
    /// </summary>
    /// <param name="given">The value.</param>
    /// <param name="type">The declared type of the setting; null when it may be anything.</param>
    /// <exception cref="CliException">It must be a map or a list, and is none.</exception>
    public static YamlValue Parse(string given, string? type = null)
    {
        given = Whole(given);
        var isFlow = given is ['{' or '[', ..];
        if (type is "string" or "integer" or "boolean" || !isFlow) return Plain(given);
        var shape = type == "array" ? "a list, such as [a, b]," : type == "object" ? "a map, such as {a: 1, b: 2}," : "a map or a list";
        if (given.AsSpan().ContainsAny('\n', '\r')) throw Wrong($"it must be {shape} on one line");
        try
        {
            return YamlJson.Read($"value: {given}\n") is { Entries: [{ Key: "value", Value: YamlMapping or YamlSequence } only] }
                ? only.Value : throw Wrong($"it must be {shape} in YAML's flow form");
        }
        catch (YamlException error)
        {
            throw Wrong($"it must be {shape} in YAML's flow form, and cannot be read: {error.Message}");
        }

        CliException Wrong(string why) => new(ExitCode.Configuration, $"The value is '{given}'; {why.TrimEnd('.')}. Nothing was changed.");
    }

    /// <summary>A text, number or truth value, as it is read back.</summary>
    public static YamlValue Plain(string text) => YamlJson.Read($"value: {Scalar(Whole(text))}\n")["value"]!;

    /// <summary>A value on one line.</summary>
    public static string Write(YamlValue value) => value switch
    {
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(entry => $"{Word(entry.Key)}: {Write(entry.Value)}"))}}}",
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Write))}]",
        YamlScalar { Value: null } => "null",
        YamlScalar { Value: { } of } scalar => of.GetValueKind() == JsonValueKind.String ? Word(scalar.Text) : scalar.Text,
        _ => throw new InvalidOperationException("There is no other kind of value."),
    };

    /// <summary>A key, or a text that must stay one.</summary>
    public static string Word(string text) => IsWord(text) ? text : Quoted(text);

    /// <summary>Whether two values are the same to who reads them.</summary>
    public static bool Same(YamlValue? one, YamlValue? other) => (one, other) switch
    {
        (YamlScalar first, YamlScalar second) => first.Value is null || second.Value is null
            ? first.Value is null && second.Value is null
            : first.Text == second.Text && first.Value.GetValueKind() == second.Value.GetValueKind(),
        (YamlSequence first, YamlSequence second) =>
            first.Items.Length == second.Items.Length && first.Items.Zip(second.Items).All(pair => Same(pair.First, pair.Second)),
        (YamlMapping first, YamlMapping second) => first.Entries.Length == second.Entries.Length
            && first.Entries.Zip(second.Entries).All(
                pair => pair.First.Key == pair.Second.Key && Same(pair.First.Value, pair.Second.Value)),
        _ => one is null && other is null,
    };

    // Half of a surrogate pair is no letter, and no file can hold it.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    private static string Scalar(string text) => text is "true" or "false" || IsNumber(text) ? text : Word(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or (>= '\x7f' and <= '\xa0') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff' =>
                    string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsNumber(string text)
    {
        var digits = text is ['-', ..] ? text.AsSpan(1) : text;
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') is var dot && (dot < 0
            || (digits[dot] == '.' && dot > 0 && dot < digits.Length - 1 && digits[(dot + 1)..].IndexOfAnyExceptInRange('0', '9') < 0));
    }

    /// <summary>Texts that every YAML reads back as texts, whether it is of version 1.1 or 1.2; a date is none.</summary>
    private static bool IsWord(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '/' or '@' or '-')
        && text.ToUpperInvariant() is not ("NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or "TRUE" or "FALSE");
}
