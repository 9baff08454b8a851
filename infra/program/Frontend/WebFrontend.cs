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
            ResourceConfig = new ProjectResourceConfigArgs { Fluid = true, FunctionDefaultRegions = args.Settings.FunctionRegions },
            OidcTokenConfig = new ProjectOidcTokenConfigArgs { IssuerMode = "team" },
            SkewProtection = "12 hours",
            // Previews ask for a sign-in; the production address stays public, or nobody could check its health.
            VercelAuthentication = new ProjectVercelAuthenticationArgs { DeploymentType = "standard_protection_new" },
        }, child);
        foreach (var variable in args.Variables)
        {
            _ = new ProjectEnvironmentVariable($"{name}-{variable.Key.ToLowerInvariant().Replace('_', '-')}", new ProjectEnvironmentVariableArgs
            {
                ProjectId = project.Id,
                Key = variable.Key,
                Value = variable.Value,
                Sensitive = variable.IsSecret,
                Targets = { "production", "preview" },
                Comment = variable.Comment,
            }, child);
        }

        foreach (var domain in args.Settings.Domains)
            _ = new ProjectDomain($"{name}-{domain}", new ProjectDomainArgs { ProjectId = project.Id, Domain = domain }, child);
        _ = new ProjectDeploymentRetention(name, new ProjectDeploymentRetentionArgs
        {
            ProjectId = project.Id,
            ExpirationPreview = args.Settings.PreviewRetention,
            ExpirationProduction = args.Settings.ProductionRetention,
            ExpirationCanceled = args.Settings.PreviewRetention,
            ExpirationErrored = args.Settings.PreviewRetention,
        }, child);

        Host = Output.Format($"{project.Name}.vercel.app");
        Url = Output.Format($"https://{Host}");
        HealthUrl = Output.Format($"{Url}/api/health");
        RegisterOutputs(new Dictionary<string, object?> { ["url"] = Url, ["health"] = HealthUrl });
    }

    /// <summary>The host name that Vercel gives the project.</summary>
    public Output<string> Host { get; }

    /// <summary>The project's address.</summary>
    public Output<string> Url { get; }

    /// <summary>The address that tells whether the frontend is well.</summary>
    public Output<string> HealthUrl { get; }
}
