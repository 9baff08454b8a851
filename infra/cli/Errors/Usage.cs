using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EmbeddedPulumi.Protocol;

namespace PipAi.Cli.Errors;

/// <summary>What is wrong with a command line, before anything is done.</summary>
internal static class Usage
{
    private const int MostSlips = 3;

    /// <summary>All that is wrong. A word that names nothing is, also beside `--help`: the help would be that of something else.</summary>
    public static IReadOnlyList<string> Mistakes(ParseResult parsed)
    {
        var unknown = parsed.UnmatchedTokens.Select(
            word => Unknown(word.StartsWith("--", StringComparison.Ordinal) ? word.Split('=')[0] : word, parsed.CommandResult.Command))
                .ToList();
        // The parser's own words for the same, and for what is missing because of it.
        return unknown.Count > 0 ? unknown : [.. parsed.Errors.Select(error => WrongValue(error) ?? error.Message)];
    }

    /// <summary>The command that prints the help that fits.</summary>
    public static string HelpOf(CommandResult command) => string.Join(' ', [.. Words(command), "--help"]);

    /// <summary>A value that its option cannot have. The parser would name a type of .NET for what it must be.</summary>
    private static string? WrongValue(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var option } given) return null;
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        (Func<string, bool> Fits, string Wanted)? rule =
            type == typeof(int) ? (value => int.TryParse(value, CultureInfo.InvariantCulture, out _), "a whole number")
            : type.IsEnum
                ? (value => Enum.TryParse(type, value, ignoreCase: true, out _),
                    $"one of {string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()))}")
            : null;
        return rule is { } must && given.Tokens.Select(token => token.Value).FirstOrDefault(value => !must.Fits(value)) is { } wrong
            ? $"'{wrong}' is no value of {option.Name}: it must be {must.Wanted}." : null;
    }

    private static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        IReadOnlyList<string> names = isOption
            ? [.. Options(command).Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(
                name => name.Length > 2)]
            : [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)];
        var where = command is RootCommand ? "./pipai" : $"`{command.Name}`";
        var nearest = names.Select(name => (Name: name, Slips: EditDistance.Between(word, name)))
            .Where(candidate => candidate.Slips <= Math.Min(MostSlips, candidate.Name.Length / 2)).OrderBy(candidate => candidate.Slips)
            .Select(candidate => candidate.Name).FirstOrDefault();
        var hint = nearest is not null ? $"did you mean '{nearest}'?"
            : isOption || names.Count == 0 ? "see its help."
            : $"there are {string.Join(", ", names)}.";
        return $"'{word}' is no {(isOption ? "option" : names.Count == 0 ? "argument" : "verb")} of {where}; {hint}";
    }

    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => Options(parent).Where(option => option.Recursive)));

    private static List<string> Words(CommandResult command)
    {
        var words = new List<string>();
        for (SymbolResult? result = command; result is CommandResult { Command: not RootCommand } inner; result = result.Parent)
            words.Insert(0, inner.Command.Name);
        return [.. words.Prepend("./pipai")];
    }
}
