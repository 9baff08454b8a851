using System.Globalization;
using PipAi.LocalCloud.Fly.State;
using PipAi.LocalCloud.Services;

namespace PipAi.LocalCloud.Fly.Machines;

/// <summary>Environment of a machine's process: image, config, secrets, then what the platform sets.</summary>
internal sealed class MachineEnvironment(LocalCloudContext cloud, Func<int> proxyPort)
{
    // A virtual machine knows nothing of its host; a local process needs these to find the .NET runtime.
    private static readonly string[] FromHost = ["PATH", "HOME", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "LANG", "TZ"];

    /// <summary>Builds it.</summary>
    /// <param name="machine">The machine; its port is already chosen.</param>
    /// <param name="app">Its app.</param>
    /// <param name="image">The image it runs.</param>
    /// <param name="folder">The machine's own folder.</param>
    public SortedDictionary<string, string> Build(MachineRecord machine, AppRecord app, Image image, string folder)
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in FromHost)
            if (Environment.GetEnvironmentVariable(name) is { } value) environment[name] = value;
        Add(environment, image.Env);
        Add(environment, machine.Settings.Env);
        if (app.SecretValues.TryGetValue(machine.SecretsVersion, out var secrets)) Add(environment, secrets);
        AddPlatform(environment, machine);
        AddNetwork(environment, machine.Port);
        environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;
        if (environment.ContainsKey("AWS_ROLE_ARN"))
        {
            environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = TokenFile(folder);
            environment["AWS_ROLE_SESSION_NAME"] = machine.Id;
        }

        return environment;
    }

    /// <summary>Where a machine's identity token is, the local <c>/.fly/oidc_token</c>.</summary>
    public static string TokenFile(string folder) => Path.Combine(folder, ".fly", "oidc_token");

    private static void AddPlatform(SortedDictionary<string, string> environment, MachineRecord machine)
    {
        environment["FLY_APP_NAME"] = machine.App;
        environment["FLY_MACHINE_ID"] = environment["FLY_ALLOC_ID"] = machine.Id;
        environment["FLY_MACHINE_VERSION"] = machine.InstanceId;
        environment["FLY_REGION"] = machine.Region;
        environment["FLY_PRIVATE_IP"] = machine.PrivateIp;
        environment["FLY_IMAGE_REF"] = machine.Settings.Image;
        environment["FLY_VM_MEMORY_MB"] = machine.Settings.MemoryMb.ToString(CultureInfo.InvariantCulture);
        if (machine.Settings.Metadata.TryGetValue("fly_process_group", out var group)) environment.TryAdd("FLY_PROCESS_GROUP", group);
    }

    private void AddNetwork(SortedDictionary<string, string> environment, int port)
    {
        environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        environment["HTTP_PROXY"] = environment["http_proxy"] = string.Create(
            CultureInfo.InvariantCulture, $"http://127.0.0.1:{proxyPort()}");
        environment["NO_PROXY"] = environment["no_proxy"] = "127.0.0.1,localhost";
        environment["TEMPORAL_TLS"] = "false";
        foreach (var (name, service) in new[] { ("AWS_ENDPOINT_URL_S3", VendorNames.S3), ("AWS_ENDPOINT_URL_STS", VendorNames.Sts) })
            if (cloud.Ports.TryGetValue(service, out var servicePort))
                environment[name] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{servicePort}");
    }

    private static void Add(SortedDictionary<string, string> environment, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more) environment[name] = value;
    }
}
