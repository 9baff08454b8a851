using System.Reflection;
using EmbeddedPulumi.Protocol.Rpc;
using PipAi.Cli.Files;
using PipAi.LocalCloud.Control;
using PipAi.LocalCloud.Services;
using PipAi.Operations.Platform;

namespace PipAi.Cli.Rehearsal;

/// <summary>
/// The environment in which the stock Pulumi CLI deploys into a rehearsal and the vendors' own tools look into it.
/// </summary>
internal sealed class ShellEnvironment(Workspace workspace, string stack, Func<string, string?> current)
{
    /// <summary>The variables by name, sorted; those without a value are to be taken away.</summary>
    public IReadOnlyDictionary<string, string?> Of(CloudEndpoints endpoints, PlatformOutputs? deployed)
    {
        var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in endpoints.ClientEnvironment().Append(workspace.BuildCache)) variables[name] = value;
        foreach (var (name, value) in Pulumi()) variables[name] = value;
        if (deployed is not null) AddDeployed(variables, endpoints, deployed);
        // A profile or a session of a real account would be mixed with the rehearsal's keys.
        variables["AWS_PROFILE"] = variables["AWS_SESSION_TOKEN"] = null;
        variables["NO_PROXY"] = variables["no_proxy"] = DirectLoopback.With(current);
        return variables;
    }

    /// <summary>Adds what only a deployed stack has: its namespace, and its parsing service as Unstructured's clients call it.</summary>
    private static void AddDeployed(SortedDictionary<string, string?> variables, CloudEndpoints endpoints, PlatformOutputs deployed)
    {
        var parser = $"http://{deployed.UnstructuredHealth.Host}.localhost:{endpoints.Ports[VendorNames.Proxy]}";
        variables["TEMPORAL_NAMESPACE"] = deployed.TemporalNamespace;
        variables["UNSTRUCTURED_SERVER_URL"] = parser;
        variables["UNSTRUCTURED_API_URL"] = $"{parser}/general/v0/general";
        variables["UNSTRUCTURED_API_KEY"] = deployed.UnstructuredApiKey;
    }

    private Dictionary<string, string?> Pulumi()
    {
        var variables = new Dictionary<string, string?>
        {
            ["PULUMI_HOME"] = new PulumiHome(workspace).Directory,
            ["PULUMI_BACKEND_URL"] = new Uri(workspace.Home).AbsoluteUri,
            ["PULUMI_STACK"] = stack,
            ["PULUMI_SKIP_UPDATE_CHECK"] = "true",
            // A Pulumi home switches the default to the official packages: the program is to be built like this command was.
            ["PulumiPackages"] = typeof(ShellEnvironment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(attribute => attribute.Key == "PulumiPackages").Value,
        };
        if (current("PULUMI_CONFIG_PASSPHRASE") is null)
            variables["PULUMI_CONFIG_PASSPHRASE_FILE"] = new Passphrase(workspace.Home, current).RequireFile();
        return variables;
    }
}
