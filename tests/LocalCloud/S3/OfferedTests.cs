using System.Net;
using System.Text;
using PipAi.LocalCloud.S3.Offered;
using PipAi.LocalCloud.S3.Protocol;
using PipAi.LocalCloud.Services;
using PipAi.Testing;

namespace PipAi.LocalCloud.Tests.S3;

/// <summary>What is not in the table is refused by its name, and changes nothing.</summary>
public sealed class OfferedTests : IClassFixture<LocalS3>, IDisposable
{
    private readonly LocalS3 s3;
    private readonly SignedRequests raw;

    public OfferedTests(LocalS3 s3) => (this.s3, raw) = (s3, new SignedRequests(s3));

    public void Dispose() => raw.Dispose();

    [Fact]
    public void The_README_shows_the_table()
    {
        ReadmeSection.Matches(
            "infra/rehearsal/localcloud/S3/README.md", "offered", OfferedOperation.Markdown(S3Table.Offered.Select(row => row.Shown())));
        ReadmeSection.Matches(
            "infra/rehearsal/localcloud/S3/README.md", "refused",
            string.Join(", ", S3Table.Refused.Select(row => $"{row.Name} (`{row.Call}`)")));
    }

    [Fact]
    public async Task No_operation_takes_a_query_parameter_or_a_header_that_is_not_in_its_row()
    {
        var bucket = await FilledAsync();
        foreach (var row in S3Table.Offered)
        {
            var headers = new Dictionary<string, string>();
            if (row.NeedsHeader is { } needed) headers[needed] = $"{bucket}/k";
            var target = Target(row, bucket);
            var query = await raw.SendAsync(row.Method, $"{target}{(row.Needs.IsEmpty ? '?' : '&')}bogus=1", headers: headers);
            AssertRefused(row, "bogus", query);
            var sub = await raw.SendAsync(row.Method, $"{target}{(row.Needs.IsEmpty ? '?' : '&')}torrent", headers: headers);
            AssertRefused(row, "torrent", sub);
            var header = await raw.SendAsync(
                row.Method, target, headers: new Dictionary<string, string>(headers) { ["x-amz-bogus"] = "1" });
            AssertRefused(row, "x-amz-bogus", header);
            if (!row.TakesHeader("if-none-match"))
                AssertRefused(
                    row, "if-none-match",
                    await raw.SendAsync(row.Method, target, headers: new Dictionary<string, string>(headers) { ["If-None-Match"] = "*" }));
        }

        await AssertUntouchedAsync(bucket);
    }

    [Fact]
    public async Task Operations_of_S3_that_are_not_offered_are_refused_by_their_name()
    {
        var bucket = await FilledAsync();
        foreach (var row in S3Table.Refused)
        {
            var answer = await raw.SendAsync(row.Method, Target(row, bucket), "<x/>");
            Assert.Equal((HttpStatusCode.NotImplemented, "NotImplemented"), (answer.Status, answer.Code));
            Assert.Contains(row.Name, answer.Message, StringComparison.Ordinal);
        }

        await AssertUntouchedAsync(bucket);
    }

