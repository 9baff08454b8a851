namespace PipAi.Cli.Views;

/// <summary>Variables as the commands of a shell that set them.</summary>
internal static class ShellView
{
    /// <summary>Writes a line for each variable, and how to have them carried out.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="shell">Whose commands.</param>
    /// <param name="variables">The variables; null takes one away.</param>
    /// <param name="command">The command line that prints this.</param>
    public static void Write(TextWriter output, Shell shell, IReadOnlyDictionary<string, string?> variables, string command)
    {
        foreach (var (name, value) in variables) output.WriteLine(value is null ? Unset(shell, name) : Set(shell, name, value));
        output.WriteLine("# To have them in this shell:");
        output.WriteLine(shell switch
        {
            Shell.Sh => $"""#     eval "$({command})" """.TrimEnd(),
            Shell.Fish => $"#     {command} | source",
            Shell.PowerShell => $"#     {command} | Out-String | Invoke-Expression",
        });
    }

    /// <summary>A word of a command line that is to be pasted into sh: quoted where it must be.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@,+".Contains(letter, StringComparison.Ordinal))
            ? text : Quoted(text);

    private static string Quoted(string text) => $"'{text.Replace("'", """'\''""", StringComparison.Ordinal)}'";

    private static string Set(Shell shell, string name, string value) => shell switch
    {
        Shell.Sh => $"export {name}={Quoted(value)}",
        Shell.Fish =>
            $"set -gx {name} '{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'",
        Shell.PowerShell => $"$Env:{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'",
    };

    private static string Unset(Shell shell, string name) => shell switch
    {
        Shell.Sh => $"unset {name}",
        Shell.Fish => $"set -e {name}",
        Shell.PowerShell => $"Remove-Item -ErrorAction Ignore Env:{name}",
    };
}
