using System.Text.Json;

namespace EmbeddedPulumi.Engine.State;

/// <summary>A state is whole, but its secrets are encrypted by somebody who is not asked here.</summary>
/// <param name="type">Pulumi's name of the secrets provider, such as <c>service</c>.</param>
/// <param name="provider">What the state says of it.</param>
internal sealed class SecretsProviderException(string type, JsonElement provider)
    : Exception($"its secrets are encrypted by {Named(type, provider)}")
{
    private static string Named(string type, JsonElement provider) => type switch
    {
        "service" => $"Pulumi Cloud (secrets provider 'service'{At(provider, "url")})",
        "cloud" => $"a key of a cloud (secrets provider 'cloud'{At(provider, "url")})",
        _ => $"the secrets provider '{type}'",
    };

    private static string At(JsonElement provider, string key) =>
        provider.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.Object
            && state.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? $", {value.GetString()}"
            : "";
}
