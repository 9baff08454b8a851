using System.Text.Json;
using Pulumi;

namespace PipAi.Aws.Tests;

/// <summary>Calls a provider through its public methods, as an engine does, with properties written as JSON.</summary>
internal sealed class Driver(Provider provider)
{
    private static readonly ImmutableArray<byte> Seed = [.. Enumerable.Repeat((byte)7, 32)];

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Urn UrnOf(string type, string name) => new($"urn:pulumi:test::pip-ai::{type}::{name}");

    /// <summary>Properties from JSON; the text <c>unknown</c> stands for a value that only a deployment tells.</summary>
    public static PropertyMap Properties(string json) =>
        Value(JsonDocument.Parse(json).RootElement).TryGetMap(out var map) ? map : PropertyMap.Empty;

    public async Task ConfigureAsync(string json)
    {
        var args = Properties(json);
        await provider.ConfigureAsync(
            new ConfigureRequest(ImmutableDictionary<string, string>.Empty, args, true, true, true, true), Cancellation);
    }

    public async Task<CheckResponse> CheckAsync(string type, string json, string name = "it", string old = "{}") =>
        await provider.CheckAsync(new CheckRequest(UrnOf(type, name), Properties(old), Properties(json), Seed), Cancellation);

    /// <summary>The failures of a check, one line each.</summary>
    public async Task<string> FailuresAsync(string type, string json) => string.Join(
        '\n', (await CheckAsync(type, json)).Failures!.Select(failure => $"{failure.Property}: {failure.Reason}"));

    public async Task<Created> CreateAsync(string type, string json, string name = "it", bool preview = false)
    {
        var check = await CheckAsync(type, json, name);
        Assert.Empty(check.Failures!);
        var inputs = check.Inputs!.ToImmutableDictionary();
        var answer = await provider.CreateAsync(new CreateRequest(UrnOf(type, name), inputs, TimeSpan.Zero, preview), Cancellation);
        return new Created(type, name, answer.Id ?? "", inputs, answer.Outputs!.ToImmutableDictionary());
    }

    public Task<DiffResponse> DiffAsync(Created before, string json) => provider.DiffAsync(
        new DiffRequest(
            UrnOf(before.Type, before.Name), before.Id, before.Outputs, Properties(json), [], before.Inputs),
        Cancellation);

    public async Task<Created> UpdateAsync(Created before, string json, bool preview = false)
    {
        var inputs = Properties(json);
        var answer = await provider.UpdateAsync(
            new UpdateRequest(
                UrnOf(before.Type, before.Name), before.Id, before.Outputs, inputs, TimeSpan.Zero, [], preview, before.Inputs),
            Cancellation);
        return before with { Inputs = inputs, Outputs = answer.Outputs!.ToImmutableDictionary() };
    }

    public Task<ReadResponse> ReadAsync(Created it) =>
        provider.ReadAsync(new ReadRequest(UrnOf(it.Type, it.Name), it.Id, it.Outputs, it.Inputs), Cancellation);

    public Task DeleteAsync(Created it) => provider.DeleteAsync(
        new DeleteRequest(UrnOf(it.Type, it.Name), it.Id, it.Outputs, TimeSpan.Zero, it.Inputs), Cancellation);

    private static PropertyValue Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => new PropertyValue(true),
        JsonValueKind.False => new PropertyValue(false),
        JsonValueKind.Number => new PropertyValue(json.GetDouble()),
        JsonValueKind.String when json.GetString() == "unknown" => PropertyValue.Computed,
        JsonValueKind.String => new PropertyValue(json.GetString()!),
        JsonValueKind.Array => new PropertyValue([.. json.EnumerateArray().Select(Value)]),
        JsonValueKind.Object =>
            new PropertyValue(json.EnumerateObject().ToImmutableDictionary(member => member.Name, member => Value(member.Value))),
        _ => PropertyValue.Null,
    };
}

/// <summary>A resource that a test created.</summary>
internal sealed record Created(string Type, string Name, string Id, PropertyMap Inputs, PropertyMap Outputs)
{
    /// <summary>An output as text.</summary>
    public string? this[string output] => Outputs.TryGetValue(output, out var value) ? value.ToString() : null;
}
