using System.Text;
using System.Text.RegularExpressions;

namespace PipAi.Providers.Fly.Images;

/// <summary>
/// What does not belong to the sources: build output and everything that .gitignore files name (comments, negation, anchors,
/// folders, <c>*</c>, <c>?</c> and <c>**</c>).
/// </summary>
internal sealed class IgnoreRules
{
    private static readonly ImmutableArray<string> Always =
    [
        "bin/",
        "obj/",
        ".artifacts/",
        ".git/",
        ".vs/",
        ".idea/",
        "node_modules/",
        "TestResults/",
        ".pipai/",
        "*.user",
    ];
    private readonly List<(Regex Pattern, bool FolderOnly, bool Keep)> rules = [];

    private IgnoreRules()
    {
    }

    /// <summary>The rules of a folder: those of its own .gitignore and of the folders above it, the nearest last.</summary>
    public static IgnoreRules For(string folder, IEnumerable<string> foldersAbove)
    {
        var rules = new IgnoreRules();
        foreach (var line in Always) rules.Add(line, "");
        foreach (var place in foldersAbove.Reverse().Append(folder))
        {
            var file = Path.Combine(place, ".gitignore");
            if (!File.Exists(file)) continue;
            var prefix = Path.GetRelativePath(place, folder).Replace('\\', '/');
            foreach (var line in File.ReadLines(file)) rules.Add(line, prefix == "." ? "" : prefix + "/");
        }

        return rules;
    }

    /// <summary>Whether a path below the folder, with slashes, is left out. The last rule that fits decides.</summary>
    public bool Excludes(string path, bool isFolder)
    {
        var excluded = false;
        foreach (var (pattern, folderOnly, keep) in rules)
            if ((isFolder || !folderOnly) && pattern.IsMatch(path)) excluded = !keep;
        return excluded;
    }

    // `below` is the path from the folder of the .gitignore to the sources: a rule anchored there must be cut by it.
    private void Add(string line, string below)
    {
        var rule = line.TrimEnd();
        if (rule.Length == 0 || rule.StartsWith('#')) return;
        var keep = rule.StartsWith('!');
        if (keep) rule = rule[1..];
        var folderOnly = rule.EndsWith('/');
        rule = rule.TrimEnd('/');
        var anchored = rule.Contains('/', StringComparison.Ordinal);
        rule = rule.TrimStart('/');
        if (anchored && below.Length > 0)
        {
            if (!rule.StartsWith(below, StringComparison.Ordinal)) return;
            rule = rule[below.Length..];
        }

        rules.Add((new Regex((anchored ? "^" : "^(.*/)?") + Translate(rule) + "$", RegexOptions.CultureInvariant), folderOnly, keep));
    }

    private static string Translate(string glob)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i..].StartsWith("**/", StringComparison.Ordinal))
            {
                pattern.Append("(.*/)?");
                i += 2;
            }
            else if (glob[i..].StartsWith("**", StringComparison.Ordinal))
            {
                pattern.Append(".*");
                i++;
            }
            else
            {
                pattern.Append(glob[i] switch { '*' => "[^/]*", '?' => "[^/]", _ => Regex.Escape(glob[i].ToString()) });
            }
        }

        return pattern.ToString();
    }
}
