using PipAi.Testing;
using PipAi.Unstructured.Tests.Documents;

namespace PipAi.Unstructured.Tests.Service;

public sealed class SampleDocumentTests
{
    [Theory]
    [InlineData("regional-failover-runbook.pdf")]
    [InlineData("storage-review.docx")]
    [InlineData("release-notes.html")]
    [InlineData("incident-report.md")]
    public async Task A_document_is_answered_as_elements(string name)
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(SampleDocuments.Read(name), name);
        Assert.Equal(200, answer.Status);
        Assert.Equal("machine-1", answer.Headers["X-Machine-Id"]);
        Approved.Json(answer.Pretty, name);
    }

    [Fact]
    public async Task The_same_document_gives_the_same_bytes_every_time()
    {
        await using var service = await RunningService.StartAsync();
        var document = SampleDocuments.Read("storage-review.docx");
        var first = await service.PartitionAsync(document, "a.docx");
        var second = await service.PartitionAsync(document, "a.docx");
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Elements.Count, first.Elements.Select(element => element.ElementId).Distinct().Count());
    }
}
