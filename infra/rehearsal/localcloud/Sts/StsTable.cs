using System.Collections.Immutable;
using PipAi.LocalCloud.Services;
using PipAi.LocalCloud.Signatures;

namespace PipAi.LocalCloud.Sts;

/// <summary>The table of what STS offers: it acts by it, refuses by name what is not in it, and its README is made from it.</summary>
internal static class StsTable
{
    private const string Version = "2011-06-15";

    /// <summary>Every action with its parameters.</summary>
    public static readonly ImmutableArray<OfferedOperation> Offered =
    [
        new()
        {
            Name = "AssumeRoleWithWebIdentity",
            Call = "POST /",
            Body = ["RoleArn", "RoleSessionName", "WebIdentityToken", "DurationSeconds"],
        },
        new() { Name = "GetCallerIdentity", Call = "POST /" },
    ];

    /// <summary>Refuses an action that is not offered, and a parameter that its action does not take.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, which names nothing at STS.</param>
    /// <param name="parameters">The parameters of query and body.</param>
    /// <exception cref="AwsException">Something is not in the table.</exception>
    public static void Verify(string method, string path, IReadOnlyDictionary<string, string> parameters)
    {
        var action = parameters.GetValueOrDefault("Action", "");
        var version = parameters.GetValueOrDefault("Version", "");
        if (path != "/") throw new AwsException(404, "ResourceNotFound", $"STS has no resource '{path}'; every action is called at '/'.");
        if (method is not ("GET" or "POST"))
            throw new AwsException(405, "MethodNotAllowed", $"STS is called with GET or POST, not with {method}.");
        if (version != Version || Offered.FirstOrDefault(known => known.Name == action) is not { } operation)
            throw new AwsException(400, "InvalidAction", $"Could not find operation '{action}' for version '{version}'");
        foreach (var name in parameters.Keys)
        {
            // What begins with X-Amz- signs a presigned request.
            if (name is "Action" or "Version" || operation.Body.Contains(name) || name.StartsWith("X-Amz-", StringComparison.Ordinal))
                continue;
            throw new AwsException(400, "ValidationError", $"The local STS does not offer the parameter '{name}' of {action}.");
        }
    }
}
