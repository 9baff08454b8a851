namespace PipAi.LocalCloud.Vercel.State;

/// <summary>Names under <c>vercel.app</c>. All teams share them: the first project of a name has the plain one.</summary>
internal static class HostNames
{
    private const int LongestLabel = 63;

    private static readonly string[] Endings = ["alpha", "beta", "gamma", "delta", "zeta", "theta", "kappa", "lambda", "sigma", "omega"];

    /// <summary>The host name of a new project: its own name, or, where somebody has that, its name and a word.</summary>
    public static string Free(string name, IReadOnlyList<VercelProject> projects)
    {
        var taken = projects.SelectMany(project => project.Domains).Select(domain => (string?)domain["name"]).ToHashSet();
        var labels = Endings.Select(ending => $"{name}-{ending}").Prepend(name).Append(
            $"{name}-{ProjectStore.NewId("", 8).ToLowerInvariant()}");
        return labels.Select(Of).First(host => !taken.Contains(host));
    }

    /// <summary>
    /// The host names that Vercel gives a deployment besides the project's domains: the team's, which the newest production deployment has,
    /// and its branch's.
    /// </summary>
    public static IEnumerable<string> Generated(VercelProject project, bool production, string? branch)
    {
        var team = LocalTeam.SlugOf(project.Team);
        if (production) yield return Of($"{project.Name}-{team}");
        if (branch is not null)
            yield return Of(
                $"{project.Name}-git-{new string([.. branch.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '-')])}-{team}");
    }

    private static string Of(string label) =>
        $"{(label.Length > LongestLabel ? label[..LongestLabel] : label).ToLowerInvariant()}.vercel.app";
}
