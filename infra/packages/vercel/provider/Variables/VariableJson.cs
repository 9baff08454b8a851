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
        if (inputs.Text("comment") is { } comment) body["comment"] = comment;
        if (inputs.Texts("customEnvironmentIds") is { IsEmpty: false } custom) body["customEnvironmentIds"] = List(custom);
        return body;
    }

    private static JsonArray List(ImmutableArray<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
