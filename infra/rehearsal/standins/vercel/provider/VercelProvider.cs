using PipAi.Plugins.Hosting;
using PipAi.Providers.Vercel.Api;
using PipAi.Providers.Vercel.Deployments;
using PipAi.Providers.Vercel.Domains;
using PipAi.Providers.Vercel.Projects;
using PipAi.Providers.Vercel.Variables;

namespace PipAi.Providers.Vercel;

/// <summary>
/// The vercel package for rehearsals, over the local cloud's copy of Vercel's REST API. Real deployments use the official
/// plugin instead.
/// </summary>
internal sealed class VercelProvider : SchemaProvider, IDisposable
{
    private readonly VercelSettings settings;
    private readonly VercelClient client;

    /// <summary>Makes the provider.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="time">Clock of the waits between attempts.</param>
    /// <param name="engine">Takes its log.</param>
    public VercelProvider(Func<string, string?> environment, TimeProvider time, IEngine? engine = null)
        : base(VercelPlugin.Schema, engine)
    {
        settings = new VercelSettings(environment);
        client = new VercelClient(settings, time);
        Kinds =
        [
            new ProjectHandler(client, settings, Schema),
            new RetentionHandler(client, settings, Schema),
            new DeploymentHandler(client, time, settings, Schema),
            new DomainHandler(client, settings, Schema),
            new VariableHandler(client, settings, Schema),
        ];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ResourceHandler> Kinds { get; }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    /// <inheritdoc/>
    protected override void Use(PropertyMap settings) => this.settings.Use(settings);
}
