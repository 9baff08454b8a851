using EmbeddedPulumi.Protocol.Rpc;
using Grpc.Core;
using PipAi.Providers.Aws;
using PipAi.Providers.Fly;
using PipAi.Providers.TemporalCloud;
using PipAi.Providers.Vercel;
using Pulumi.Experimental.Provider;

namespace PipAi.Providers.Host;

/// <summary>
/// The four plugins without processes. A preview asks them for no more than checks and differences, and lives for less than a
/// second: a runtime and a server for each would cost more than all else that it does.
/// </summary>
public sealed class PluginLinks : IPluginLinks
{
    private const string Version = "0.1.0";

    /// <inheritdoc/>
    public CallInvoker Link(string package, string programDirectory) => package switch
    {
        "aws" => LinkedProvider.Link(Version, AwsPlugin.Create),
        "fly" => LinkedProvider.Link(Version, engine => FlyPlugin.Create(engine, programDirectory)),
        "temporalcloud" => LinkedProvider.Link(Version, TemporalCloudPlugin.Create),
        "vercel" => LinkedProvider.Link(Version, VercelPlugin.Create),
        _ => throw new ArgumentOutOfRangeException(nameof(package), package, "There is no plugin of this package."),
    };
}
