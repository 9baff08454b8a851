using EmbeddedPulumi.Engine.Files;
using EmbeddedPulumi.Protocol;
using Pulumirpc;

namespace PipAi.Engine.Tests.Scenarios;

/// <summary>The options of a resource, as scenarios write them.</summary>
internal static class ScenarioOptions
{
    private delegate void Setter(RegisterResourceRequest request, YamlValue value, ScenarioRegistrations all);

    private static readonly Dictionary<string, Setter> Setters = new(StringComparer.Ordinal)
    {
        ["mayFail"] = (_, _, _) => { },
        ["type"] = (request, value, _) => request.Type = TypeOf(Text(value)),
        ["component"] = (request, value, _) => (request.Custom, request.Type) = (false, "test:index:Group"),
        ["parent"] = (request, value, all) => request.Parent = Text(value).Length == 0 ? "" : all.UrnOf(Text(value)),
        ["provider"] = (request, value, all) => request.Provider = all.ProviderOf(Text(value)),
        ["dependsOn"] = (request, value, all) => request.Dependencies.Add(Texts(value).Select(all.UrnOf)),
        ["untold"] = (request, _, _) => request.PropertyDependencies.Clear(),
        ["propertyDependsOn"] = (request, value, all) =>
            request.PropertyDependencies["size"] = new() { Urns = { Texts(value).Select(all.UrnOf) } },
        ["deletedWith"] = (request, value, all) => request.DeletedWith = all.UrnOf(Text(value)),
        ["replaceWith"] = (request, value, all) => request.ReplaceWith.Add(Texts(value).Select(all.UrnOf)),
        ["protect"] = (request, value, _) => request.Protect = IsTrue(value),
        ["retain"] = (request, value, _) => request.RetainOnDelete = IsTrue(value),
        ["deleteFirst"] = (request, value, _) => (request.DeleteBeforeReplaceDefined, request.DeleteBeforeReplace) = (true, IsTrue(value)),
        ["ignoreChanges"] = (request, value, _) => request.IgnoreChanges.Add(Texts(value)),
        ["replaceOnChanges"] = (request, value, _) => request.ReplaceOnChanges.Add(Texts(value)),
        ["hideDiffs"] = (request, value, _) => request.HideDiffs.Add(Texts(value)),
        ["secretOutputs"] = (request, value, _) => request.AdditionalSecretOutputs.Add(Texts(value)),
        ["import"] = (request, value, _) => request.ImportId = Text(value),
        ["trigger"] = (request, value, all) => request.ReplacementTrigger = PropertyWire.Encode(all.ValueOf(value, [])),
        ["version"] = (request, value, _) => request.Version = Text(value),
        ["downloadUrl"] = (request, value, _) => request.PluginDownloadURL = Text(value),
        ["createTimeout"] = (request, value, _) => request.CustomTimeouts = new() { Create = Text(value) },
        ["envVarMappings"] = (request, value, _) =>
            request.EnvVarMappings.Add(((YamlMapping)value).Entries.ToDictionary(entry => entry.Key, entry => Text(entry.Value))),
        ["aliases"] = (request, value, all) => request.Aliases.Add(((YamlSequence)value).Items.Select(item => AliasOf(item, all))),
    };

    public static void Set(RegisterResourceRequest request, string option, YamlValue value, ScenarioRegistrations all) =>
        Setters[option](request, value, all);

    /// <summary>A type of the test package by its last part, a provider of it, or any other token.</summary>
    public static string TypeOf(string type) => type switch
    {
        "provider" => TypeTokens.ProviderPrefix + "test",
        _ when type.Contains(':', StringComparison.Ordinal) || type.Length == 0 => type,
        _ => "test:index:" + type,
    };

    public static string[] Texts(YamlValue value) => value is YamlSequence list ? [.. list.Items.Select(Text)] : [Text(value)];

    private static Alias AliasOf(YamlValue value, ScenarioRegistrations all)
    {
        if (value is YamlScalar scalar) return new Alias { Urn = ScenarioCommand.UrnOf(scalar.Text) };
        var spec = new Alias.Types.Spec();
        foreach (var entry in ((YamlMapping)value).Entries)
        {
            var text = Text(entry.Value);
            switch (entry.Key)
            {
                case "name": spec.Name = text; break;
                case "type": spec.Type = TypeOf(text); break;
                case "project": spec.Project = text; break;
                case "stack": spec.Stack = text; break;
                case "parent": spec.ParentUrn = all.UrnOf(text); break;
                case "noParent": spec.NoParent = true; break;
                default: throw new FormatException($"'{entry.Key}' is no part of an alias.");
            }
        }

        return new Alias { Spec = spec };
    }

    private static string Text(YamlValue value) => ((YamlScalar)value).Text;

    private static bool IsTrue(YamlValue value) => Text(value) == "true";
}