    [Theory]
    [InlineData("DELETE", "{b}?notification", "MethodNotAllowed", "notification")]
    [InlineData("POST", "{b}?versioning", "MethodNotAllowed", "versioning")]
    [InlineData("PUT", "{b}/k?partNumber=1", "MethodNotAllowed", "partNumber")]
    [InlineData("PUT", "{b}/k?uploadId=x", "MethodNotAllowed", "uploadId")]
    [InlineData("PUT", "{b}/k?versionId=x", "InvalidArgument", "version-id")]
    [InlineData("PUT", "{b}/k?lifecycle", "NotImplemented", "lifecycle")]
    [InlineData("GET", "{b}?versions&max-uploads=1", "NotImplemented", "max-uploads")]
    [InlineData("GET", "{b}?list-type=3", "InvalidArgument", "3")]
    [InlineData("GET", "{b}?encoding-type=base64", "InvalidArgument", "base64")]
    [InlineData("GET", "{b}?max-keys=-1", "InvalidArgument", "-1")]
    [InlineData("PATCH", "{b}/k", "MethodNotAllowed", "PATCH")]
    [InlineData("OPTIONS", "{b}/k", "BadRequest", "Origin")]
    public async Task A_query_that_an_operation_does_not_know_never_falls_through(string method, string target, string code, string named)
    {
        var bucket = await FilledAsync();
        var answer = await raw.SendAsync(method, "/" + target.Replace("{b}", bucket, StringComparison.Ordinal));
        Assert.Equal(code, answer.Code);
        Assert.Contains(named, answer.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(bucket);
    }

    [Theory]
    [InlineData("x-amz-write-offset-bytes", "6", "NotImplemented")]
    [InlineData("x-amz-acl", "public-read", "AccessControlListNotSupported")]
    [InlineData("x-amz-grant-read", "id=1", "AccessControlListNotSupported")]
    [InlineData("x-amz-object-lock-mode", "GOVERNANCE", "InvalidRequest")]
    [InlineData("x-amz-object-lock-legal-hold", "ON", "InvalidRequest")]
    [InlineData("x-amz-server-side-encryption-customer-algorithm", "AES256", "NotImplemented")]
    [InlineData("x-amz-server-side-encryption-context", "e30=", "NotImplemented")]
    [InlineData("x-amz-server-side-encryption", "rot13", "InvalidArgument")]
    [InlineData("x-amz-storage-class", "GLACIER", "NotImplemented")]
    [InlineData("x-amz-storage-class", "PLASTIC", "InvalidStorageClass")]
    [InlineData("x-amz-checksum-sha512", "AAAA", "NotImplemented")]
    [InlineData("x-amz-checksum-crc32", "AAAA", "InvalidRequest")]
    [InlineData("x-amz-sdk-checksum-algorithm", "CRC32", "InvalidRequest")]
    [InlineData("If-Modified-Since", "Thu, 26 Nov 2026 00:00:00 GMT", "NotImplemented")]
    [InlineData("Range", "bytes=0-1", "NotImplemented")]
    public async Task A_header_asks_for_what_is_done_or_is_refused(string header, string value, string code)
    {
        var bucket = await FilledAsync();
        var answer = await raw.SendAsync("PUT", $"/{bucket}/k", "other", new Dictionary<string, string> { [header] = value });
        Assert.Equal(code, answer.Code);
        Assert.Contains(header, answer.Message.ToUpperInvariant(), StringComparison.OrdinalIgnoreCase);
        await AssertUntouchedAsync(bucket);
    }

    [Theory]
    [InlineData("POST", "?delete", "<Delete><Object><Key>k</Key><Size>5</Size></Object></Delete>", "NotImplemented", "'Size' in 'Object'")]
    [InlineData("POST", "?delete", "<Delete><Object><Key>k</Key></Object><Force>1</Force></Delete>", "MalformedXML", "'Force'")]
    [InlineData("POST", "?delete", "<Delete><Object><Key>k</Key><Key>l</Key></Object></Delete>", "MalformedXML", "'Key'")]
    [InlineData(
        "PUT", "?lifecycle",
        "<LifecycleConfiguration><Rule><Status>Enabled</Status><Filter/><Transition><Days>1</Days></Transition></Rule></LifecycleConfiguration>", "NotImplemented", "'Transition'")]
    [InlineData(
        "PUT", "?versioning", "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>",
        "NotImplemented", "'MfaDelete'")]
    [InlineData(
        "PUT", "?ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>",
        "NotImplemented", "ObjectWriter")]
    [InlineData(
        "PUT", "?replication",
        "<ReplicationConfiguration><Rule><Destination><StorageClass>GLACIER</StorageClass></Destination></Rule></ReplicationConfiguration>",
        "NotImplemented", "GLACIER")]
    [InlineData("PUT", "?acl", "<AccessControlPolicy/>", "AccessControlListNotSupported", "grants")]
    [InlineData("PUT", "?policy", """{"Statement":[],"Extra":1}""", "MalformedPolicy", "Extra")]
    [InlineData(
        "PUT", "/k?tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value><Hue/></Tag></TagSet></Tagging>", "MalformedXML", "'Hue'")]
    public async Task A_document_holds_what_is_done_or_is_refused(string method, string query, string body, string code, string named)
    {
        var bucket = await FilledAsync();
        var answer = await raw.SendAsync(method, $"/{bucket}{query}", body);
        Assert.Equal(code, answer.Code);
        Assert.Contains(named, answer.Message, StringComparison.Ordinal);
        await AssertUntouchedAsync(bucket);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_bucket_of_another_owner_is_not_touched(string method)
    {
        var bucket = await FilledAsync();
        Dictionary<string, string> Owner(string owner) => new() { ["x-amz-expected-bucket-owner"] = owner };
        var answer = await raw.SendAsync(method, $"/{bucket}/k", "other", Owner("111122223333"));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), (answer.Status, answer.Code));
        Assert.Equal("InvalidBucketOwnerAWSAccountID", (await raw.SendAsync(method, $"/{bucket}/k", "other", Owner("me"))).Code);
        await AssertUntouchedAsync(bucket);
        Assert.Equal(HttpStatusCode.OK, (await raw.SendAsync("GET", $"/{bucket}/k", headers: Owner("000000000000"))).Status);
    }

