using System.Text.Json.Nodes;
using PipAi.LocalCloud.Vercel.Offer;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.Vercel;

/// <summary>What is not in the table is refused by its name.</summary>
public sealed class OfferTests(VercelServer vercel) : IClassFixture<VercelServer>
{
    /// <summary>Every operation.</summary>
    public static TheoryData<string> Operations => [.. VercelApi.Operations.Select(operation => operation.Name)];

    [Fact]
    public void The_readme_shows_the_table() =>
        ReadmeSection.Matches("infra/rehearsal/localcloud/Vercel/README.md", "offered", VercelApi.Markdown());

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_parameter_that_is_not_offered_is_named(string name)
    {
        var operation = Operation(name);
        var (status, body) = await vercel.CallAsync(
            operation.Method, $"/v{operation.Newest}/{Filled(operation)}?renameObject=1", Body(operation));
        Assert.Equal((400, "Invalid request: should NOT have additional property `renameObject`."), (status, Message(body)));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_field_that_is_not_offered_is_named(string name)
    {
        var operation = Operation(name);
        Assert.SkipWhen(operation.TakesFile, "It takes a file.");
        var content = JsonNode.Parse(Body(operation) ?? "{}")!.AsObject();
        content["unheard"] = true;
        var (status, body) = await vercel.CallAsync(operation.Method, $"/v{operation.Newest}/{Filled(operation)}", content.ToJsonString());
        Assert.Equal((400, "Invalid request: should NOT have additional property `unheard`."), (status, Message(body)));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_version_that_does_not_exist_is_no_path_and_no_version_is_the_first(string name)
    {
        var operation = Operation(name);
        Assert.Equal(
            404, (await vercel.CallAsync(operation.Method, $"/v{operation.Newest + 1}/{Filled(operation)}", Body(operation))).Status);
        Assert.Equal(404, (await vercel.CallAsync(operation.Method, $"/v0/{Filled(operation)}", Body(operation))).Status);
        Assert.Equal(
            await vercel.CallAsync(operation.Method, $"/v1/{Filled(operation)}?unheard=1", Body(operation)),
            await vercel.CallAsync(operation.Method, $"/{Filled(operation)}?unheard=1", Body(operation)));
    }

    [Theory]
    [InlineData("GET", "/v9/projects/some/members")]
    [InlineData("PUT", "/v9/projects/some")]
    [InlineData("PATCH", "/v9/projects")]
    [InlineData("GET", "/v9/projects/some/domains/a.example.com/dns")]
    [InlineData("GET", "/v9/project")]
    [InlineData("GET", "/api/v9/projects")]
    [InlineData("GET", "/vx/projects")]
    [InlineData("POST", "/v1/edge-config")]
    [InlineData("GET", "/")]
    public async Task A_path_that_is_not_offered_is_named(string method, string path)
    {
        var (status, body) = await vercel.CallAsync(method, path, null);
        Assert.Equal((404, $"The page could not be found: the local Vercel does not offer {method} {path}"), (status, Message(body)));
    }

    [Theory]
    [InlineData("POST", "/v11/projects", """{"name":1}""", "`name` should be string.")]
    [InlineData("POST", "/v11/projects", """{"name":null}""", "missing required property `name`.")]
    [InlineData("POST", "/v11/projects", """{"name":"a","nodeVersion":"24.x"}""", "should NOT have additional property `nodeVersion`.")]
    [InlineData(
        "POST", "/v11/projects", """{"name":"a","resourceConfig":{"memory":1}}""",
        "`resourceConfig` should NOT have additional property `memory`.")]
    [InlineData("POST", "/v11/projects", """{"name":"a","resourceConfig":[]}""", "`resourceConfig` should be object.")]
    [InlineData(
        "POST", "/v11/projects", """{"name":"a","environmentVariables":[{"key":"A"}]}""",
        "`environmentVariables[0]` missing required property `value`.")]
    [InlineData("POST", "/v11/projects", """["a"]""", "body must be an object.")]
    [InlineData(
        "PATCH", "/v9/projects/kept", """{"gitRepository":{"type":"github","repo":"a/b"}}""",
        "should NOT have additional property `gitRepository`.")]
    [InlineData("PATCH", "/v9/projects/kept", """{"gitLFS":"yes"}""", "`gitLFS` should be boolean.")]
    [InlineData("PATCH", "/v9/projects/kept", """{"skewProtectionMaxAge":1.5}""", "`skewProtectionMaxAge` should be integer.")]
    [InlineData(
        "PATCH", "/v9/projects/kept", """{"nodeVersion":"9.x"}""",
        "`nodeVersion` should be equal to one of the allowed values \"24.x, 22.x, 20.x, 18.x\".")]
    [InlineData(
        "POST", "/v10/projects/kept/env", """[{"key":"A","value":"1","target":["prod"]}]""",
        "`target[0]` should be equal to one of the allowed values \"production, preview, development\".")]
    [InlineData("GET", "/v10/projects?limit=many", null, "`limit` should be integer.")]
    [InlineData("GET", "/v10/projects?limit=0", null, "`limit` should be from 1 to 100.")]
    [InlineData("GET", "/v10/projects/kept/env?decrypt=perhaps", null, "`decrypt` should be boolean.")]
    [InlineData("DELETE", "/v9/projects/kept", """{"force":true}""", "should NOT have additional property `force`.")]
    public async Task What_is_wrong_is_named(string method, string path, string? body, string said)
    {
        await vercel.CallAsync("POST", "/v11/projects", """{"name":"kept"}""");
        var (status, answer) = await vercel.CallAsync(method, path, body);
        Assert.Equal((400, "Invalid request: " + said), (status, Message(answer)));
    }

    [Theory]
    [InlineData("teamId", "team_local", 200)]
    [InlineData("slug", "pip-ai", 200)]
    [InlineData("teamId", "pip-ai", 403)]
    [InlineData("teamId", "team_", 403)]
    [InlineData("slug", "PIP AI", 403)]
    public async Task A_call_names_a_team_by_its_id_or_its_slug(string parameter, string team, int status) =>
        Assert.Equal(status, (await vercel.CallAsync("GET", $"/v9/projects?{parameter}={team}", null)).Status);

    private static VercelOperation Operation(string name) => VercelApi.Operations.Single(operation => operation.Name == name);

    private static string Filled(VercelOperation operation) =>
        operation.Path.Replace("{project}", "some", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace(
            "}", "", StringComparison.Ordinal);

    // What a call needs at least, so that nothing else is wrong with it.
    private static string? Body(VercelOperation operation) => operation.Body.IsEmpty
        ? null
        : new JsonObject(operation.Body.Where(field => field.IsRequired).Select(field =>
            KeyValuePair.Create(field.Name, (JsonNode?)JsonValue.Create(field.Choices is [var choice, ..] ? choice : "x")))).ToJsonString();

    private static string Message(string body) => (string)JsonNode.Parse(body)!["error"]!["message"]!;
}
