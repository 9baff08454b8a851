using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Providers.Fly.Values;

namespace PipAi.Providers.Fly.Machines;

/// <summary>Writes what is sent to create or update a machine.</summary>
internal sealed class MachineBody(MachineConfigJson configs, MachineTarget target, PropertyMap inputs)
{
    /// <summary>The wanted configuration, written over what Fly has.</summary>
    public JsonObject Config(JsonObject? existing)
    {
        var config = configs.Write(WithCheckDefaults(inputs.Map("config")), existing);
        Fill(config, "env")["FLY_PROCESS_GROUP"] = target.Group;
        var labels = Fill(config, "metadata");
        foreach (var (key, value) in Reserved(existing)) labels[key] = value;
        labels["fly_platform_version"] = "v2";
        labels["fly_process_group"] = target.Group;
        labels[MachineTarget.OwnerKey] = target.Owner;
        labels[MachineTarget.LaunchKey] = target.Launch;
        labels[MachineTarget.PlaceKey] = target.Place;
        if (inputs.Whole("minSecretsVersion") is { } version)
            labels[MachineTarget.SecretsKey] = version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return config;
    }

    /// <summary>Values of the configuration that must not appear in a message.</summary>
    public IReadOnlyCollection<string> Secrets => [.. inputs.Values.SelectMany(value => value.SecretTexts())];

    public JsonObject ForCreate(bool launch)
    {
        var config = Config(null);
        var body = Common(config);
        body["name"] = target.Name;
        body["region"] = target.Region;
        body["skip_launch"] = !launch;
        // A machine with services gets traffic only once it is healthy; one that stands by is for the proxy to start.
        body["skip_service_registration"] = (launch && config["services"] is JsonArray { Count: > 0 }) || inputs.Flag("cordoned") is true;
        return body;
    }

    public JsonObject ForUpdate(JsonObject? existing, string currentVersion, bool launch)
    {
        var body = Common(Config(existing));
        body["current_version"] = currentVersion;
        body["skip_launch"] = !launch;
        return body;
    }

    private JsonObject Common(JsonObject config)
    {
        var body = new JsonObject { ["config"] = config };
        if (inputs.Whole("minSecretsVersion") is { } version) body["min_secrets_version"] = version;
        return body;
    }

    // Spelled out, so that a check means the same whatever Fly's defaults are.
    private static PropertyMap WithCheckDefaults(PropertyMap config)
    {
        config = NormalProperties.Entries(config, "checks", Filled);
        return NormalProperties.Each(config, "services", service => NormalProperties.Each(service, "checks", Filled));
    }

    private static PropertyMap Filled(PropertyMap check)
    {
        var filled = check
            .With("interval", check.Text("interval") ?? "15s")
            .With("timeout", check.Text("timeout") ?? "2s")
            .With("gracePeriod", check.Text("gracePeriod") ?? "5s");
        return check.Text("type") == "http"
            ? filled.With("method", check.Text("method") ?? "GET").With("path", check.Text("path") ?? "/")
            : filled;
    }

    private static JsonObject Fill(JsonObject config, string name)
    {
        if (config[name] is JsonObject known) return known;
        var made = new JsonObject();
        config[name] = made;
        return made;
    }

    private static KeyValuePair<string, string>[] Reserved(JsonObject? existing) =>
        (existing?["metadata"] as JsonObject ?? [])
            .Where(label => MachineNormalForm.IsReservedLabel(label.Key) && label.Value is not null)
            .Select(label => KeyValuePair.Create(label.Key, label.Value!.GetValue<string>()))
            .ToArray();
}
