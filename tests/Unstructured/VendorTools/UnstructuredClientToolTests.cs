using System.Text.Json.Nodes;
using PipAi.Testing;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;

namespace PipAi.Unstructured.Tests.VendorTools;

/// <summary>Unstructured's own client for JavaScript, unmodified.</summary>
public sealed class UnstructuredClientToolTests
{
    // PARAMETERS: what is asked for besides the file, in JavaScript.
    private const string Partition = """
        import { readFile } from "node:fs/promises";
        import { UnstructuredClient } from "unstructured-client";
        const client = new UnstructuredClient({ serverURL: process.env.UNSTRUCTURED_SERVER_URL, security: { apiKeyAuth: "key" } });
        const files = { content: await readFile(process.env.DOCUMENT), fileName: process.env.NAME };
        try {
          const elements = await client.general.partition({ partitionParameters: { files, ...(PARAMETERS) } });
          console.log(JSON.stringify(elements));
        } catch (error) {
          console.log(JSON.stringify({ name: error.name, status: error.statusCode, detail: error.detail ?? error.body }));
        }
        """;

    [Fact]
    public async Task A_document_that_it_splits_comes_back_whole_with_one_id_an_element()
    {
        var pages = Enumerable.Range(1, 13).Select(page => new PdfBuilder.Line[]
        {
            new(60, 800, "Results", 24),
            new(60, 700, $"This is the content of page number {page}, and it is a long sentence"),
            new(60, 686, "which goes on in a second line and ends before the page does."),
            new(60, 600, "Equal on every page."),
        }).ToArray();
        var elements = (await PartitionAsync(PdfBuilder.Pages(pages), "thirteen.pdf", "{}")).AsArray();
        Assert.Equal(Enumerable.Range(1, 13), elements.Select(element => element!["metadata"]!["page_number"]!.GetValue<int>()).Distinct());
        Assert.Equal(39, elements.Count);
        Assert.Equal(39, elements.Select(element => element!["element_id"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task Its_lists_and_flags_are_understood()
    {
        var document = SampleDocuments.Read("storage-review.docx");
        var elements =
            (await PartitionAsync(document, "a.docx", """{ languages: ["deu", "fra"], skipInferTableTypes: ["docx", "pdf"] }""")).AsArray();
        Assert.All(elements, element => Assert.Equal("deu,fra", string.Join(",", element!["metadata"]!["languages"]!.AsArray())));
        var table = elements.First(element => element!["type"]!.GetValue<string>() == "Table")!;
        Assert.Null(table["metadata"]!["text_as_html"]);
    }

    [Fact]
    public async Task It_tells_its_user_which_value_is_wrong()
    {
        var error = await PartitionAsync("Text."u8.ToArray(), "a.txt", """{ strategy: "magic" }""");
        Assert.Equal(("HTTPValidationError", 422), (error["name"]!.GetValue<string>(), error["status"]!.GetValue<int>()));
        Assert.Equal("strategy", error["detail"]![0]!["loc"]![1]!.GetValue<string>());
    }

    [Fact]
    public async Task It_tells_its_user_what_is_not_offered()
    {
        var error = await PartitionAsync("Text."u8.ToArray(), "a.txt", """{ chunkingStrategy: "by_title", maxCharacters: 500 }""");
        Assert.Equal(400, error["status"]!.GetValue<int>());
        Assert.Contains("chunking_strategy", error["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> PartitionAsync(byte[] document, string name, string parameters)
    {
        NodeScript.Need("unstructured-client");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, name);
        await File.WriteAllBytesAsync(file, document, TestContext.Current.CancellationToken);
        await using var service = await RunningService.StartAsync();
        return await NodeScript.RunAsync(
            Partition.Replace("PARAMETERS", parameters, StringComparison.Ordinal),
            ("UNSTRUCTURED_SERVER_URL", service.Http.BaseAddress!.ToString()), ("DOCUMENT", file), ("NAME", name));
    }
}
