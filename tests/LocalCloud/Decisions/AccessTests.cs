using System.Text.Json;
using System.Text.Json.Nodes;
using PipAi.LocalCloud.S3.Requests;
using PipAi.LocalCloud.Signatures;
using PipAi.LocalCloud.Sts;

namespace PipAi.LocalCloud.Tests.Decisions;

/// <summary>Whom a role lets in, what it lets do, and which bytes a header asks for: the decisions, in tables.</summary>
public sealed class AccessTests
{
    private const string Issuer = "oidc.fly.io/pip-ai";

    [Theory]
    [InlineData("""{"StringEquals":{"oidc.fly.io/pip-ai:sub":"pip-ai:workers:m1"}}""", true)]
    [InlineData("""{"StringEquals":{"oidc.fly.io/pip-ai:sub":"pip-ai:workers:*"}}""", false)]
    [InlineData("""{"StringLike":{"oidc.fly.io/pip-ai:sub":"pip-ai:workers:*"}}""", true)]
    [InlineData("""{"StringLike":{"oidc.fly.io/pip-ai:sub":"pip-ai:worker:*"}}""", false)]
    [InlineData("""{"StringLike":{"oidc.fly.io/pip-ai:sub":["x","pip-ai:*:m?"]}}""", true)]
    [InlineData("""{"StringNotEquals":{"oidc.fly.io/pip-ai:sub":"pip-ai:workers:m1"}}""", false)]
    [InlineData("""{"StringNotEquals":{"oidc.fly.io/pip-ai:sub":"pip-ai:workers:m2"}}""", true)]
    [InlineData("""{"StringEquals":{"oidc.fly.io/pip-ai:aud":"sts.amazonaws.com"}}""", true)]
    [InlineData("""{"StringEquals":{"oidc.fly.io/pip-ai:aud":"other"}}""", false)]
    // Both must hold; what another issuer says, or nobody, does not.
    [InlineData("""{"StringEquals":{"oidc.fly.io/pip-ai:aud":"sts.amazonaws.com","oidc.fly.io/pip-ai:sub":"other"}}""", false)]
    [InlineData("""{"StringEquals":{"oidc.fly.io/other:sub":"pip-ai:workers:m1"}}""", false)]
    [InlineData("""{"StringEquals":{"oidc.fly.io/pip-ai:email":"a@b.c"}}""", false)]
    // What is not understood lets nobody in.
    [InlineData("""{"NumericEquals":{"oidc.fly.io/pip-ai:sub":"pip-ai:workers:m1"}}""", false)]
    [InlineData("{}", true)]
    public void A_web_identity_is_let_in_where_every_condition_holds(string condition, bool isLetIn) =>
        Assert.Equal(isLetIn, TrustPolicy.Allows(Policy(Statement(condition: condition)), Claims()));

    [Theory]
    [InlineData("sts:AssumeRoleWithWebIdentity", true)]
    [InlineData("STS:assumerolewithwebidentity", true)]
    [InlineData("sts:*", true)]
    [InlineData("sts:AssumeRole", false)]
    public void A_statement_is_about_its_actions(string action, bool isLetIn) =>
        Assert.Equal(isLetIn, TrustPolicy.Allows(Policy(Statement(action: action)), Claims()));

    [Theory]
    [InlineData("arn:aws:iam::1:oidc-provider/oidc.fly.io/pip-ai", true)]
    [InlineData("arn:aws:iam::1:oidc-provider/oidc.fly.io/pip-ai-two", false)]
    [InlineData("arn:aws:iam::1:oidc-provider/evil.io/oidc.fly.io/pip-ai", false)]
    [InlineData("*", true)]
    public void A_statement_is_about_its_issuer(string federated, bool isLetIn) =>
        Assert.Equal(isLetIn, TrustPolicy.Allows(Policy(Statement(federated: federated)), Claims()));

    [Fact]
    public void One_statement_that_denies_outweighs_those_that_allow()
    {
        Assert.False(TrustPolicy.Allows(Policy(Statement(), Statement(effect: "Deny")), Claims()));
        Assert.True(TrustPolicy.Allows(
            Policy(Statement(), Statement(effect: "Deny", condition: """{"StringEquals":{"oidc.fly.io/pip-ai:sub":"other"}}""")), Claims()));
        Assert.False(TrustPolicy.Allows(Policy(), Claims()));
    }

    [Theory]
    [InlineData("s3.amazonaws.com", true)]
    [InlineData("backup.amazonaws.com", false)]
    public void A_service_is_let_in_by_its_name(string service, bool isLetIn) => Assert.Equal(
        isLetIn, TrustPolicy.AllowsService(
            Policy("""{"Effect":"Allow","Principal":{"Service":["s3.amazonaws.com"]},"Action":"sts:AssumeRole"}"""), service));

    [Theory]
    [InlineData("bytes=0-0", 10, "bytes 0-0/10")]
    [InlineData("bytes=0-9", 10, "bytes 0-9/10")]
    [InlineData("bytes=0-99", 10, "bytes 0-9/10")]
    [InlineData("bytes=9-", 10, "bytes 9-9/10")]
    [InlineData("bytes=-1", 10, "bytes 9-9/10")]
    [InlineData("bytes=-10", 10, "bytes 0-9/10")]
    [InlineData("bytes=-99", 10, "bytes 0-9/10")]
    // What is no range, or several, is passed over.
    [InlineData("bytes=5-4", 10, null)]
    [InlineData("bytes=-", 10, null)]
    [InlineData("bytes=a-b", 10, null)]
    [InlineData("bytes=0-1,3-4", 10, null)]
    [InlineData("items=0-1", 10, null)]
    public void A_range_is_read_as_HTTP_reads_it(string header, long size, string? range) =>
        Assert.Equal(range, ByteRange.Parse(header, size)?.Header(size));

    [Theory]
    [InlineData("bytes=10-", 10)]
    [InlineData("bytes=10-20", 10)]
    [InlineData("bytes=-0", 10)]
    [InlineData("bytes=0-", 0)]
    public void A_range_beyond_the_object_is_refused_with_its_size(string header, long size)
    {
        var refused = Assert.Throws<AwsException>(() => ByteRange.Parse(header, size));
        Assert.Equal((416, "InvalidRange", $"bytes */{size}"), (refused.Status, refused.Code, refused.Headers["Content-Range"]));
    }

    private static string Statement(
        string effect = "Allow", string action = "sts:AssumeRoleWithWebIdentity",
        string federated = "arn:aws:iam::1:oidc-provider/oidc.fly.io/pip-ai", string condition = "{}") =>
        $$"""{"Effect":"{{effect}}","Principal":{"Federated":"{{federated}}"},"Action":"{{action}}","Condition":{{condition}}}""";

    private static JsonObject Policy(params string[] statements) =>
        JsonNode.Parse($$"""{"Statement":[{{string.Join(',', statements)}}]}""")!.AsObject();

    private static Dictionary<string, JsonElement> Claims() => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        $$"""{"iss":"https://{{Issuer}}","sub":"pip-ai:workers:m1","aud":["sts.amazonaws.com"]}""")!;
}
