using PipAi.Testing;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;

namespace PipAi.Unstructured.Tests.VendorTools;

/// <summary>The loader of LangChain, unmodified, told by the environment alone where the service is.</summary>
public sealed class LangChainToolTests
{
    private const string Load = """
        import { UnstructuredLoader } from "@langchain/community/document_loaders/fs/unstructured";
        const documents = await new UnstructuredLoader(process.env.DOCUMENT, { coordinates: true, ocrLanguages: ["eng", "deu"] }).load();
        console.log(JSON.stringify(documents));
        """;

    [Fact]
    public async Task A_file_becomes_documents()
    {
        NodeScript.Need("@langchain/community");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "runbook.pdf");
        await File.WriteAllBytesAsync(file, SampleDocuments.Read("regional-failover-runbook.pdf"), TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync();

        var url = new Uri(service.Http.BaseAddress!, "general/v0/general").ToString();
        var documents =
            (await NodeScript.RunAsync(Load, ("UNSTRUCTURED_API_URL", url), ("UNSTRUCTURED_API_KEY", "key"), ("DOCUMENT", file))).AsArray();

        var title = documents.First(document => document!["metadata"]!["category"]!.GetValue<string>() == "Title")!;
        Assert.Equal("Regional failover runbook", title["pageContent"]!.GetValue<string>());
        Assert.Equal("runbook.pdf", title["metadata"]!["filename"]!.GetValue<string>());
        Assert.Equal("eng,deu", string.Join(",", title["metadata"]!["languages"]!.AsArray()));
        Assert.NotNull(title["metadata"]!["coordinates"]);
    }
}
