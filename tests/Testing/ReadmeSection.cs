namespace PipAi.Testing;

/// <summary>
/// A part of a README that is made from the code, between the lines <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>.
/// <c>PIPAI_ACCEPT=1 dotnet test</c> writes it anew; CI forbids that.
/// </summary>
public static class ReadmeSection
{
    /// <summary>Fails unless the section says what the code says.</summary>
    /// <param name="readme">The README's path below the checkout, such as <c>infra/rehearsal/localcloud/README.md</c>.</param>
    /// <param name="name">The section's name in its two markers.</param>
    /// <param name="text">What the code says.</param>
    /// <exception cref="InvalidOperationException">It says something else, or the README has no such section.</exception>
    public static void Matches(string readme, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var file = Path.Combine(Checkout(), readme);
        var content = File.ReadAllText(file);
        var (begin, end) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        var (from, to) = (content.IndexOf(begin, StringComparison.Ordinal), content.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from) throw new InvalidOperationException($"{readme} lacks the lines '{begin}' and '{end}'.");
        from += begin.Length;
        var wanted = $"\n{text.ReplaceLineEndings("\n").Trim()}\n";
        if (content[from..to] == wanted) return;
        if (Environment.GetEnvironmentVariable("PIPAI_ACCEPT") != "1")
            throw new InvalidOperationException(
                $"{readme}, section '{name}', differs from the code. It should be:\n{wanted}\nIf this is right:\n    PIPAI_ACCEPT=1 "
                    + $"dotnet test");
        if (Environment.GetEnvironmentVariable("CI") is not null)
            throw new InvalidOperationException("PIPAI_ACCEPT=1 accepts whatever the code prints; CI must not do that.");
        File.WriteAllText(file, content[..from] + wanted + content[to..]);
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Pulumi.yaml"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Pulumi.yaml above {AppContext.BaseDirectory}.");
    }
}
