using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Temporalio.Api.Cloud.CloudService.V1;
using Temporalio.Api.Cloud.Namespace.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace PipAi.LocalCloud.Tests.Temporal;

/// <summary>Pages of lists, and what a namespace may be.</summary>
public sealed class CloudRulesTests(RunningTemporal temporal) : IClassFixture<RunningTemporal>
{
    private CloudService Ops => temporal.Cloud.CloudService;

    [Fact]
    public async Task Lists_come_in_pages_of_the_size_asked_for()
    {
        string[] names = ["page-b", "page-a", "page-a-2", "page-c"];
        foreach (var name in names) await temporal.CreateNamespaceAsync(name);
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await Ops.GetNamespacesAsync(new() { PageSize = 2, PageToken = token });
            Assert.InRange(page.Namespaces.Count, 1, 2);
            seen.AddRange(page.Namespaces.Select(item => item.Spec.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(
            ["documents", "page-a", "page-a-2", "page-b", "page-c"], seen.Where(name => name == "documents" || names.Contains(name)));
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("page-a")]
    [InlineData("AAAAAAAAAAAAAAAAZG9jdW1lbnRz")]
    [InlineData("not base64 !")]
    public async Task A_made_up_page_token_is_refused_by_every_list(string token)
    {
        var ask = new Func<Task>[]
        {
            () => Ops.GetNamespacesAsync(new() { PageToken = token }),
            () => Ops.GetServiceAccountsAsync(new() { PageToken = token }),
            () => Ops.GetApiKeysAsync(new() { PageToken = token }),
        };
        foreach (var list in ask) Assert.Contains($"page_token '{token}'", (await InvalidAsync(list())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_token_is_good_for_its_own_list_only()
    {
        for (var i = 0; i < 2; i++) await temporal.CreateKeyAsync(temporal.ServiceAccountId);
        var first = await Ops.GetApiKeysAsync(new() { PageSize = 1, OwnerId = temporal.ServiceAccountId });

        await Ops.GetApiKeysAsync(new() { PageToken = first.NextPageToken, OwnerId = temporal.ServiceAccountId });
        await InvalidAsync(Ops.GetApiKeysAsync(new() { PageToken = first.NextPageToken }));
        await InvalidAsync(Ops.GetServiceAccountsAsync(new() { PageToken = first.NextPageToken }));
        await InvalidAsync(Ops.GetApiKeysAsync(new() { PageSize = -1 }));
        await InvalidAsync(Ops.GetApiKeysAsync(new() { PageSize = 1001 }));
    }

    [Theory]
    [InlineData(39, true)]
    [InlineData(40, false)]
    [InlineData(1, false)]
    public async Task A_name_has_2_to_39_characters(int length, bool right)
    {
        var call = Ops.CreateNamespaceAsync(new() { Spec = CloudSteps.Spec(new string('n', length)) });

        if (right) Assert.NotNull((await call).AsyncOperation);
        else Assert.Contains("2 to 39", (await InvalidAsync(call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_certificate_authority_must_be_one()
    {
        foreach (var (content, why) in new[]
        {
            ("nonsense", "holds 0 certificates in PEM form"),
            ("-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n", "cannot be read as certificates in PEM form"),
            (Certificate(isAuthority: false), "is no certificate authority"),
            (string.Concat(Enumerable.Repeat(Certificate(isAuthority: true), 17)), "it must hold 1 to 16"),
            ("", "is required where mtls_auth is enabled"),
        })
        {
            Assert.Contains(
                why, (await InvalidAsync(Ops.CreateNamespaceAsync(new() { Spec = WithAuthority(content) }))).Message,
                StringComparison.Ordinal);
        }

        await temporal.FulfilAsync(
            (await Ops.CreateNamespaceAsync(new() { Spec = WithAuthority(Certificate(isAuthority: true)) })).AsyncOperation);
    }

    [Fact]
    public async Task Tags_are_few_and_short_and_a_refused_change_changes_none()
    {
        await temporal.CreateNamespaceAsync("tagged");
        var ten = new UpdateNamespaceTagsRequest { Namespace = "tagged.local" };
        for (var i = 0; i < 10; i++) ten.TagsToUpsert.Add($"tag-{i}", "x");
        await Ops.UpdateNamespaceTagsAsync(ten);

        await InvalidAsync(Ops.UpdateNamespaceTagsAsync(new() { Namespace = "tagged.local", TagsToUpsert = { ["one-more"] = "x" } }));
        await InvalidAsync(Ops.UpdateNamespaceTagsAsync(new() { Namespace = "tagged.local", TagsToUpsert = { ["tag-1"] = "Upper" } }));
        await InvalidAsync(
            Ops.UpdateNamespaceTagsAsync(
                new() { Namespace = "tagged.local", TagsToUpsert = { ["tag-1"] = "y" }, TagsToRemove = { "tag-1" } }));

        var tags = (await Ops.GetNamespaceAsync(new() { Namespace = "tagged.local" })).Namespace.Tags;
        Assert.Equal((10, "x"), (tags.Count, tags["tag-1"]));
    }

    private static NamespaceSpec WithAuthority(string pem)
    {
        var spec = CloudSteps.Spec("certified");
        spec.MtlsAuth = new() { Enabled = true, AcceptedClientCa = ByteString.CopyFromUtf8(pem) };
        return spec;
    }

    private static string Certificate(bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=clients", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem() + "\n";
    }

    private static async Task<RpcException> InvalidAsync(Task call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(RpcException.StatusCode.InvalidArgument, error.Code);
        return error;
    }
}
