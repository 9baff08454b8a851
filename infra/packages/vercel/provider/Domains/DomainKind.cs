using System.Text.Json.Nodes;
using PipAi.Plugins.Properties;
using PipAi.Plugins.Schema;
using PipAi.Providers.Vercel.Api;

namespace PipAi.Providers.Vercel.Domains;

/// <summary>A domain name of a project.</summary>
internal sealed class DomainKind(VercelClient client, VercelSettings settings, PackageSchema schema)
    : VercelKind("vercel:index/projectDomain:ProjectDomain", client, settings, schema)
{
    private static readonly string[] Changeable = ["gitBranch", "customEnvironmentId", "redirect", "redirectStatusCode"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReplacedOn => ["projectId", "domain", "teamId"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Told => ["verified", "verifications"];

    /// <inheritdoc/>
    public override IEnumerable<CheckFailure> Check(PropertyMap inputs)
    {
        if (inputs.Text("domain") is { } domain && (!domain.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(domain) != UriHostNameType.Dns))
            yield return new CheckFailure("domain", $"'{domain}' is no domain name.");
        if (inputs.Whole("redirectStatusCode") is { } status and not (301 or 302 or 307 or 308))
            yield return new CheckFailure("redirectStatusCode", $"it is {status}, and must be one of: 301, 302, 307, 308.");
        if (inputs.Has("redirectStatusCode") && !inputs.Has("redirect"))
            yield return new CheckFailure("redirectStatusCode", "it is of no use without 'redirect'.");
    }

    /// <inheritdoc/>
    public override Task Delete(DeleteRequest request, CancellationToken cancellation) =>
        Client.DeleteAsync(Path(request.OldInputs), TeamOf(request.OldInputs), cancellation);

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Answered)> CreateAsync(string urn, PropertyMap inputs, CancellationToken cancellation)
    {
        var domain = inputs.RequiredText("domain");
        var body = Body([("name", domain), .. Changeable.Select(name => (name, Json.Write(inputs.GetValueOrDefault(name, PropertyValue.Null))))]);
        try
        {
            return (domain, Answered(await Client.CallAsync(HttpMethod.Post, $"v10/{ProjectPath(inputs)}/domains", TeamOf(inputs), body, cancellation)));
        }
        catch (VercelException taken) when (taken.Status == 409)
        {
            // A domain that this very project has already is one whose creation was not heard of.
            var mine = await Client.FindAsync(Path(inputs), TeamOf(inputs), cancellation);
            if (mine is null) throw;
            await Log.TakenOverAsync($"domain '{domain}' of project '{inputs.Text("projectId")}'", urn);
            return (domain, await UpdateAsync(domain, inputs, inputs, cancellation));
        }
    }

    /// <inheritdoc/>
    protected override async Task<PropertyMap> UpdateAsync(string id, PropertyMap inputs, PropertyMap old, CancellationToken cancellation)
    {
        var body = new JsonObject(Changeable.Select(name =>
            KeyValuePair.Create(name, Json.Write(inputs.GetValueOrDefault(name, PropertyValue.Null)))));
        return Answered(await Client.CallAsync(HttpMethod.Patch, Path(inputs), TeamOf(inputs), body, cancellation));
    }

    /// <inheritdoc/>
    protected override async Task<(string Id, PropertyMap Inputs, PropertyMap Answered)?> ReadAsync(
        string id, PropertyMap inputs, CancellationToken cancellation)
    {
        var parts = id.Split('/');
        var known = (parts.Length == 2 ? inputs.With("projectId", parts[0]) : inputs).With("domain", parts[^1]);
        var answer = await Client.FindAsync(Path(known), TeamOf(known), cancellation);
        if (answer is null) return null;
        foreach (var name in Changeable) known = known.With(name, Json.Read(answer[name]));
        return (parts[^1], known, Answered(answer));
    }

    private static string Path(PropertyMap inputs) =>
        $"v9/{ProjectPath(inputs)}/domains/{Uri.EscapeDataString(inputs.RequiredText("domain"))}";

    private static PropertyMap Answered(JsonObject answer) => PropertyMap.Empty
        .SetItem("verified", Json.Read(answer["verified"]))
        .SetItem("verifications", Json.Read(answer["verification"] ?? new JsonArray()));
}
