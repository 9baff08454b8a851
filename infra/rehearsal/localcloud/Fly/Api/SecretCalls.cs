using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PipAi.LocalCloud.Fly.Config;
using PipAi.LocalCloud.Fly.State;

namespace PipAi.LocalCloud.Fly.Api;

/// <summary>Calls on secrets: a write is staged, machines see it from their next create, update or start.</summary>
internal sealed partial class SecretCalls(FlyCore core)
{
    private const string All = "/apps/{app}/secrets";
    private const string One = "/apps/{app}/secrets/{name}";

    /// <summary>Adds them.</summary>
    public void Map(FlyRoutes routes)
    {
        routes.Map("GET", All, call => Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["secrets"] = new JsonArray([.. call.App.Secrets.Select(pair => Show(pair.Key, pair.Value))]),
        })));
        routes.Map("POST", All, SetAllAsync);
        routes.Map("GET", One, GetAsync);
        routes.Map("POST", One, call =>
        {
            var changed = Write(call.App, [(call.Path("name"), call.Body["value"].Text())]);
            var body = Show(call.Path("name"), changed.Secrets[call.Path("name")]);
            body["version"] = changed.SecretsVersion;
            return Task.FromResult(new FlyAnswer(201, body));
        });
        routes.Map("DELETE", One, call =>
        {
            if (!call.App.Secrets.ContainsKey(call.Path("name"))) throw FlyProblem.NotFound($"secret '{call.Path("name")}'");
            return Task.FromResult(
                FlyAnswer.Ok(new JsonObject { ["version"] = Write(call.App, [(call.Path("name"), null)]).SecretsVersion }));
        });
    }

    private static Task<FlyAnswer> GetAsync(FlyCall call) => call.App.Secrets.TryGetValue(call.Path("name"), out var secret)
        ? Task.FromResult(FlyAnswer.Ok(Show(call.Path("name"), secret)))
        : throw FlyProblem.NotFound($"secret '{call.Path("name")}'");

    private Task<FlyAnswer> SetAllAsync(FlyCall call)
    {
        var values = call.Body["values"].Fields()
            .Select(field => (field.Name, field.Value.Value.ValueKind == JsonValueKind.Null ? null : field.Value.Text())).ToList();
        var changed = Write(call.App, values);
        return Task.FromResult(FlyAnswer.Ok(new JsonObject
        {
            ["secrets"] = new JsonArray([.. changed.Secrets.Select(pair => Show(pair.Key, pair.Value))]),
            ["version"] = changed.SecretsVersion,
        }));
    }

    private AppRecord Write(AppRecord app, IReadOnlyList<(string Name, string? Value)> values)
    {
        if (values.FirstOrDefault(pair => !NamePattern().IsMatch(pair.Name)) is { Name: { } wrong })
            throw new InvalidConfigException(
                $"secret name \"{wrong}\" may hold letters, digits and underscores, and starts with none of the digits");
        var inUse = core.State.MachinesOf(app.Name).Select(machine => machine.SecretsVersion).ToHashSet();
        return core.State.Change(app.Name, current =>
        {
            var now = core.Time.GetUtcNow();
            var version = current.SecretsVersion + 1;
            var texts = current.SecretValues.GetValueOrDefault(current.SecretsVersion, ImmutableSortedDictionary<string, string>.Empty);
            var secrets = current.Secrets;
            foreach (var (name, value) in values)
            {
                texts = value is null ? texts.Remove(name) : texts.SetItem(name, value);
                secrets = value is null ? secrets.Remove(name) : secrets.SetItem(name,
                    new AppSecret(SecretDigest.Of(current.Id, value), secrets.TryGetValue(name, out var old) ? old.CreatedAt : now, now));
            }

            return current with
            {
                Secrets = secrets,
                SecretsVersion = version,
                SecretValues = current.SecretValues.RemoveRange(current.SecretValues.Keys.Where(old => !inUse.Contains(old))).SetItem(
                    version, texts),
            };
        }) ?? throw FlyProblem.NotFound($"app '{app.Name}'");
    }

    private static JsonObject Show(string name, AppSecret secret) => new()
    {
        ["name"] = name,
        ["digest"] = secret.Digest,
        ["created_at"] = FlyJson.Time(secret.CreatedAt),
        ["updated_at"] = FlyJson.Time(secret.UpdatedAt),
    };

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex NamePattern();
}
