using System.Collections.Immutable;
using Pulumi;
using Pulumiverse.Vercel;
using Pulumiverse.Vercel.Inputs;

namespace PipAi.Infra.Frontend;

/// <summary>The frontend: a Vercel project that builds a Git repository and knows where documents are stored and processed.</summary>
internal sealed class WebFrontend : ComponentResource
{
    /// <summary>Declares the project, its variables, its domains and how long its deployments are kept.</summary>
    public WebFrontend(string name, WebFrontendArgs args, ComponentResourceOptions? options = null)
        : base("pipai:frontend:WebFrontend", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        // Vercel takes neither a variable nor a domain beside one of the same name: the old one goes first.
        var unique = new CustomResourceOptions { Parent = this, DeleteBeforeReplace = true };
        var project = new Project(name, new ProjectArgs
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
        }, child);
        foreach (var variable in args.Variables)
        {
            _ = new ProjectEnvironmentVariable($"{name}-{variable.Name}", new ProjectEnvironmentVariableArgs
            {
                ProjectId = project.Id,
                Key = variable.Key,
                Value = variable.Value,
                Sensitive = variable.IsSecret,
                Targets = variable.Targets,
                Comment = variable.Comment,
            }, unique);
        }

        DeclareDomains(name, project, args.Settings.Domains, unique);
        _ = new ProjectDeploymentRetention(name, new ProjectDeploymentRetentionArgs
        {
            ProjectId = project.Id,
            ExpirationPreview = args.Settings.PreviewRetention,
            ExpirationProduction = args.Settings.ProductionRetention,
            ExpirationCanceled = args.Settings.PreviewRetention,
            ExpirationErrored = args.Settings.PreviewRetention,
        }, child);

        Host = args.Settings.Domains.IsEmpty ? Output.Format($"{project.Name}.vercel.app") : Output.Create(args.Settings.Domains[0]);
        Url = Output.Format($"https://{Host}");
        HealthUrl = Output.Format($"{Url}/api/health");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["health"] = HealthUrl });
    }

    /// <summary>The host name of production: the first domain, or else the one that Vercel gives the project.</summary>
    public Output<string> Host { get; }

    /// <summary>The project's address.</summary>
    public Output<string> Url { get; }

    /// <summary>The address that tells whether the frontend is well.</summary>
    public Output<string> HealthUrl { get; }

    // The first domain is the frontend's address; the others send their visitors there.
    private static void DeclareDomains(string name, Project project, ImmutableArray<string> domains, CustomResourceOptions options)
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
        }
    }
}
