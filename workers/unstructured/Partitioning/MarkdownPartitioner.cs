using Markdig;
using PipAi.Workers.Unstructured.Elements;

namespace PipAi.Workers.Unstructured.Partitioning;

/// <summary>Markdown: rendered to HTML and partitioned as such, so that raw HTML inside it means what it says.</summary>
internal static class MarkdownPartitioner
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter().UsePipeTables().UseGridTables().UseFootnotes().UseDefinitionLists().UseAutoLinks().UseTaskLists().Build();

    /// <summary>Partitions a text.</summary>
    public static IReadOnlyList<RawElement> Partition(string text, CancellationToken cancellation) =>
        HtmlPartitioner.Partition(Markdown.ToHtml(text, Pipeline), cancellation);
}
