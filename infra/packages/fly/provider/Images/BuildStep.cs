using System.Text.RegularExpressions;

namespace PipAi.Providers.Fly.Images;

/// <summary>One line that MSBuild prints (<c>--verbosity minimal</c>) as a step of the build, for who waits for it.</summary>
internal static partial class BuildStep
{
    private const string Arrow = " -> ";

    /// <summary>
    /// What has been done, in few words; null where the line says nothing of that: complaints are told when the build has failed.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="project">Name of the project that is published.</param>
    public static string? Of(string line, string project)
    {
        var text = line.Trim();
        if (text.Length == 0 || Complaint().IsMatch(text)) return null;
        // A project is compiled into a file and published into a folder: `Name -> path`.
        if (text.Split(Arrow, 2) is not [var name, var place]) return Folders().Replace(text, "").TrimEnd('.');
        if (name != project) return $"compiled {name}";
        return Path.EndsInDirectorySeparator(place) ? $"published {name}" : $"compiled {name}, publishing it";
    }

    [GeneratedRegex(@"(^|: )\s*(error|warning)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    // A path is as long as the line: of a file its name says enough. Folders have blanks in their names.
    [GeneratedRegex(@"(?<=^|[\s'""(])([A-Za-z]:)?[\\/]([^'""]*[\\/])?")]
    private static partial Regex Folders();
}
