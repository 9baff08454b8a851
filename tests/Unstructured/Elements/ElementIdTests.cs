using System.Security.Cryptography;
using System.Text;
using PipAi.Unstructured.Tests.Documents;
using PipAi.Unstructured.Tests.Service;

namespace PipAi.Unstructured.Tests.Elements;

/// <summary>Ids by Unstructured's rule: the first half of the SHA-256 of name, text, page and place on the page.</summary>
public sealed class ElementIdTests
{
    // Computed with Unstructured's own code for a.txt and the text "Hello world".
    private const string WithoutPage = "26eabbf4aee0f2b0743b369f1dd23c13";
    private const string FirstOfPageOne = "66141042db6caa46d1374642d72aeb51";
    private const string SecondOfPageOne = "9edd20f78b741b3281b64f4c943f2df7";

    [Fact]
    public async Task A_text_without_pages_has_the_id_that_Unstructured_gives_it()
    {
        await using var service = await RunningService.StartAsync();
        Assert.Equal(WithoutPage, (await service.PartitionAsync("Hello world"u8.ToArray(), "a.txt")).Elements.Single().ElementId);
    }

    [Fact]
    public async Task Equal_texts_on_a_page_have_the_ids_that_Unstructured_gives_them()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(Pages(1, texts: 2), "a.txt");
        Assert.Equal([FirstOfPageOne, SecondOfPageOne], answer.Elements.Select(element => element.ElementId));
    }

    [Fact]
    public async Task The_page_in_an_id_is_the_one_that_is_shown()
    {
        await using var service = await RunningService.StartAsync();
        var answer = await service.PartitionAsync(Pages(1, texts: 1), "a.txt", null, ("starting_page_number", "12"));
        Assert.Equal(Hash("a.txtHello world120"), answer.Elements.Single().ElementId);
    }

    [Fact]
    public async Task The_pieces_of_a_document_have_the_ids_of_the_whole()
    {
        await using var service = await RunningService.StartAsync();
        var whole = await service.PartitionAsync(Pages(6, texts: 3), "a.pdf");
        var first = await service.PartitionAsync(Pages(2, texts: 3), "a.pdf");
        var second = await service.PartitionAsync(Pages(4, texts: 3), "a.pdf", null, ("starting_page_number", "3"));
        var pieces = first.Elements.Concat(second.Elements).Select(element => element.ElementId).ToList();
        Assert.Equal(whole.Elements.Select(element => element.ElementId), pieces);
        Assert.Equal(18, pieces.Distinct().Count());
    }

    [Fact]
    public async Task No_two_elements_of_a_document_have_one_id_even_where_the_rule_gives_one()
    {
        await using var service = await RunningService.StartAsync();
        // Page 1, place 10 and page 11, place 0 are both "110".
        var answer = await service.PartitionAsync(Pages(11, texts: 11), "a.pdf");
        Assert.Equal(121, answer.Elements.Select(element => element.ElementId).Distinct().Count());
        Assert.Equal(Hash("a.pdfHello world110"), answer.Elements[10].ElementId);
    }

    private static byte[] Pages(int pages, int texts) => PdfBuilder.Pages([.. Enumerable.Range(0, pages).Select(_ =>
        Enumerable.Range(0, texts).Select(i => new PdfBuilder.Line(60, 700 - (i * 50), "Hello world")).ToArray())]);

    private static string Hash(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..32];
}