    [Fact]
    public async Task An_ETag_in_a_deletion_of_many_spares_what_has_another()
    {
        var (client, bucket) = (s3.Client(), await FilledAsync());
        var etag = (await LocalS3.PutAsync(client, bucket, "right", "x")).ETag;

        var answer = await raw.SendAsync("POST", $"/{bucket}?delete", "<Delete><Object><Key>k</Key><ETag>0123</ETag></Object>"
            + $"<Object><Key>right</Key><ETag>{etag}</ETag></Object><Object><Key>none</Key><ETag>0123</ETag></Object></Delete>");

        Assert.Contains("<Deleted><Key>right</Key></Deleted>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<Key>k</Key><Code>PreconditionFailed</Code>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<Key>none</Key><Code>NoSuchKey</Code>", answer.Body, StringComparison.Ordinal);
        await AssertUntouchedAsync(bucket);
    }

    [Fact]
    public async Task A_header_in_the_query_asks_for_the_same_as_in_its_place()
    {
        var bucket = await FilledAsync();
        Assert.Equal(
            HttpStatusCode.OK, (await raw.SendAsync("PUT", $"/{bucket}/q?x-amz-meta-hue=red&x-id=PutObject&x-client=1", "x")).Status);
        Assert.Equal("red", (await s3.Client().GetObjectMetadataAsync(bucket, "q")).Metadata["hue"]);
        Assert.Equal("NotImplemented", (await raw.SendAsync("PUT", $"/{bucket}/k?x-amz-write-offset-bytes=6", "x")).Code);
        Assert.Equal(
            "PreconditionFailed",
            (await raw.SendAsync("PUT", $"/{bucket}/c?x-amz-copy-source=%2F{bucket}%2Fk&x-amz-copy-source-if-match=0123")).Code);
        await AssertUntouchedAsync(bucket);
    }

    private static string Target(S3Operation row, string bucket)
    {
        var path = row.Level switch { S3Level.Service => "/", S3Level.Bucket => $"/{bucket}", S3Level.Object => $"/{bucket}/k" };
        return row.Needs.IsEmpty
            ? path : $"{path}?{string.Join('&', row.Needs.Select(name => name == "list-type" ? "list-type=2" : name))}";
    }

    private static void AssertRefused(S3Operation row, string named, SignedRequests.Answer answer)
    {
        Assert.True((int)answer.Status >= 400, $"{row.Name} takes {named}: {answer.Status} {answer.Body}");
        if (row.Method != "HEAD") Assert.Contains(named, answer.Message, StringComparison.Ordinal);
    }

    private async Task<string> FilledAsync()
    {
        var bucket = await s3.BucketAsync();
        await LocalS3.PutAsync(s3.Client(), bucket, "k", "hello");
        return bucket;
    }

    private async Task AssertUntouchedAsync(string bucket)
    {
        using var read = await s3.Client().GetObjectAsync(bucket, "k");
        using var reader = new StreamReader(read.ResponseStream, Encoding.UTF8);
        Assert.Equal(("hello", 0), (await reader.ReadToEndAsync(), read.TagCount));
    }
}
