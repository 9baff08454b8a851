using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;
using PipAi.Plugins.Serving;
using PipAi.Providers.Aws;
using PipAi.Providers.Fly;
using PipAi.Providers.TemporalCloud;
using PipAi.Providers.Vercel;

namespace PipAi.Providers.Host;

/// <summary>
/// The four plugins without processes. A preview asks them for no more than checks and differences, and lives for less than a
/// second: a runtime and a server for each would cost more than all else that it does.
/// </summary>
public sealed class PluginLinks : IInProcessProviderFactory
{
    /// <inheritdoc/>
    public CallInvoker Link(string package, string programDirectory) => package switch
    {
        "aws" => LinkedProvider.Link(AwsPlugin.Schema.Version, AwsPlugin.Create),
        "fly" => LinkedProvider.Link(FlyPlugin.Schema.Version, engine => FlyPlugin.Create(engine, programDirectory)),
        "temporalcloud" => LinkedProvider.Link(TemporalCloudPlugin.Schema.Version, TemporalCloudPlugin.Create),
        "vercel" => LinkedProvider.Link(VercelPlugin.Schema.Version, VercelPlugin.Create),
        _ => throw new ArgumentOutOfRangeException(nameof(package), package, "There is no plugin of this package."),
    };
}
