using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Pulumi;
using Pulumiverse.Vercel;
using Pulumiverse.Vercel.Inputs;
using VercelDeployment = Pulumiverse.Vercel.Deployment;
using VercelProvider = Pulumiverse.Vercel.Provider;

namespace PipAi.Infra.Frontend;

/// <summary>
/// The frontend, all of it in one team: a Vercel project that builds a Git repository and knows where documents are stored and processed.
/// </summary>
internal sealed class WebFrontend : ComponentResource
{
    private const string VercelHosts = ".vercel.app";
    private const int DigestLength = 16;

    /// <summary>Declares the project, its variables, its domains, what serves with them, and how long deployments are kept.</summary>
    public WebFrontend(string name, WebFrontendArgs args, ComponentResourceOptions? options = null)
        : base("pipai:frontend:WebFrontend", name, options)
    {
        var settings = args.Settings;
        var team = new VercelProvider(name, new ProviderArgs { Team = settings.Team }, new CustomResourceOptions { Parent = this });
        var child = new CustomResourceOptions { Parent = this, Provider = team };
        // Vercel takes neither a variable nor a domain beside one of the same name: the old one goes first.
        var unique = new CustomResourceOptions { Parent = this, Provider = team, DeleteBeforeReplace = true };
        var project = DeclareProject(name, args, child);
        ImmutableArray<Resource> variables = [.. args.Variables.Select(variable => Declare(name, variable, project, unique))];
        ImmutableArray<Resource> domains = [.. DeclareDomains(name, project, settings.Domains, unique)];
        var live = new VercelDeployment(name, new DeploymentArgs
        {
            ProjectId = project.Id,
            Ref = settings.ProductionBranch,
            Production = true,
            // A deployment has the variables as they were when it was made. When they change another one is made, here and now; what they
            // changed from, such as a key, is deleted at the end of the update, when the new one serves.
            Meta = { ["variables"] = Digest(args.Variables.Where(variable => variable.Targets.Contains("production"))) },
        }, new CustomResourceOptions { Parent = this, Provider = team, DependsOn = [.. variables, .. domains] });
        _ = new ProjectDeploymentRetention(name, new ProjectDeploymentRetentionArgs
        {
            ProjectId = project.Id,
            ExpirationPreview = settings.PreviewRetention,
            ExpirationProduction = settings.ProductionRetention,
            ExpirationCanceled = settings.PreviewRetention,
            ExpirationErrored = settings.PreviewRetention,
        }, child);

        Host = settings.Domains is [var first, ..]
            ? Output.Create(first) : live.Domains.Apply(hosts => ProductionHost(hosts, settings.Team));
        Url = Output.Format($"https://{Host}");
        HealthUrl = Output.Format($"{Url}/api/health");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["health"] = HealthUrl });
    }

    /// <summary>The host name of production: the first domain, or else the one that Vercel gave the project.</summary>
    public Output<string> Host { get; }

    /// <summary>The project's address.</summary>
    public Output<string> Url { get; }

    /// <summary>The address that tells whether the frontend is well.</summary>
    public Output<string> HealthUrl { get; }

    private static Project DeclareProject(string name, WebFrontendArgs args, CustomResourceOptions options) => new(name, new ProjectArgs
    {
        Name = args.Name,
        Framework = args.Settings.Framework,
        NodeVersion = args.Settings.NodeVersion,
        GitRepository = new ProjectGitRepositoryArgs
        {
            Type = "github",
            Repo = args.Settings.Repository,
            ProductionBranch = args.Settings.ProductionBranch,
        },
        GitForkProtection = true,
        PrioritiseProductionBuilds = true,
        ResourceConfig = new ProjectResourceConfigArgs { Fluid = true, FunctionDefaultRegions = args.Settings.FunctionRegions },
        OidcTokenConfig = new ProjectOidcTokenConfigArgs { IssuerMode = "team" },
        SkewProtection = "12 hours",
        // Previews ask for a sign-in; the production address stays public, or nobody could check its health.
        VercelAuthentication = new ProjectVercelAuthenticationArgs { DeploymentType = "standard_protection_new" },
    }, options);

    private static ProjectEnvironmentVariable Declare(
        string name, FrontendVariable variable, Project project, CustomResourceOptions options) => new(
        $"{name}-{variable.Name}",
        new ProjectEnvironmentVariableArgs
        {
            ProjectId = project.Id,
            Key = variable.Key,
            Value = variable.Value,
            Sensitive = variable.IsSecret,
            Targets = variable.Targets,
            Comment = variable.Comment,
        },
        options);

    // The first domain is the frontend's address; the others send their visitors there.
    private static IEnumerable<ProjectDomain> DeclareDomains(
        string name, Project project, ImmutableArray<string> domains, CustomResourceOptions options)
    {
        ProjectDomain? address = null;
        foreach (var domain in domains)
        {
            var domainArgs = new ProjectDomainArgs { ProjectId = project.Id, Domain = domain };
            if (address is not null)
            {
                domainArgs.Redirect = address.Domain;
                domainArgs.RedirectStatusCode = 308;
            }

            var declared = new ProjectDomain($"{name}-{domain}", domainArgs, options);
            address ??= declared;
            yield return declared;
        }
    }

    // Tells one set of values from another and nothing of them: keys of Temporal, which nobody guesses, are among them.
    private static Output<string> Digest(IEnumerable<FrontendVariable> variables)
    {
        var values = Output.All(variables.Select(variable => (Input<string>)Output.Format($"{variable.Key}={variable.Value}")));
        return Output.Unsecret(values.Apply(lines => Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Order(StringComparer.Ordinal)))))[..DigestLength]));
    }

    // Names under vercel.app are everybody's: Vercel says which one the project has. Those that end with the team's name ask for a sign-in.
    private static string ProductionHost(ImmutableArray<string> hosts, string team) => hosts
        .OrderByDescending(host => host.EndsWith(VercelHosts, StringComparison.Ordinal))
        .ThenBy(host => host.EndsWith($"-{team}{VercelHosts}", StringComparison.Ordinal))
        .ThenBy(host => host.Length).ThenBy(host => host, StringComparer.Ordinal)
        .FirstOrDefault() ?? throw new InvalidOperationException(
            "Vercel gave the frontend's deployment no host name. Name one:\n    pulumi config set --path 'pip-ai:frontendDomains[0]' DOMAIN");
}
