using PipAi.Workers.Pipeline.Documents;

namespace PipAi.Pipeline.Tests.Documents;

/// <summary>Which keys can be a document's.</summary>
public sealed class DocumentKeyTests
{
    [Theory]
    [InlineData("documents/42/report.pdf", null)]
    [InlineData("a", null)]
    [InlineData("documents/42/a.elements.json.pdf", null)]
    [InlineData(null, "The input has no 'key'")]
    [InlineData("", "The input has no 'key'")]
    [InlineData("/documents/a", "begins with '/'")]
    [InlineData("documents/", "names a folder")]
    [InlineData("documents/a.pdf.elements.json", "is a result already")]
    public void A_key_names_an_object_that_is_no_result(string? key, string? problem)
    {
        if (problem is null) Assert.Null(DocumentKey.Problem(key));
        else Assert.Contains(problem, DocumentKey.Problem(key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 1010, true)]
    [InlineData("a", 1011, false)]
    [InlineData("ä", 505, true)]
    [InlineData("ä", 506, false)]
    public void A_key_is_as_long_as_leaves_room_for_its_results_in_bytes(string letter, int count, bool isTaken)
    {
        var key = string.Concat(Enumerable.Repeat(letter, count));
        Assert.Equal(isTaken, DocumentKey.Problem(key) is null);
        if (isTaken) Assert.True(System.Text.Encoding.UTF8.GetByteCount(DocumentKey.Elements(key)) <= 1024);
    }

    [Theory]
    [InlineData("documents/42/report.pdf", "report.pdf")]
    [InlineData("report.pdf", "report.pdf")]
    public void A_file_is_named_after_the_last_slash(string key, string name)
    {
        Assert.Equal(name, DocumentKey.FileName(key));
        Assert.Equal($"{key}.elements.json", DocumentKey.Elements(key));
    }
}
