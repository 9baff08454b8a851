using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;

namespace PipAi.Providers.Vercel.Variables;

/// <summary>An environment variable as the API takes it.</summary>
internal static class VariableJson
{
    /// <summary>The type of variables that nobody can read back.</summary>
    public const string Sensitive = "sensitive";

    /// <summary>Writes it.</summary>
    public static JsonObject Write(PropertyMap inputs)
    {
        var body = new JsonObject
        {
            ["key"] = inputs.RequiredText("key"),
            ["value"] = inputs.Text("value") ?? inputs.Text("valueWo"),
            ["type"] = inputs.Flag("sensitive") == true ? Sensitive : "encrypted",
            ["target"] = List(inputs.Texts("targets")),
        };
        if (inputs.Text("gitBranch") is { } branch) body["gitBranch"] = branch;
        body["comment"] = inputs.Text("comment") ?? "";
        if (inputs.Texts("customEnvironmentIds") is { IsEmpty: false } custom) body["customEnvironmentIds"] = List(custom);
        return body;
    }

    /// <summary>A variable that the API shows, but for its id and its value. The targets are a set, in the order of the alphabet.</summary>
    public static PropertyMap Show(JsonObject variable) => PropertyMap.Empty
        .With("key", (string?)variable["key"])
        .With("sensitive", (string?)variable["type"] == Sensitive)
        .With("targets", new PropertyValue(
            [.. (variable["target"] as JsonArray ?? []).Select(target => (string)target!).Order(StringComparer.Ordinal).Select(
                target => new PropertyValue(target))]))
        .With("gitBranch", (string?)variable["gitBranch"])
        .With("comment", (string?)variable["comment"] ?? "");

    private static JsonArray List(ImmutableArray<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
