using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PipAi.LocalCloud.Platform;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Identity.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Api.Cloud.Operation.V1;

namespace PipAi.LocalCloud.Temporal.Cloud.Accounts;

/// <summary>Keeps the account in one JSON file, old or new but never half.</summary>
internal sealed class AccountFile(string path)
{
    private static readonly TypeRegistry Types = TypeRegistry.FromFiles(ServiceReflection.Descriptor);
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Types));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithTypeRegistry(Types).WithIgnoreUnknownFields(true));
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What the file holds; an empty account if there is none yet.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public AccountState Load()
    {
        var state = new AccountState();
        if (!File.Exists(path)) return state;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!;
            foreach (var item in Items<Namespace>(json, "namespaces")) state.Namespaces.Add(item.Namespace_, item);
            foreach (var item in Items<ServiceAccount>(json, "serviceAccounts")) state.ServiceAccounts.Add(item.Id, item);
            foreach (var item in Items<AsyncOperation>(json, "operations")) state.Operations.Add(item.Id, item);
            foreach (var item in json["apiKeys"]!.AsArray())
            {
                var key = Parse<ApiKey>(item!["key"]!);
                state.Keys.Add(key.Id, new IssuedKey(key, item["sha256"]!.GetValue<string>()));
            }
            state.Changes = json["changes"]!.GetValue<long>();
            return state;
        }
        catch (Exception error) when (error is JsonException or InvalidProtocolBufferException or InvalidOperationException
            or NullReferenceException)
        {
            throw new InvalidDataException($"'{path}' is damaged: {error.Message}", error);
        }
    }

    /// <summary>Replaces the file.</summary>
    public void Save(AccountState state)
    {
        var json = new JsonObject
        {
            ["changes"] = state.Changes,
            ["namespaces"] = Array(state.Namespaces.Values),
            ["serviceAccounts"] = Array(state.ServiceAccounts.Values),
            ["apiKeys"] = new JsonArray([.. state.Keys.Values.Select(key =>
                new JsonObject { ["key"] = Node(key.Key), ["sha256"] = key.Sha256 })]),
            ["operations"] = Array(state.Operations.Values),
        };
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(json.ToJsonString(Indented)));
    }

    private static JsonNode Node(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;

    private static JsonArray Array(IEnumerable<IMessage> messages) => new([.. messages.Select(Node)]);

    private static IEnumerable<T> Items<T>(JsonNode json, string name)
        where T : IMessage, new() => json[name]!.AsArray().Select(item => Parse<T>(item!));

    private static T Parse<T>(JsonNode json)
        where T : IMessage, new() => Parser.Parse<T>(json.ToJsonString());
}
