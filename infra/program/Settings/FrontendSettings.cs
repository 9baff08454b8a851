using System.Collections.Immutable;

namespace PipAi.Infra.Settings;

/// <summary>The Vercel project.</summary>
internal sealed record FrontendSettings
{
    /// <summary>Slug of the Vercel team.</summary>
    public required string Team { get; init; }

    /// <summary>Repository of the frontend, <c>owner/name</c> on GitHub.</summary>
    public required string Repository { get; init; }

    /// <summary>Branch that is production.</summary>
    public required string ProductionBranch { get; init; }

    /// <summary>Framework that builds it.</summary>
    public required string Framework { get; init; }

    /// <summary>Version of Node.js that runs it.</summary>
    public required string NodeVersion { get; init; }

    /// <summary>Vercel regions its functions run in, the preferred first.</summary>
    public required ImmutableArray<string> FunctionRegions { get; init; }

    /// <summary>Domain names besides the one Vercel gives; the first is the frontend's address, the others lead to it.</summary>
    public required ImmutableArray<string> Domains { get; init; }

    /// <summary>How long previews are kept, in Vercel's spelling.</summary>
    public required string PreviewRetention { get; init; }

    /// <summary>How long production deployments are kept, in Vercel's spelling.</summary>
    public required string ProductionRetention { get; init; }

    /// <summary>Host and path of who signs the identities of the team's deployments.</summary>
    public string Issuer => $"oidc.vercel.com/{Team}";

    private static readonly ImmutableArray<string> Retentions = ["1d", "1w", "1m", "2m", "3m", "6m", "1y", "unlimited"];

    /// <summary>Reads the settings.</summary>
    public static FrontendSettings Read(SettingReader reader)
    {
        var settings = new FrontendSettings
        {
            Team = reader.Text(
                "vercelTeam", "pip-ai", "it must be the slug of a Vercel team: lower-case letters, digits and hyphens.", Names.IsSlug),
            Repository = reader.Text(
                "frontendRepository", "pip-ai/frontend", "it must be owner/name of a repository on GitHub.", Names.IsRepository),
            ProductionBranch = reader.Text("frontendProductionBranch", "main", "it must name a branch.", branch => branch.Length > 0),
            Framework = reader.Text(
                "frontendFramework", "nextjs", "it must name a framework that Vercel knows, such as nextjs.", Names.IsSlug),
            NodeVersion = reader.OneOf("frontendNodeVersion", "24.x", ["20.x", "22.x", "24.x"], "version of Node.js on Vercel"),
            FunctionRegions = reader.SomeOf(
                "frontendFunctionRegions", """["cle1","sfo1"]""", RegionCatalogue.Current.Vercel, "Vercel region"),
            Domains = reader.List("frontendDomains", "[]"),
            PreviewRetention = reader.OneOf("frontendPreviewRetention", "1m", Retentions, "retention on Vercel"),
            ProductionRetention = reader.OneOf("frontendProductionRetention", "1y", Retentions, "retention on Vercel"),
        };
        foreach (var (index, domain) in settings.Domains.Index())
        {
            var path = $"frontendDomains[{index}]";
            if (!Names.IsDomain(domain))
                reader.Wrong(path, domain, "it must be a domain name.", $"rm --path '{SettingReader.Namespace}:{path}'");
        }

        return settings;
    }
}
